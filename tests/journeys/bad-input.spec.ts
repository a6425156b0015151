import { expect, test } from '../fixtures.ts';
import { addToBasket, orderOnPhone } from '../steps/orders.ts';
import { awaitScript, comeAs, residenceOf } from '../steps/people.ts';
import { openNewRound } from '../steps/rounds.ts';
import { signInHere } from '../steps/sign-in.ts';

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

test('a session that ends while one types: one signs in and the basket is still there', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const round = await openNewRound(nadia, 'Fournil de la Gare', 'Pain oublié');
	const awa = await comeAs(browser, app, 'awa');
	await awa.goto(round);
	await awaitScript(awa);
	await addToBasket(awa, 'Pain de campagne', 3);
	await awa.context().clearCookies({ name: 'palier_session' });
	await awa.getByRole('button', { name: 'Valider ma commande' }).click();
	await expect(awa.getByText('Vous n’êtes plus connecté.')).toBeVisible();
	const opened = awa.context().waitForEvent('page');
	await awa.getByRole('link', { name: /^Me connecter/ }).click();
	const tab = await opened;
	await tab.waitForURL(/\/sign-in\?next=/);
	await signInHere(tab, 'awa');
	await tab.close();

	await expect(awa.getByRole('textbox', { name: 'Pain de campagne' })).toHaveValue('3');
	await awa.getByRole('button', { name: 'Valider ma commande' }).click();
	await expect(awa.getByRole('heading', { level: 1 })).toHaveText('Votre commande est validée');
	await expect(awa.getByText('11,40 €').first()).toBeVisible();
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

test.describe('without JavaScript, what was typed goes along through sign-in', () => {
	const kept = 'ce que vous avez écrit est gardé';

	test('and is sent when its person is back', async ({ app, browser }) => {
		const nadia = await comeAs(browser, app, 'nadia');
		const round = await openNewRound(nadia, 'Fournil de la Gare', 'Pain perdu');
		const awa = await comeAs(browser, app, 'awa', { javaScriptEnabled: false });
		await awa.goto(round);
		await awa.getByRole('textbox', { name: 'Brioche' }).fill('2');
		await awa.context().clearCookies({ name: 'palier_session' });
		await awa.getByRole('button', { name: 'Valider ma commande' }).click();
		await expect(awa.getByText(kept)).toBeVisible();
		// Neither the address nor a cookie says what was typed.
		expect(new URL(awa.url()).search).toBe('?/place');
		const cookies = await awa.context().cookies();
		expect(cookies.map(({ value }) => decodeURIComponent(value)).join()).not.toContain('quantity');

		await awa.locator('form:has(input[value="awa@demo.invalid"]) button').click();
		await expect(awa.getByRole('heading', { level: 1 })).toHaveText(
			'Vous êtes de nouveau connecté'
		);
		// Nothing has been sent in her name meanwhile.
		await nadia.goto(`${round}/manage`);
		await expect(nadia.getByText('13,10')).toHaveCount(0);
		await awa.getByRole('button', { name: 'Continuer et envoyer' }).click();
		await expect(awa.getByRole('heading', { level: 1 })).toHaveText('Votre commande est validée');
		await expect(awa.getByText('Brioche').first()).toBeVisible();
	});

	test('also by a code, after a wrong one, letter for letter', async ({ app, browser }) => {
		const nadia = await comeAs(browser, app, 'nadia', { javaScriptEnabled: false });
		await nadia.goto(`${residenceOf(nadia)}/catalogue/producers/new`);
		await nadia.locator('input[name="name"]').fill(TRICK);
		await nadia.locator('input[name="place"]').fill(`L’"île" & <là>`);
		await nadia.context().clearCookies({ name: 'palier_session' });
		await nadia.getByRole('button', { name: /Enregistrer/ }).click();
		await expect(nadia.getByText(kept)).toBeVisible();
		const before = (await app.mails('nadia@demo.invalid')).length;
		await nadia.locator('input[name="email"]:not([type="hidden"])').fill('nadia@demo.invalid');
		await nadia.getByRole('button', { name: 'Recevoir mon code' }).click();
		await expect.poll(async () => (await app.mails('nadia@demo.invalid')).length).toBe(before + 1);
		const mail = (await app.mails('nadia@demo.invalid')).at(-1);
		const code = /\b\d{6}\b/.exec(mail?.subject ?? '')?.[0] ?? '';
		for (const typed of [code === '000000' ? '000001' : '000000', code]) {
			await nadia.locator('input[name="code"]').fill(typed);
			await nadia.getByRole('button', { name: 'Entrer' }).click();
			if (typed !== code) {
				await expect(nadia.locator('.field-error')).toContainText('Ce code n’est pas le bon');
			}
		}
		await nadia.getByRole('button', { name: 'Continuer et envoyer' }).click();
		await expect(nadia).toHaveURL(/\/catalogue\/products\/new/);
		await nadia.goto(nadia.url().replace(/\/products\/new.*/, ''));
		await expect(nadia.getByText(`L’"île" & <là>`).first()).toBeVisible();
		expect(await nadia.locator('img[src="x"]').count()).toBe(0);
	});

	test('and what carries nothing of ours leads to sign-in', async ({ app }) => {
		for (const carried of ['', '{"action":"https://evil.example/","fields":[]}']) {
			const response = await fetch(`${app.url}/sign-in/resume?/keep`, {
				method: 'POST',
				headers: { origin: app.url, accept: 'text/html' },
				body: new URLSearchParams({ carried }),
				redirect: 'manual'
			});
			expect(response.status).toBe(303);
			expect(response.headers.get('location')).toBe('/sign-in');
		}
	});
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
