import { expect, test } from '../fixtures.ts';
import { awaitScript, comeAs, residenceOf } from '../steps/people.ts';
import { openNewRound } from '../steps/rounds.ts';
import { pressEnterOn, tabTo } from '../steps/keyboard.ts';

/*
 * Somebody who cannot use a pointer: Tab, Enter, Space and the arrows alone, from signing in to the
 * cancelled order, and from the list of rounds to the order that is sent. At every stop the focus is
 * to be seen (tests/steps/keyboard.ts).
 */
test.describe.configure({ mode: 'serial' });
test.setTimeout(120_000);

let round = '';

test('a neighbour signs in, orders, changes and cancels', async ({ app, browser }) => {
	const nadia = await comeAs(browser, app, 'nadia');
	round = await openNewRound(nadia, 'Fournil de la Gare', 'Pain du clavier');

	const karim = await (await browser.newContext({ baseURL: app.url })).newPage();
	await karim.goto('/sign-in');
	await awaitScript(karim);
	await pressEnterOn(karim, karim.getByRole('button', { name: /Karim/ }));
	await karim.waitForURL(/\/r\/[0-9a-f-]{36}$/);
	// The first stop of every page leads past its frame.
	await karim.keyboard.press('Tab');
	await expect(karim.getByRole('link', { name: 'Aller au contenu' })).toBeFocused();
	await karim.keyboard.press('Enter');
	await expect(karim.locator('#content')).toBeFocused();
	const card = karim.locator('section').filter({ hasText: 'Pain du clavier' });
	await pressEnterOn(karim, card.getByRole('link', { name: 'Je commande' }));
	await karim.waitForURL(`**${round}`);
	await awaitScript(karim);

	// By the button, and by typing.
	await tabTo(karim, karim.getByRole('button', { name: 'Un de plus : Pain de campagne' }));
	await karim.keyboard.press('Space');
	await karim.keyboard.press('Space');
	await tabTo(karim, karim.getByRole('textbox', { name: 'Brioche' }));
	await karim.keyboard.type('1');
	await pressEnterOn(karim, karim.getByRole('button', { name: 'Valider ma commande' }));
	const heading = karim.getByRole('heading', { level: 1 });
	await expect(heading).toHaveText('Votre commande est validée');
	await expect(karim.getByText('14,10 €').first()).toBeVisible();

	await pressEnterOn(karim, karim.getByRole('link', { name: /^Modifier jusqu’à/ }));
	await awaitScript(karim);
	await tabTo(karim, karim.getByRole('button', { name: 'Un de moins : Pain de campagne' }));
	await karim.keyboard.press('Space');
	await pressEnterOn(karim, karim.getByRole('button', { name: 'Valider mes changements' }));
	await expect(heading).toHaveText('Votre commande est validée');
	await expect(karim.getByText('10,30 €').first()).toBeVisible();

	const history = karim.getByText('Ce qui s’est passé').locator('xpath=ancestor-or-self::summary');
	await pressEnterOn(karim, history);
	await expect(karim.getByText(/^Commande changée par/).first()).toBeVisible();
	await karim.keyboard.press('Enter');

	await karim.reload();
	await pressEnterOn(karim, karim.getByRole('link', { name: 'Annuler ma commande' }));
	await pressEnterOn(karim, karim.getByRole('button', { name: 'Oui, annuler ma commande' }));
	await expect(karim.getByText('Votre commande est annulée', { exact: false })).toBeVisible();
});

test('the caretaker orders for a neighbour, then closes the round', async ({ app, browser }) => {
	const nadia = await comeAs(browser, app, 'nadia');
	await nadia.goto(`${residenceOf(nadia)}/orders`);
	await awaitScript(nadia);
	await pressEnterOn(nadia, nadia.getByRole('link', { name: 'Pain du clavier', exact: true }));
	await nadia.waitForURL(`**${round}/manage`);
	await awaitScript(nadia);
	await pressEnterOn(nadia, nadia.getByRole('link', { name: 'Commander pour un voisin' }));
	await nadia.waitForURL(`**${round}/desk`);
	// The search has the focus; Enter opens what it found.
	await expect(nadia.getByRole('searchbox')).toBeFocused();
	await nadia.keyboard.type('c 12');
	await nadia.keyboard.press('Enter');
	await nadia.waitForURL(/\/desk\/[0-9a-f-]{36}/);
	await awaitScript(nadia);
	await tabTo(nadia, nadia.getByRole('textbox', { name: 'Pain complet' }));
	await nadia.keyboard.type('2');
	await pressEnterOn(nadia, nadia.getByRole('button', { name: 'Enregistrer la commande' }));
	await expect(nadia.getByText(/^C’est noté pour C\s12/)).toBeVisible();

	await nadia.goto(`${round}/manage`);
	await awaitScript(nadia);
	await pressEnterOn(nadia, nadia.getByRole('link', { name: 'Fermer maintenant' }));
	await nadia.waitForURL(`**${round}/close`);
	await awaitScript(nadia);
	await pressEnterOn(nadia, nadia.getByRole('button', { name: /^Fermer et envoyer/ }));
	await expect(nadia.getByRole('heading', { level: 1 })).toHaveText('Bon du producteur');
	// The worker sends it a moment later; the page shows it when it is opened again.
	await expect(async () => {
		await nadia.reload();
		await expect(nadia.getByText('Préparé', { exact: true })).toBeVisible({ timeout: 1_000 });
	}).toPass();
});

test('choices are made with the arrows, and a refusal leads to its line', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const root = residenceOf(nadia);
	await nadia.goto(`${root}/members`);
	const card = await nadia.getByRole('link', { name: 'Changer Odile Renard' }).getAttribute('href');
	await nadia.goto(`${card}/role`);
	await tabTo(nadia, nadia.getByRole('radio', { checked: true }));
	await nadia.keyboard.press('ArrowDown');
	await expect(nadia.getByRole('radio', { name: /^Locataire relais/ })).toBeChecked();
	await nadia.goto(`${root}/members/new`);
	await awaitScript(nadia);
	await pressEnterOn(nadia, nadia.getByRole('button', { name: 'Ajouter cette personne' }));
	// One line is wrong: the keyboard stands in it. Two are: on the sentence that counts them.
	await expect(nadia.getByLabel('Prénom et nom')).toBeFocused();
	await nadia.keyboard.type('Ada');
	await tabTo(nadia, nadia.getByLabel('E-mail'));
	await nadia.keyboard.type('ada@');
	await nadia.keyboard.press('Enter');
	await expect(nadia.getByLabel('E-mail')).toBeFocused();
	await expect(nadia.locator('.field-error')).toHaveCount(1);

	await nadia.goto(`${root}/catalogue/producers/new`);
	await awaitScript(nadia);
	await tabTo(nadia, nadia.getByLabel('Adresse e-mail'));
	await nadia.keyboard.type('ferme@');
	await nadia.keyboard.press('Enter');
	const summary = nadia.getByRole('alert').filter({ hasText: '2 lignes sont à corriger' });
	await expect(summary).toBeFocused();
	await tabTo(nadia, nadia.getByLabel('Nom', { exact: true }));
});
