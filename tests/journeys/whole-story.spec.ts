import type { Browser } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { orderAtDesk, orderOnPhone } from '../steps/orders.ts';
import { awaitScript, comeAs } from '../steps/people.ts';
import { closeAndSend, countDelivery, openNewRound, readSheetLink } from '../steps/rounds.ts';

const wide = { viewport: { width: 1280, height: 800 } };

/** The producer has nobody's account: a browser that knows the link alone. */
async function comeByLink(browser: Browser, link: string) {
	const page = await (await browser.newContext()).newPage();
	const response = await page.goto(link);
	return { page, headers: response?.headers() ?? {} };
}

test('a grouped order, from its preparation to the last basket', async ({ app, browser }) => {
	test.setTimeout(120_000);
	const nadia = await comeAs(browser, app, 'nadia', wide);
	const odile = await comeAs(browser, app, 'odile');
	let round = '';

	await test.step('the caretaker prepares and opens it', async () => {
		round = await openNewRound(nadia, 'Fournil de la Gare', 'Pain et brioches');
		await expect(nadia.getByText('Les voisins commandent jusqu’à')).toBeVisible();
	});

	await test.step('a tenant orders on her phone', async () => {
		await odile.getByRole('link', { name: 'Commandes', exact: true }).click();
		await odile.getByRole('link', { name: 'Pain et brioches' }).click();
		await expect(odile.getByText('14,70 €')).toHaveCount(0);
		await orderOnPhone(odile, round, { 'Pain complet': 2, Brioche: 1 });
		await expect(odile.getByRole('list', { name: 'Ma commande' })).toContainText('2 pièces');
		await expect(odile.getByText('14,70 €').first()).toBeVisible();
		await expect(odile.getByRole('link', { name: /^Modifier jusqu’à/ })).toBeVisible();
	});

	await test.step('the caretaker enters the order of a neighbour without an account', async () => {
		await orderAtDesk(nadia, round, 'morel', { 'Pain complet': '18' });
		await expect(nadia.getByText('C’est noté pour B 33 · Jean Morel')).toBeVisible();
		await expect(nadia.getByText('73,80 €').first()).toBeVisible();
		await nadia.getByRole('link', { name: 'Revoir cette commande' }).click();
		await nadia.getByText('Ce qui s’est passé').click();
		await expect(nadia.getByText('à la demande de Jean Morel').first()).toBeVisible();
	});

	await test.step('she reads the dry run, closes and sends', async () => {
		await nadia.goto(`${round}/close`);
		await expect(nadia.getByText('fournil@exemple.invalid')).toBeVisible();
		await expect(nadia.getByText('20 pièces')).toBeVisible();
		await closeAndSend(nadia, round);
		await odile.goto(round);
		await expect(odile.getByRole('button', { name: /Valider/ })).toHaveCount(0);
	});

	await test.step('the producer gets a mail with the sheet and its link', async () => {
		const { pathname } = new URL(await readSheetLink(nadia, round));
		// Another story of this app may have sent the bakery a sheet of its own.
		const mails = async () =>
			(await app.mails('fournil@exemple.invalid')).filter(({ text }) => text.includes(pathname));
		await expect.poll(async () => (await mails()).length, { timeout: 30_000 }).toBe(1);
	});

	await test.step('he reads it on the link and answers 12 instead of 20', async () => {
		const { page, headers } = await comeByLink(browser, await readSheetLink(nadia, round));
		expect(headers['x-robots-tag']).toContain('noindex');
		expect(headers['cache-control']).toContain('no-store');
		expect(headers['referrer-policy']).toBe('same-origin');
		await expect(page.locator('body')).not.toContainText(/Odile|Morel|B 12/);
		await page.getByRole('button', { name: 'J’ai bien lu' }).click();
		await expect(page.getByText('Vous avez lu ce bon')).toBeVisible();
		await awaitScript(page);
		await page.getByText('Il me manque quelque chose').click();
		await page.getByRole('textbox', { name: /^Pain complet/ }).fill('12');
		await page.getByLabel('Un mot pour la loge').fill('Le four est en panne.');
		await page.getByRole('button', { name: 'Envoyer ma réponse' }).click();
		await expect(page.getByText('12 au lieu de 20 pièces')).toBeVisible();
		await page.context().close();
	});

	await test.step('the caretaker sees it, counts the delivery and shares the shortage', async () => {
		await nadia.goto(`${round}/sheet`);
		await expect(nadia.getByText('Le four est en panne.')).toBeVisible();
		await countDelivery(nadia, round);
		await expect(nadia.getByText('12 pièces au lieu de 20 pièces')).toBeVisible();
		await expect(nadia.getByText('11 pièces')).toBeVisible();
		await nadia.getByRole('button', { name: 'Confirmer la livraison' }).click();
		await expect(nadia.getByRole('heading', { level: 1, name: 'Distribution' })).toBeVisible();
	});

	await test.step('the tenant reads what she gets and owes', async () => {
		await odile.goto(round);
		await expect(odile.getByText('reçu : 1 pièce')).toBeVisible();
		await expect(odile.getByText('à payer : 10,60 €')).toBeVisible();
	});

	await test.step('she comes for her basket and pays with a note of 20', async () => {
		await nadia.goto(`${round}/pickup`);
		await nadia.getByRole('link', { name: 'Odile Renard' }).click();
		await nadia.getByRole('textbox', { name: 'Somme donnée' }).fill('20');
		await expect(nadia.getByText('9,40 €').first()).toBeVisible();
		await nadia.getByRole('button', { name: /^Encaisser/ }).click();
		await expect(nadia.getByText('1 remis sur 2')).toBeVisible();
	});

	await test.step('the neighbour sends a cheque', async () => {
		await nadia.goto(`${round}/pickup`);
		await nadia.getByRole('link', { name: 'Jean Morel' }).click();
		await nadia.getByRole('button', { name: 'Chèque de 45,10 €' }).click();
		await expect(nadia.getByText('2 remis sur 2')).toBeVisible();
	});

	await test.step('the caretaker settles the round', async () => {
		await nadia.goto(`${round}/money`);
		await expect(nadia.getByText('55,70 € reçus sur 55,70 €').first()).toBeVisible();
		await nadia.getByRole('button', { name: 'Clore les comptes' }).click();
		await expect(nadia.getByRole('button', { name: 'Clore les comptes' })).toHaveCount(0);
		await odile.goto(round);
		await expect(odile.getByText(/à payer/)).toHaveCount(0);
	});
});
