import { expect, test } from '../fixtures.ts';
import { forgetOdilesOrder } from '../steps/orders.ts';
import { awaitScript, comeAs } from '../steps/people.ts';
import { openNewRound } from '../steps/rounds.ts';

test('a tenant orders, changes and cancels without JavaScript', async ({ app, browser }) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const round = await openNewRound(nadia, 'Fournil de la Gare', 'Pain sans script');
	const karim = await comeAs(browser, app, 'karim', { javaScriptEnabled: false });
	const field = (article: string) => karim.getByRole('textbox', { name: article });
	const send = (name: string) => karim.getByRole('button', { name }).click();

	await test.step('an empty basket is not an order', async () => {
		await karim.goto(round);
		await send('Valider ma commande');
		await expect(karim.getByText(/panier est vide/i).first()).toBeVisible();
	});

	await test.step('what was typed and refused is still there, with a sentence', async () => {
		await field('Brioche').fill('2');
		await field('Pain complet').fill('beaucoup');
		await send('Valider ma commande');
		await expect(karim.getByText(/quantité en chiffres/).first()).toBeVisible();
		await expect(field('Brioche')).toHaveValue('2');
		await expect(field('Pain complet')).toHaveValue('beaucoup');
		await expect(field('Pain complet')).toHaveAttribute('aria-invalid', 'true');
	});

	await test.step('a good basket is an order', async () => {
		await field('Pain complet').fill('1');
		await send('Valider ma commande');
		await expect(karim.getByRole('heading', { level: 1 })).toHaveText('Votre commande est validée');
		await expect(karim.getByText('17,10 €').first()).toBeVisible();
	});

	await test.step('sending it again from the page before changes nothing', async () => {
		await karim.goto(round);
		await expect(karim.getByText('17,10 €').first()).toBeVisible();
	});

	await test.step('it can be changed', async () => {
		await karim.getByRole('link', { name: /^Modifier jusqu’à/ }).click();
		await expect(field('Brioche')).toHaveValue('2');
		await field('Brioche').fill('1');
		await send('Valider mes changements');
		await expect(karim.getByText('10,60 €').first()).toBeVisible();
	});

	await test.step('and cancelled, after a question', async () => {
		await karim.getByRole('link', { name: 'Annuler ma commande' }).click();
		await expect(karim.getByText('Annuler toute votre commande ?')).toBeVisible();
		await send('Oui, annuler ma commande');
		await expect(karim.getByText('Votre commande est annulée.')).toBeVisible();
		await expect(field('Brioche')).toHaveValue('0');
	});
});

test('the last order is repeated in one tap, without JavaScript too', async ({ app, browser }) => {
	await forgetOdilesOrder(app);
	const odile = await comeAs(browser, app, 'odile', { javaScriptEnabled: false });
	await odile.getByRole('link', { name: 'Commandes', exact: true }).click();
	await odile.getByRole('link', { name: 'Légumes de la ferme' }).first().click();
	await odile.getByRole('link', { name: 'Comme la dernière fois' }).click();
	await expect(odile.getByText('Voici votre dernière commande.')).toBeVisible();
	const quantities = await odile
		.locator('input.stepper-value')
		.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
	expect(quantities.some((quantity) => quantity !== '0')).toBe(true);
});

test('the producer answers without JavaScript', async ({ app, browser }) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const round = await openNewRound(nadia, 'Fournil de la Gare', 'Pain du producteur');
	const awa = await comeAs(browser, app, 'awa', { javaScriptEnabled: false });
	await awa.goto(round);
	await awa.getByRole('textbox', { name: 'Brioche' }).fill('3');
	await awa.getByRole('button', { name: 'Valider ma commande' }).click();
	await nadia.goto(`${round}/close`);
	await nadia.getByRole('button', { name: 'Fermer et envoyer' }).click();
	const link = await nadia.getByLabel('Adresse de la page').inputValue();

	const producer = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await producer.goto(link);
	await producer.getByRole('button', { name: 'J’ai bien lu' }).click();
	await producer.getByText('Il me manque quelque chose').click();
	await producer.getByRole('textbox', { name: /^Brioche/ }).fill('deux');
	await producer.getByRole('button', { name: 'Envoyer ma réponse' }).click();
	await expect(producer.getByRole('textbox', { name: /^Brioche/ })).toHaveValue('deux');
	await producer.getByRole('textbox', { name: /^Brioche/ }).fill('2');
	await producer.getByRole('button', { name: 'Envoyer ma réponse' }).click();
	await expect(producer.getByText('2 au lieu de 3 pièces')).toBeVisible();

	await nadia.goto(`${round}/sheet`);
	await awaitScript(nadia);
	await nadia.getByText('Changer ou fermer le lien').click();
	await nadia.getByRole('button', { name: 'Fermer ce lien' }).click();
	await expect(nadia.getByText('Le lien ne marche plus.')).toBeVisible();
	expect((await producer.goto(link))?.status()).toBe(410);
	await expect(producer.getByText('Brioche')).toHaveCount(0);
});
