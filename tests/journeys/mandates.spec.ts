import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { addToBasket } from '../steps/orders.ts';
import { findDemoRounds } from '../steps/pages.ts';
import { awaitScript, comeAs, residenceOf } from '../steps/people.ts';
import { signInByCode } from '../steps/sign-in.ts';

/** The helper opens a round for somebody, fills the basket and sends it. */
async function orderFor(page: Page, round: string, name: string, article: string): Promise<void> {
	await page.goto(round);
	await page.getByRole('link', { name, exact: true }).click();
	await expect(page.getByText(`Pour ${name}`)).toBeVisible();
	await awaitScript(page);
	await addToBasket(page, article, 1);
	await page.getByRole('button', { name: /^Valider/ }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('La commande est validée');
}

test('Odile trusts Karim, who orders for her; she sees it, and stops it', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const { open } = await findDemoRounds(nadia);
	const odile = await comeAs(browser, app, 'odile', { javaScriptEnabled: false });
	const root = residenceOf(odile);
	await odile.goto(`${root}/me`);
	await odile.getByRole('link', { name: 'Quelqu’un commande pour moi' }).click();
	await odile.getByRole('link', { name: 'Choisir une personne' }).click();

	// Nothing said: told beside the lines, and what was typed stays.
	await odile.getByLabel(/Commander, changer/).uncheck();
	await odile.getByLabel(/Retirer le panier/).uncheck();
	await odile.getByRole('button', { name: 'Donner mon accord' }).click();
	await expect(odile.getByText('Remplissez cette ligne.')).toBeVisible();
	await expect(odile.getByText('Cochez au moins une case.')).toBeVisible();
	await expect(odile.getByLabel(/Commander, changer/)).not.toBeChecked();

	// A name that is not behind that door is not found, and nobody is told who is.
	await odile.getByLabel(/Nom de la personne/).fill('Samia Haddad');
	await odile.getByLabel(/Où habite/).selectOption({ label: 'B 14' });
	await odile.getByLabel(/Commander, changer/).check();
	await odile.getByLabel(/Retirer le panier/).check();
	await odile.getByRole('button', { name: 'Donner mon accord' }).click();
	await expect(odile.getByText(/Nous ne trouvons pas ce nom/).last()).toBeVisible();
	await expect(odile.getByRole('main')).not.toContainText('Benali');

	await odile.getByLabel(/Nom de la personne/).fill('karim');
	await odile.getByRole('button', { name: 'Donner mon accord' }).click();
	await expect(odile.getByRole('heading', { name: 'Karim Benali' })).toBeVisible();

	const karim = await comeAs(browser, app, 'karim');
	await expect(karim.getByRole('heading', { name: 'Odile Renard' })).toBeVisible();
	await orderFor(karim, open, 'Odile Renard', 'Carottes');
	await expect(
		karim.getByText('Commandé par Karim Benali pour Odile Renard').first()
	).toBeVisible();

	// She sees it on her order and beside his name.
	await odile.goto(`${open}/mine`);
	await expect(odile.getByText('Commandé par Karim B. pour Odile Renard').first()).toBeVisible();
	await odile.goto(`${root}/me/helpers`);
	await odile.getByText('Ses dernières actions').click();
	await expect(odile.getByText(/Commande passée/)).toBeVisible();

	// The lodge knows who may collect.
	await karim.goto(open);
	await karim.getByRole('link', { name: 'Odile Renard', exact: true }).click();
	await karim.getByRole('link', { name: /^Modifier/ }).click();
	await awaitScript(karim);
	await addToBasket(karim, 'Carottes', 1);

	// Stopped in one tap, while he is still choosing.
	await odile.getByRole('button', { name: 'Arrêter l’accord avec Karim Benali' }).click();
	await expect(odile.getByText('C’est arrêté, dès maintenant.')).toBeVisible();
	await odile.getByText('Accords terminés').click();
	await expect(odile.getByText(/arrêté par Odile Renard/)).toBeVisible();
	await karim.getByRole('button', { name: /^(Enregistrer|Valider)/ }).click();
	await expect(karim.getByRole('heading', { level: 1 })).toHaveText('Vous ne l’aidez plus');
	await expect(karim.getByText(/Son accord est terminé/)).toBeVisible();
	expect((await karim.request.get(karim.url())).status()).toBe(410);
	await karim.goto(root);
	await expect(karim.getByRole('heading', { name: 'Odile Renard' })).toHaveCount(0);
});

test('the lodge writes down what Colette said, and her daughter comes in by a code and orders', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const root = residenceOf(nadia);
	const { open } = await findDemoRounds(nadia);
	await nadia.goto(`${root}/members`);
	await nadia.getByRole('link', { name: /Colette/ }).click();
	await expect(nadia).toHaveURL(/\/members\/[0-9a-f-]{36}$/);
	const name = (await nadia.getByRole('heading', { level: 1 }).textContent())?.trim() ?? '';
	const email = 'claire.fille@exemple.invalid';
	await nadia.getByRole('link', { name: `Personnes de confiance de ${name}` }).click();
	await nadia.getByRole('link', { name: 'Noter un accord donné de vive voix' }).click();
	await nadia.getByLabel(/Nom de la personne/).fill('Anne Guérin');
	await nadia.getByLabel(/adresse e-mail/).fill(email);
	await nadia.getByRole('button', { name: 'Continuer' }).click();
	const sentence = nadia.locator('blockquote');
	await expect(sentence).toContainText(`Bonjour ${name}. Anne Guérin pourra commander pour vous`);
	const read = (await sentence.textContent()) ?? '';

	// She says no to one thing: back, with all that was typed.
	await nadia.getByRole('button', { name: 'Non, revenir en arrière' }).click();
	await expect(nadia.getByLabel(/adresse e-mail/)).toHaveValue(email);
	await nadia.getByRole('button', { name: 'Continuer' }).click();
	await nadia.getByRole('button', { name: `${name} a dit oui` }).click();
	await expect(nadia.getByText(`L’accord de ${name} est noté.`)).toBeVisible();
	await expect(nadia.getByText('pas encore entrée')).toBeVisible();
	await nadia.getByText(/Accord donné de vive voix, noté par Nadia/).click();
	await expect(nadia.locator('blockquote')).toHaveText(read);

	const context = await browser.newContext({ baseURL: app.url });
	const anne = await context.newPage();
	await signInByCode(anne, email);
	await expect(anne.getByRole('heading', { name })).toBeVisible();
	// What she has here is what Colette gave her.
	for (const path of ['members', 'catalogue', 'settings', 'members/joining']) {
		expect((await anne.request.get(`${root}/${path}`)).status(), path).toBe(403);
	}
	await anne.getByRole('link', { name: 'Commander pour Colette' }).first().click();
	await expect(anne.getByText(`Pour ${name}`)).toBeVisible();
	await awaitScript(anne);
	await addToBasket(anne, 'Pommes de terre', 1);
	await anne.getByRole('button', { name: 'Valider ma commande' }).click();
	await expect(anne.getByRole('heading', { level: 1 })).toHaveText('La commande est validée');
	await nadia.goto(`${open}/desk`);
	await expect(nadia.getByRole('main')).toContainText(name);
	await nadia.goto(`${root}/members`);
	await nadia.getByRole('link', { name: /Colette/ }).click();
	await nadia.getByRole('link', { name: `Personnes de confiance de ${name}` }).click();
	await expect(nadia.getByText('pas encore entrée')).toHaveCount(0);

	// Given back, she is nobody here any more.
	await anne.goto(`${root}/me/helpers`);
	await anne.getByRole('button', { name: `Ne plus aider ${name}` }).click();
	await expect(anne).toHaveURL(`${app.url}/`);
	expect((await anne.request.get(root)).status()).toBe(404);
	const isListed = async () => {
		await nadia.goto(`${root}/members`);
		return nadia.getByText('Anne Guérin').count();
	};
	// The clock comes by every 15 seconds.
	await expect.poll(isListed, { timeout: 30_000 }).toBe(0);
});

test('who helps two people switches between them in two taps, and hands over in whose name they come', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const { open, delivered } = await findDemoRounds(nadia);
	const awa = await comeAs(browser, app, 'awa');
	const root = residenceOf(awa);
	await awa.getByRole('link', { name: 'Toutes les commandes pour Lucie' }).click();
	await expect(awa.getByText('Pour Lucie Payet')).toBeVisible();
	await awa.getByRole('link', { name: 'Moi', exact: true }).click();
	await expect(awa.getByText('Pour Lucie Payet')).toHaveCount(0);
	// Somebody else's household in the address opens nothing.
	const stranger = '00000000-0000-4000-8000-000000000000';
	for (const path of [`${root}/orders`, open, `${open}/mine`, `${root}/orders/mine`]) {
		expect((await awa.request.get(`${path}?for=${stranger}`)).status(), path).toBe(404);
		expect((await awa.request.get(`${path}?for=x`)).status(), path).toBe(404);
	}

	// Jean's basket waits at the lodge; Léa comes for it.
	await nadia.goto(`${delivered}/pickup`);
	await nadia.getByRole('link', { name: 'Jean Morel' }).click();
	await nadia.getByRole('button', { name: 'Retiré par Léa Morel, pour Jean Morel' }).click();
	await expect(nadia.getByText('Panier remis.')).toBeVisible();

	// That was too early: back, and paid and taken in one act.
	await nadia.getByRole('link', { name: 'Jean Morel' }).click();
	await nadia.getByRole('button', { name: /^Annuler/ }).click();
	await expect(nadia.getByText(/le panier attend de nouveau/)).toBeVisible();
	await nadia.getByRole('link', { name: 'Jean Morel' }).click();
	await nadia.getByText('Léa Morel, pour Jean Morel', { exact: true }).click();
	await nadia.getByRole('button', { name: /^Encaisser/ }).click();
	await expect(nadia.getByText(/Panier remis\./)).toBeVisible();
	const lea = await comeAs(browser, app, 'lea');
	await lea.goto(`${delivered}/mine`);
	await expect(lea.getByText('Panier retiré par Léa Morel.')).toBeVisible();
	await expect(lea.getByText('payé', { exact: true })).toBeVisible();
});
