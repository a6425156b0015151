import { expect, test } from '../fixtures.ts';
import { addToBasket, orderOnPhone } from '../steps/orders.ts';
import { awaitScript, comeAs, residenceOf } from '../steps/people.ts';
import { openNewRound } from '../steps/rounds.ts';

const TRICK = '<img src=x onerror="window.tricked=1"><b>gras</b>';

test('a deadline that passes while one types: the basket stays, with a sentence', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const round = await openNewRound(nadia, 'Fournil de la Gare', 'Pain trop tard');
	const karim = await comeAs(browser, app, 'karim');
	await karim.goto(round);
	await awaitScript(karim);
	await addToBasket(karim, 'Brioche', 2);
	await expect(karim.getByText('pas encore validé')).toBeVisible();

	// Somebody was in time: a round that nobody ordered in has nothing to send.
	const odile = await comeAs(browser, app, 'odile');
	await orderOnPhone(odile, round, { Brioche: 1 });
	await nadia.goto(`${round}/close`);
	await nadia.getByRole('button', { name: 'Fermer sans envoyer' }).click();
	await expect(nadia).not.toHaveURL(/\/close$/);

	await karim.getByRole('button', { name: 'Valider ma commande' }).click();
	await expect(karim.getByText('Ceci n’est pas commandé')).toBeVisible();
	await expect(karim.getByText('Brioche : 2 pièces')).toBeVisible();
	await karim.reload();
	await expect(karim.getByText('Brioche : 2 pièces')).toBeVisible();
});

test('what somebody else took meanwhile is told beside its article', async ({ app, browser }) => {
	const nadia = await comeAs(browser, app, 'nadia');
	await nadia.goto(`${residenceOf(nadia)}/orders/new`);
	await nadia.getByRole('link', { name: 'Fournil de la Gare' }).click();
	await nadia.getByLabel('Titre').fill('Pain rare');
	const brioche = nadia.getByRole('listitem').filter({ hasText: 'Brioche' });
	await brioche.getByLabel('Limite').fill('3');
	await brioche.getByLabel(/^Prix/).fill('6,55');
	await nadia.getByRole('button', { name: 'Enregistrer et relire' }).click();
	await expect(nadia.getByText('6,55 € la pièce')).toBeVisible();
	await nadia.getByRole('button', { name: 'Ouvrir la commande' }).click();
	await expect(nadia).toHaveURL(/\/manage$/);
	const round = new URL(nadia.url()).pathname.replace('/manage', '');

	const [karim, awa] = await Promise.all([
		comeAs(browser, app, 'karim'),
		comeAs(browser, app, 'awa')
	]);
	for (const person of [karim, awa]) {
		await person.goto(round);
		await awaitScript(person);
		await addToBasket(person, 'Brioche', 2);
	}
	await karim.getByRole('button', { name: 'Valider ma commande' }).click();
	await expect(karim.getByRole('heading', { level: 1 })).toHaveText('Votre commande est validée');
	await expect(karim.getByText('13,10 €').first()).toBeVisible();
	await awa.getByRole('button', { name: 'Valider ma commande' }).click();
	await expect(awa.getByText(/^Il n’en reste que 1/).first()).toBeVisible();
	await expect(awa.getByRole('textbox', { name: 'Brioche' })).toHaveValue('2');
});

test('a round whose dates make no sense is not saved, and says where', async ({ app, browser }) => {
	const nadia = await comeAs(browser, app, 'nadia');
	await nadia.goto(`${residenceOf(nadia)}/orders/new`);
	await nadia.getByRole('link', { name: 'Fournil de la Gare' }).click();
	const save = () => nadia.getByRole('button', { name: 'Enregistrer et relire' }).click();
	const closes = nadia.getByLabel('Jusqu’au');
	await nadia.getByLabel('Titre').fill('Pain impossible');

	await nadia.getByLabel('On commande à partir du').fill('2030-05-01T08:00');
	await closes.fill('2030-04-30T08:00');
	await nadia.getByLabel('Jour de livraison').fill('2030-05-11');
	await save();
	await expect(
		nadia.getByText('L’heure limite doit venir après l’ouverture').first()
	).toBeVisible();
	await expect(closes).toHaveValue('2030-04-30T08:00');

	// 02:30 exists twice in that night.
	await closes.fill('2030-10-27T02:30');
	await nadia.getByLabel('Jour de livraison').fill('2030-10-30');
	await save();
	// Said beside the field; the same words on top stay hidden.
	const twice = nadia.getByText('Cette heure existe deux fois').filter({ visible: true });
	await expect(twice.first()).toBeVisible();
	await expect(closes).toHaveAttribute('aria-invalid', 'true');
	await expect(nadia).toHaveURL(/\/orders\/new/);

	await closes.fill('2030-05-08T18:00');
	await nadia.getByLabel('Minimum en euros').fill('beaucoup');
	await save();
	await expect(nadia.getByLabel('Minimum en euros')).toHaveAttribute('aria-invalid', 'true');
	await expect(nadia.getByLabel('Minimum en euros')).toHaveValue('beaucoup');
	await nadia.getByLabel('Minimum en euros').fill('300,50');
	await save();
	await expect(nadia.getByText('300,50 €')).toBeVisible();
});

test('HTML is text, wherever somebody types it and whoever reads it', async ({ app, browser }) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const root = residenceOf(nadia);
	await nadia.goto(`${root}/catalogue/producers/new`);
	await nadia.locator('input[name="name"]').fill(TRICK);
	await nadia.locator('input[name="place"]').fill(TRICK);
	await nadia.getByRole('button', { name: /Enregistrer/ }).click();
	await expect(nadia).toHaveURL(/\/catalogue\/products\/new/);
	await nadia.locator('input[name="name"]').fill(TRICK);
	await nadia.locator('input[name="price"]').fill('2,35');
	for (const field of ['description', 'origin', 'allergens']) {
		await nadia.locator(`[name="${field}"]`).fill(TRICK);
	}
	await nadia.getByRole('button', { name: /Enregistrer/ }).click();
	await expect(nadia).toHaveURL(/\/catalogue$/);
	await expect(nadia.getByText('2,35 €').filter({ visible: true }).first()).toBeVisible();

	await nadia.goto(`${root}/orders/new`);
	const row = nadia.getByRole('listitem').filter({ hasText: '1 produit' }).first();
	await row.getByRole('link').click();
	await nadia.getByLabel('Titre').fill(TRICK);
	await nadia.getByLabel('Un mot aux voisins').fill(TRICK);
	await nadia.getByLabel('Lieu du retrait').fill(TRICK);
	await nadia.getByRole('button', { name: 'Enregistrer et relire' }).click();
	await nadia.getByRole('button', { name: 'Ouvrir la commande' }).click();
	await expect(nadia).toHaveURL(/\/manage$/);
	const round = new URL(nadia.url()).pathname.replace('/manage', '');

	const karim = await comeAs(browser, app, 'karim');
	for (const [person, paths] of [
		[karim, [root, `${root}/orders`, round]],
		[
			nadia,
			[
				root,
				`${round}/manage`,
				`${round}/desk`,
				`${round}/slips`,
				`${round}/edit`,
				`${root}/catalogue`
			]
		]
	] as const) {
		for (const path of paths) {
			await person.goto(path);
			await awaitScript(person);
			expect(await person.locator('img[src="x"]').count(), path).toBe(0);
			expect(await person.evaluate(() => 'tricked' in window), path).toBe(false);
			// A word longer than the screen breaks; it does not push the page aside.
			const tooWide = await person.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth
			);
			expect.soft(tooWide, path).toBeLessThanOrEqual(1);
		}
	}
	await karim.goto(round);
	await expect(karim.getByText(TRICK).first()).toBeVisible();
});

test('everything that is wrong in an order is told at once, each beside its article', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const round = await openNewRound(nadia, 'Ferme', 'Légumes de travers');
	const awa = await comeAs(browser, app, 'awa', { javaScriptEnabled: false });
	await awa.goto(round);
	const [first, second] = [
		awa.locator('input[name^="quantity-"]').nth(0),
		awa.locator('input[name^="quantity-"]').nth(1)
	];
	await first.fill('0,123');
	await second.fill('0,321');
	await awa.getByRole('button', { name: 'Valider ma commande' }).click();
	await expect(awa.getByText('2 lignes sont à corriger')).toBeVisible();
	await expect(awa.locator('input[name^="quantity-"][aria-invalid="true"]')).toHaveCount(2);
	await expect(first).toHaveValue('0,123');
	await expect(second).toHaveValue('0,321');
});
