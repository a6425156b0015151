import { readFile } from 'node:fs/promises';
import type { Browser, Page } from '@playwright/test';
import type { RunningApp } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { deleteOwnAccount } from '../steps/account.ts';
import { orderAtDesk, orderOnPhone } from '../steps/orders.ts';
import { printAllLetters, printPoster, scan } from '../steps/papers.ts';
import { awaitScript, residenceOf } from '../steps/people.ts';
import { closeAndSend } from '../steps/rounds.ts';
import { typeCode } from '../steps/sign-in.ts';

test.use({ demo: false });

const EMAIL = 'zoe@exemple.invalid';

/** 48 doors on three staircases; behind B 11 lives a couple, behind C 41 nobody yet. */
function landlordsList(): Buffer {
	const rows = ['A', 'B', 'C'].flatMap((staircase) =>
		[1, 2, 3, 4].flatMap((floor) =>
			[1, 2, 3, 4].map((rank) => {
				const door = `${staircase} ${floor}${rank}`;
				const name = door === 'C 41' ? '' : `Voisine ${door}`;
				return `${staircase};${floor};${floor}${rank};${name};`;
			})
		)
	);
	rows.push('B;1er étage;11;Andréa Œuvrard;', 'A;2;99;;pas-une-adresse');
	const text = ['Cage;Étage;N° porte;Locataire;Courriel', ...rows].join('\r\n');
	// As spreadsheets in French write it.
	return Buffer.from([...text].map((sign) => (sign === 'Œ' ? 0x8c : sign.charCodeAt(0))));
}

async function createResidence(app: RunningApp, page: Page): Promise<void> {
	await page.goto('/setup');
	await page.getByLabel('Code d’installation').fill(app.setupCode() ?? '');
	await page.getByLabel('Nom de la résidence').fill('Les Cèdres');
	await page.getByLabel('Bailleur').fill('Habitat du Lagon');
	await page.getByLabel('Adresse').fill('3 rue du Port, Beauvais');
	await page.getByLabel('Prénom et nom').fill('Zoé Martin');
	await page.getByLabel('E-mail').fill(EMAIL);
	await page.getByRole('button', { name: 'Créer la résidence' }).click();
	await page.waitForURL('**/sign-in/code');
	await expect.poll(async () => (await app.mails(EMAIL)).length).toBe(1);
	const [mail] = await app.mails(EMAIL);
	await typeCode(page, /\b\d{6}\b/.exec(mail?.subject ?? '')?.[0] ?? '');
	await page.waitForURL(/\/r\/[0-9a-f-]{36}$/);
}

async function chooseFile(page: Page, name: string, buffer: Buffer): Promise<void> {
	await page.goto(`${residenceOf(page)}/members/import`);
	await page.getByLabel('Votre fichier').setInputFiles({ name, mimeType: 'text/csv', buffer });
	await page.getByRole('button', { name: 'Vérifier le fichier' }).click();
	await page.waitForURL(/\/import\/check$/);
}

/** Comes in with a letter, as somebody who is on it already. */
async function enterAs(browser: Browser, app: RunningApp, address: string, name: string) {
	const phone = await scan(browser, app, address);
	// The token is gone from the address, and looking has used nothing up.
	await expect(phone).toHaveURL(`${app.url}/join/letter`);
	await phone.getByRole('radio', { name }).check();
	await phone.getByRole('button', { name: 'Entrer' }).click();
	await expect(phone).toHaveURL(/\/r\/[0-9a-f-]{36}$/);
	return phone;
}

/** The caretaker opens a round of a new farm with one product; answers its address. */
async function openFirstRound(page: Page): Promise<string> {
	const root = residenceOf(page);
	await page.goto(`${root}/catalogue/producers/new`);
	await page.getByLabel('Nom', { exact: true }).fill('Ferme du Plessis');
	await page.getByLabel('Adresse e-mail').fill('ferme@exemple.invalid');
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await page.getByLabel('Nom du produit').fill('Carottes');
	await page.getByRole('textbox', { name: 'Prix' }).fill('2,00');
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await expect(page.getByText('Carottes est ajouté.')).toBeVisible();
	await page.goto(`${root}/orders/new`);
	await page.getByLabel('Titre').fill('Légumes');
	await page.getByRole('button', { name: 'Enregistrer et relire' }).click();
	await expect(page).toHaveURL(/\/edit\/preview$/);
	const round = new URL(page.url()).pathname.replace('/edit/preview', '');
	await page.getByRole('button', { name: 'Ouvrir la commande' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Légumes' })).toBeVisible();
	return round;
}

test('a caretaker begins with nothing, and everybody gets in: by letter, by poster, on paper', async ({
	app,
	browser,
	page: zoe
}) => {
	test.setTimeout(180_000);
	let letters: { door: string; address: string }[] = [];
	let round = '';
	const letterOf = (door: string) => letters.find((letter) => letter.door === door)?.address ?? '';

	await test.step('she creates the residence with the set-up code', async () => {
		await createResidence(app, zoe);
	});
	const root = residenceOf(zoe);

	await test.step('she reads 48 households in from the landlord’s list, after a look', async () => {
		await chooseFile(zoe, 'cèdres.csv', landlordsList());
		await expect(zoe.getByText('48 portes à ajouter')).toBeVisible();
		await expect(zoe.getByText('48 personnes à ajouter')).toBeVisible();
		await expect(zoe.getByText('Ligne 51 :')).toBeVisible();
		await zoe.goto(`${root}/members`);
		await expect(zoe.getByText('Aucune porte pour l’instant')).toBeVisible();
		await zoe.goto(`${root}/members/import`);
		await zoe.getByRole('link', { name: 'Voir ce qui va changer' }).click();
		await zoe.getByRole('button', { name: 'Enregistrer dans la résidence' }).click();
		await expect(zoe.getByText('48 logements, 49 personnes')).toBeVisible();
		await expect(zoe.getByText('Andréa Œuvrard')).toBeVisible();
	});

	await test.step('the same file again, and her own list, change nothing', async () => {
		await chooseFile(zoe, 'cèdres.csv', landlordsList());
		await expect(zoe.getByText('48 personnes restent comme elles sont.')).toBeVisible();
		await expect(zoe.getByRole('button', { name: 'Enregistrer dans la résidence' })).toHaveCount(0);
		await zoe.goto(`${root}/members/import`);
		for (const name of ['Liste CSV', 'Liste Excel']) {
			await zoe.goto(`${root}/members/import`);
			const saved = zoe.waitForEvent('download');
			await zoe.getByRole('link', { name }).click();
			const download = await saved;
			await chooseFile(zoe, download.suggestedFilename(), await readFile(await download.path()));
			await expect(zoe.getByText('Tout est déjà dans la résidence')).toBeVisible();
		}
		await zoe.getByRole('button', { name: 'Choisir un autre fichier' }).click();
		await expect(zoe.getByText('Le fichier est oublié.')).toBeVisible();
	});

	await test.step('she prints a letter for every household, in the order of her round', async () => {
		letters = await printAllLetters(zoe);
		expect(letters).toHaveLength(48);
		const doors = letters.map(({ door }) => door);
		expect(doors).toEqual([...doors].sort());
		expect(new Set(letters.map(({ address }) => address)).size).toBe(48);
	});

	const lou = await test.step('a tenant comes in by letter', () =>
		enterAs(browser, app, letterOf('A 11'), 'Voisine A 11'));
	const mia = await test.step('and another, on another phone', () =>
		enterAs(browser, app, letterOf('B 11'), 'Andréa Œuvrard'));

	await test.step('one comes in by the poster, when the caretaker says yes', async () => {
		const fatou = await scan(browser, app, await printPoster(zoe));
		await expect(fatou.getByRole('heading', { level: 1 })).toHaveText('Rejoindre la résidence');
		await fatou.getByLabel('Votre nom').fill('Fatou Diop');
		await fatou.getByLabel('Votre logement').fill('c41');
		await fatou.getByRole('button', { name: 'Demander à entrer' }).click();
		await expect(fatou.getByText('La loge a reçu votre demande')).toBeVisible();
		expect((await fatou.goto(root))?.status()).toBe(404);
		await zoe.goto(`${root}/members/joining`);
		await expect(zoe.getByText('Fatou Diop veut rejoindre C 41')).toBeVisible();
		await zoe.getByRole('button', { name: 'Oui, c’est bien ici' }).click();
		await expect(zoe.getByText('Fatou Diop est dans la résidence.')).toBeVisible();
		await fatou.goto('/waiting');
		await expect(fatou).toHaveURL(new RegExp(`${root}$`));
	});

	await test.step('one stays on paper', async () => {
		await zoe.goto(`${root}/members/new`);
		await zoe.getByLabel('Prénom et nom').fill('Jean Morel');
		await zoe.getByLabel('Porte').selectOption({ label: 'C\u00a041' });
		await zoe.getByRole('button', { name: 'Ajouter cette personne' }).click();
		await expect(zoe.getByText('Jean Morel est dans la liste.')).toBeVisible();
	});

	await test.step('a round opens: by letter or on paper, everybody orders', async () => {
		round = await openFirstRound(zoe);
		await orderOnPhone(mia, round, { Carottes: 2 });
		await orderAtDesk(zoe, round, 'morel', { Carottes: '3' });
		await closeAndSend(zoe, round);
	});

	await test.step('B 11 moves out: the letter is dead, the order is kept', async () => {
		for (const name of ['Andréa Œuvrard', 'Voisine B 11']) {
			await zoe.goto(`${root}/members`);
			await zoe.getByRole('link', { name }).first().click();
			await zoe.getByText('Cette personne est partie ?').click();
			await zoe.getByRole('button', { name: `Oui, retirer ${name}` }).click();
			await expect(zoe.getByText(`${name} ne fait plus partie de la résidence.`)).toBeVisible();
		}
		expect((await mia.goto(root))?.status()).toBe(404);
		await zoe.goto(`${round}/delivery`);
		await awaitScript(zoe);
		await zoe.getByRole('button', { name: 'Voir qui reçoit quoi' }).click();
		// Everything came: there is nothing to share out.
		await zoe.getByRole('button', { name: 'Confirmer la livraison' }).click();
		await expect(zoe.getByRole('heading', { level: 1, name: 'Distribution' })).toBeVisible();
		await expect(zoe.getByText(/B.11/).first()).toBeVisible();
		await expect(zoe.getByText('4,00 €').first()).toBeVisible();
	});

	await test.step('the tenant of A 11 deletes the account: nobody knows the name any more', async () => {
		await deleteOwnAccount(lou, app);
		await zoe.goto(`${root}/members`);
		await expect(zoe.getByText('Voisine A 12')).toBeVisible();
		await expect(zoe.getByText('Voisine A 11')).toHaveCount(0);
		const old = await scan(browser, app, letterOf('A 11'));
		await expect(old.getByText('Cette lettre n’ouvre plus rien')).toBeVisible();
	});

	await test.step('a stranger with the old letter of B 11 gets nowhere', async () => {
		const stranger = await scan(browser, app, letterOf('B 11'));
		await expect(stranger.getByText('Cette lettre n’ouvre plus rien')).toBeVisible();
		await expect(stranger.getByRole('main')).not.toContainText(/B 11|Œuvrard|Cèdres/);
		expect((await stranger.goto(root))?.status() ?? 0).toBeLessThan(400);
		await expect(stranger).toHaveURL(/\/sign-in\?next=/);
	});
});
