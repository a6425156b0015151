import { expect, test } from '../fixtures.ts';
import { typeCode } from '../steps/sign-in.ts';

test.use({ demo: false });

test.describe.configure({ mode: 'serial' });

const caretaker = 'gardienne@exemple.invalid';

test('the demonstration is one tap at the machine itself, elsewhere it takes the set-up code', async ({
	app,
	request
}) => {
	const from = (address: string) => ({ 'x-forwarded-for': address, origin: app.url });
	const open = (setupCode: string, address: string) =>
		request.post('/?/demo', { form: { setupCode }, headers: from(address), maxRedirects: 0 });
	expect(await (await request.get('/')).text()).not.toContain('name="setupCode"');
	expect(await (await request.get('/', { headers: from('192.0.2.7') })).text()).toContain(
		'name="setupCode"'
	);
	expect((await open('', '192.0.2.7')).status()).toBe(403);
	const wrong = await open('WRONG999', '192.0.2.7');
	expect(wrong.status()).toBe(403);
	expect(await wrong.text()).toContain('Ce code d’installation n’est pas le bon');
	expect(await (await request.get('/')).text()).toContain('Ouvrir la démonstration');
});

test('an empty database offers two ways, and the set-up code guards the second', async ({
	page
}) => {
	await page.goto('/');
	await expect(page.getByRole('button', { name: 'Ouvrir la démonstration' })).toBeVisible();
	await page.getByRole('link', { name: 'Créer ma résidence' }).click();
	await page.getByLabel('Code d’installation').fill('WRONG999');
	await page.getByLabel('Nom de la résidence').fill('Les <i>Cèdres</i>');
	await page.getByLabel('Bailleur').fill('Habitat du Lagon');
	await page.getByLabel('Adresse').fill('3 rue du Port, Nouméa');
	await page.getByLabel('À l’heure de').selectOption('Pacific/Noumea');
	await page.getByLabel('Prénom et nom').fill('Marie Wamo');
	await page.getByLabel('E-mail').fill('marie@');
	await page.getByRole('button', { name: 'Créer la résidence' }).click();
	await expect(page.getByText('Écrivez l’adresse e-mail en entier')).toBeVisible();
	await page.getByLabel('E-mail').fill(caretaker);
	await page.getByLabel('Code d’installation').fill('WRONG999');
	await page.getByRole('button', { name: 'Créer la résidence' }).click();
	await expect(page.locator('.field-error')).toContainText(
		'Ce code d’installation n’est pas le bon'
	);
	await expect(page.getByLabel('Bailleur')).toHaveValue('Habitat du Lagon');
	await expect(page.getByLabel('À l’heure de')).toHaveValue('Pacific/Noumea');
});

test('with the code the residence exists, and its caretaker comes in', async ({ page, app }) => {
	await page.goto('/setup');
	await page.getByLabel('Code d’installation').fill((app.setupCode() ?? '').toLowerCase());
	await page.getByLabel('Nom de la résidence').fill('Les Cèdres');
	await page.getByLabel('Bailleur').fill('Habitat du Lagon');
	await page.getByLabel('Adresse').fill('3 rue du Port, Nouméa');
	await page.getByLabel('À l’heure de').selectOption('Pacific/Noumea');
	await page.getByLabel('Prénom et nom').fill('Marie Wamo');
	await page.getByLabel('E-mail').fill(caretaker);
	await page.getByRole('button', { name: 'Créer la résidence' }).click();
	await page.waitForURL('**/sign-in/code');

	await expect.poll(async () => (await app.mails(caretaker)).length).toBe(1);
	const [mail] = await app.mails(caretaker);
	await typeCode(page, /\b\d{6}\b/.exec(mail?.subject ?? '')?.[0] ?? '');
	await page.waitForURL(/\/r\/[0-9a-f-]{36}$/);
	const home = new URL(page.url()).pathname;

	// Her first staircase, and a neighbour without an e-mail.
	await page.goto(`${home}/members`);
	await page.getByRole('link', { name: 'Ajouter des portes' }).click();
	await page.getByLabel('Escalier', { exact: true }).fill('A');
	await page.getByLabel('Portes par étage').fill('2');
	await page.getByRole('button', { name: 'Proposer les numéros' }).click();
	await page.getByLabel('2e étage').fill('21, 22 bis');
	await page.getByRole('button', { name: 'Ajouter 8 portes' }).click();
	await expect(page.getByText('8 portes ajoutées.')).toBeVisible();
	await page.getByRole('link', { name: /Ajouter A 22 bis/ }).click();
	await page.getByLabel('Prénom et nom').fill('Jean Morel');
	await page.getByRole('button', { name: 'Ajouter cette personne' }).click();
	await expect(page.getByRole('row', { name: /A 22 bis.*Jean Morel.*sur papier/s })).toBeVisible();

	// A number that was wrong, and a door that does not exist.
	await page.getByRole('link', { name: 'A 21', exact: true }).click();
	await page.getByLabel('Numéro de la porte').fill('22 bis');
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await expect(page.locator('.field-error')).toContainText('Une autre porte s’appelle déjà ainsi');
	await page.getByLabel('Numéro de la porte').fill('23');
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await expect(page.getByText('La porte est corrigée.')).toBeVisible();
	await page.getByRole('link', { name: 'A 23', exact: true }).click();
	await page.getByText('Cette porte n’existe pas').click();
	await page.getByRole('button', { name: 'Supprimer A 23' }).click();
	await expect(page.getByText('La porte A 23 est supprimée.')).toBeVisible();
	await expect(page.getByRole('link', { name: 'A 23', exact: true })).toHaveCount(0);
	await page.getByRole('link', { name: 'A 22 bis', exact: true }).click();
	await expect(page.getByText('Cette porte n’existe pas')).toHaveCount(0);
});

test('a second residence cannot be created, nor the demonstration opened', async ({
	page,
	request,
	app
}) => {
	await page.goto('/setup');
	await expect(page).toHaveURL(/\/sign-in$/);
	const again = await request.post('/?/demo', {
		form: { again: '1' },
		headers: { origin: app.url }
	});
	expect(again.status()).toBe(409);
	await expect(page.getByText('Qui voulez-vous être')).toHaveCount(0);
	// Outside the demonstration nobody reads other people's mail.
	expect((await request.get('/dev/mail')).status()).toBe(404);
});
