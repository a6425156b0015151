import type { Browser, Page } from '@playwright/test';
import type { RunningApp } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { printLetters } from '../steps/joining.ts';
import { findDemoRounds } from '../steps/pages.ts';
import { addToBasket, forgetOdilesOrder } from '../steps/orders.ts';
import { awaitScript, comeAs, residenceOf } from '../steps/people.ts';
import { addPerson, switchPerson, whoIsHere } from '../steps/shared-phone.ts';

/* One phone, two people: Odile who orders and Samia who helps at the desk. */

async function sharedPhone(browser: Browser, app: RunningApp, javaScriptEnabled = true) {
	const phone = await comeAs(browser, app, 'odile', { javaScriptEnabled });
	await addPerson(phone, 'samia');
	return phone;
}

const openRound = async (browser: Browser, app: RunningApp) =>
	(await findDemoRounds(await comeAs(browser, app, 'nadia'))).open;

/** How many devices of theirs the person who uses the phone sees. */
async function countDevices(phone: Page): Promise<number> {
	await phone.goto(`${residenceOf(phone)}/me/devices`);
	return phone.getByRole('main').getByRole('listitem').count();
}

test('without JavaScript, two taps change the person, and each has a device of their own', async ({
	app,
	browser
}) => {
	const phone = await comeAs(browser, app, 'odile', { javaScriptEnabled: false });
	const before = await countDevices(phone);
	await addPerson(phone, 'samia');
	await expect(whoIsHere(phone)).toContainText('Samia');
	await switchPerson(phone, /Odile/);
	await expect(whoIsHere(phone)).toContainText('Odile');
	await expect(phone.getByRole('main')).not.toContainText('Samia');
	expect(await countDevices(phone)).toBe(before);
	await switchPerson(phone, /Samia/);
	await expect(whoIsHere(phone)).toContainText('Samia');
	// Nobody who was here before is on the device twice.
	await addPerson(phone, 'odile');
	expect(await countDevices(phone)).toBe(before);
});

test('the session cookie is another with every person, and scripts read none of them', async ({
	app,
	browser
}) => {
	const phone = await sharedPhone(browser, app);
	const session = async () => {
		const cookies = await phone.context().cookies();
		for (const { name, httpOnly } of cookies.filter(({ name }) => /session|people/.test(name))) {
			expect(httpOnly, name).toBe(true);
		}
		return cookies.find(({ name }) => name.startsWith('palier_session'))?.value;
	};
	const samia = await session();
	await switchPerson(phone, /Odile/);
	const odile = await session();
	await switchPerson(phone, /Samia/);
	const again = await session();
	expect(new Set([samia, odile, again]).size).toBe(3);
	expect(await phone.evaluate(() => document.cookie)).not.toContain('palier_');
});

test('back does not show the pages of the person before', async ({ app, browser }) => {
	const phone = await comeAs(browser, app, 'odile');
	const root = residenceOf(phone);
	await phone.goto(`${root}/orders/mine`);
	await expect(whoIsHere(phone)).toContainText('Odile');
	await addPerson(phone, 'samia');
	await phone.goto(`${root}/orders`);
	for (let step = 0; step < 6; step++) {
		await phone.goBack();
		if (!phone.url().includes('/r/')) continue;
		await expect(whoIsHere(phone)).not.toContainText('Odile');
	}
	const response = await phone.goto(root);
	expect(response?.headers()['cache-control']).toBe('private, no-store');
});

test.describe('a form that was opened by the person before', () => {
	test('is not sent for the one who uses the phone now', async ({ app, browser }) => {
		await forgetOdilesOrder(app);
		const round = await openRound(browser, app);
		const phone = await sharedPhone(browser, app);
		await switchPerson(phone, /Odile/);
		await phone.goto(round);
		await awaitScript(phone);
		await addToBasket(phone, 'Carottes', 2);
		const tab = await phone.context().newPage();
		await tab.goto(residenceOf(phone));
		await switchPerson(tab, /Samia/);
		const ordersOfSamia = async () => {
			await tab.goto(`${residenceOf(tab)}/orders/mine`);
			return tab.getByRole('main').innerText();
		};
		const before = await ordersOfSamia();

		await phone.getByRole('button', { name: /^Valider|Enregistrer/ }).click();
		await expect(phone.getByText('Ce téléphone est maintenant à quelqu’un d’autre.')).toBeVisible();
		expect(await ordersOfSamia()).toBe(before);
		// Odile again, and it leaves as it was.
		await switchPerson(tab, /Odile/);
		await phone.getByRole('button', { name: /^Valider|Enregistrer/ }).click();
		await expect(phone.getByRole('heading', { level: 1 })).toHaveText(
			/^Votre commande est (validée|modifiée)/
		);
	});

	test('without JavaScript neither, and goes along when one changes back', async ({
		app,
		browser
	}) => {
		await forgetOdilesOrder(app);
		const round = await openRound(browser, app);
		const phone = await comeAs(browser, app, 'awa', { javaScriptEnabled: false });
		await phone.goto(round);
		await phone.getByRole('textbox', { name: 'Carottes' }).fill('1');
		const tab = await phone.context().newPage();
		await tab.goto(residenceOf(phone));
		await addPerson(tab, 'karim');

		await phone.getByRole('button', { name: /^Valider|Enregistrer/ }).click();
		await expect(phone.getByRole('heading', { level: 1 })).toHaveText(
			'Ce n’est plus la même personne'
		);
		await phone.getByRole('button', { name: /^Redevenir Awa/ }).click();
		await expect(phone.getByText('n’est pas encore envoyé')).toBeVisible();
		await phone.getByRole('button', { name: 'Continuer et envoyer' }).click();
		await expect(phone.getByRole('heading', { level: 1 })).toHaveText(/^Votre commande est/);
		await expect(whoIsHere(phone)).toContainText('Awa');
	});

	test('signs nobody else out', async ({ app, browser }) => {
		const phone = await comeAs(browser, app, 'odile', { javaScriptEnabled: false });
		await phone.goto(`${residenceOf(phone)}/me`);
		const tab = await phone.context().newPage();
		await tab.goto(residenceOf(phone));
		await addPerson(tab, 'samia');
		await phone.getByRole('button', { name: 'Me déconnecter' }).click();
		await expect(phone.getByText('Rien n’a été fait')).toBeVisible();
		await tab.goto(residenceOf(tab));
		await expect(whoIsHere(tab)).toContainText('Samia');
	});
});

test('signing out one leaves the other; signing out everybody leaves nobody', async ({
	app,
	browser
}) => {
	const phone = await sharedPhone(browser, app, false);
	const root = residenceOf(phone);
	await phone.goto(`${root}/me`);
	await phone.getByRole('button', { name: 'Me déconnecter' }).click();
	await expect(phone.getByRole('heading', { name: 'C’est vous ?' })).toBeVisible();
	await phone
		.getByRole('button', { name: /^O[A-Z]? ?Odile|Odile/ })
		.first()
		.click();
	await phone.waitForURL(/\/r\/[0-9a-f-]{36}$/);
	await expect(whoIsHere(phone)).toContainText('Odile');

	await addPerson(phone, 'samia');
	await phone.goto(`${root}/me`);
	await phone.getByText('Déconnecter quelqu’un').click();
	await phone.getByRole('button', { name: 'Déconnecter tout le monde' }).click();
	await expect(phone.getByText('Plus personne n’est connecté')).toBeVisible();
	const names = (await phone.context().cookies()).map(({ name }) => name);
	expect(names.filter((name) => /session|people/.test(name))).toEqual([]);
	await phone.goto(root);
	await expect(phone).toHaveURL(/\/sign-in/);
});

test('somebody who was signed out elsewhere has to sign in again, and is told', async ({
	app,
	browser
}) => {
	const phone = await sharedPhone(browser, app);
	await switchPerson(phone, /Odile/);
	const samia = await comeAs(browser, app, 'samia');
	await samia.goto(`${residenceOf(samia)}/me/devices`);
	const others = samia.getByRole('button', { name: 'Déconnecter tous les autres' });
	if (await others.isVisible()) await others.click();
	else await samia.getByRole('button', { name: 'Déconnecter' }).first().click();
	await expect(samia.getByText(/déconnecté/).first()).toBeVisible();

	await phone.goto(`${residenceOf(phone)}/me`);
	await expect(phone.getByText('À reconnecter')).toBeVisible();
	await phone.getByRole('button', { name: /Samia/ }).first().click();
	await expect(phone.getByText('Cette personne n’est plus connectée')).toBeVisible();
	// Odile is who she was, and Samia no longer on the list.
	await phone.goto('/');
	await expect(whoIsHere(phone)).toContainText('Odile');
	await phone.goto(`${residenceOf(phone)}/me`);
	await expect(phone.getByRole('main')).not.toContainText('Samia');
});

test('what somebody writes into the cookies opens nothing', async ({ app, browser }) => {
	const phone = await sharedPhone(browser, app);
	const karim = await comeAs(browser, app, 'karim');
	const kept = (await phone.context().cookies()).find(({ name }) => name === 'palier_people');
	const [waiting] = JSON.parse(decodeURIComponent(kept?.value ?? '[]'));
	expect(waiting.refreshToken).toBeTruthy();
	for (const value of [
		'nonsense',
		'[1, null, {}]',
		JSON.stringify([{ ...waiting, refreshToken: 'made-up' }]),
		// Her session under another name is not his.
		JSON.stringify([{ ...waiting, user: '00000000-0000-4000-8000-000000000000' }])
	]) {
		await karim
			.context()
			.addCookies([{ name: 'palier_people', value: encodeURIComponent(value), url: app.url }]);
		const response = await karim.request.post('/switch?/to', {
			form: { session: waiting.session },
			headers: { origin: app.url, accept: 'text/html' },
			maxRedirects: 0
		});
		expect(response.headers().location, value).toBe('/sign-in?add');
	}
	await karim.goto('/');
	await expect(whoIsHere(karim)).toContainText('Karim');
});

test('by the poster, somebody else of the phone asks to come in; both stay', async ({
	app,
	browser
}) => {
	const phone = await comeAs(browser, app, 'odile');
	const home = residenceOf(phone);
	const nadia = await comeAs(browser, app, 'nadia');
	await nadia.goto(`${home}/members/joining`);
	await nadia.getByRole('button', { name: 'Créer l’affiche' }).click();
	const link = await nadia.getByRole('link', { name: 'Affiche A4' }).getAttribute('href');
	expect(link).toBeTruthy();
	const code =
		(await nadia
			.getByText(/^[A-Z0-9]{3} [A-Z0-9]{3}$/)
			.first()
			.textContent()) ?? '';
	await phone.goto('/join');
	await phone.getByLabel('Votre code').fill(code);
	await phone.getByRole('button', { name: 'Continuer' }).click();
	await phone.getByLabel('Votre nom').fill('Mina Roche');
	await phone.getByLabel('Votre logement').fill('a13');
	await phone.getByLabel('C’est pour une autre personne').check();
	await phone.getByRole('button', { name: 'Demander à entrer' }).click();
	await expect(phone.getByText('La loge a reçu votre demande')).toBeVisible();
	await phone.goto('/switch');
	await phone.getByRole('button', { name: /Odile/ }).first().click();
	await phone.waitForURL(/\/r\/[0-9a-f-]{36}$/);
	await phone.goto(`${home}/me`);
	await expect(phone.getByRole('button', { name: /Mina Roche/ }).first()).toBeVisible();
});

test('a letter on a phone that somebody uses already: both people stay', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const [code = ''] = await printLetters(nadia);
	const phone = await comeAs(browser, app, 'odile', { javaScriptEnabled: false });
	await phone.goto('/join');
	await phone.getByLabel('Votre code').fill(code);
	await phone.getByRole('button', { name: 'Continuer' }).click();
	await expect(phone.getByText('utilise déjà Palier sur cet appareil et y reste')).toBeVisible();
	const heading = await phone.getByRole('heading', { level: 1 }).textContent();
	const door = (heading ?? '').replace('Bienvenue au ', '');
	await phone.getByRole('radio').last().check();
	await phone.getByLabel(/^Votre nom/).fill('Rose Petit');
	await phone.getByRole('button', { name: 'Entrer' }).click();
	await expect(whoIsHere(phone)).toContainText('Rose Petit');
	// The welcome is shown once.
	await phone.reload();
	await switchPerson(phone, /Odile/);
	await expect(whoIsHere(phone)).toContainText('Odile');
	await switchPerson(phone, /Rose Petit/);
	await expect(whoIsHere(phone)).toContainText('Rose Petit');

	// The phone is lost: the household's devices end, and Odile, who lives elsewhere, stays.
	await nadia.goto(`${residenceOf(nadia)}/members/joining`);
	const given = nadia.getByRole('listitem').filter({ hasText: 'Rose Petit' });
	await given.getByText('Lettre ou téléphone perdu').click();
	await given.getByRole('button', { name: 'Déconnecter ce logement' }).click();
	await expect(nadia.getByText('déconnecté').first()).toBeVisible();
	await phone.goto(residenceOf(nadia));
	await expect(phone.getByText('Cet appareil a été déconnecté')).toBeVisible();
	await expect(phone.getByRole('heading', { name: 'C’est vous ?' })).toBeVisible();
	await phone.getByRole('button', { name: /Odile/ }).first().click();
	await expect(whoIsHere(phone)).toContainText('Odile');

	// A new letter lets Rose back in as herself, on a new phone.
	const again = (await printLetters(nadia, door.replaceAll('\u00a0', ' ')))[0] ?? '';
	const next = await (
		await browser.newContext({ baseURL: app.url, javaScriptEnabled: false })
	).newPage();
	await next.goto('/join');
	await next.getByLabel('Votre code').fill(again);
	await next.getByRole('button', { name: 'Continuer' }).click();
	await next.getByLabel('Rose Petit').check();
	await next.getByRole('button', { name: 'Entrer' }).click();
	await expect(whoIsHere(next)).toContainText('Rose Petit');
});
