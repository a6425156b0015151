import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { comeAs, residenceOf } from '../steps/people.ts';
import { signInAs, signOut } from '../steps/sign-in.ts';

const PHONE = '03 44 00 00 02';

/** Karim's page of those who looked: one sentence each, newest first. */
async function looksAt(page: Page): Promise<string[]> {
	await page.goto(`${residenceOf(page)}/me/access`);
	const texts = await page.getByRole('main').getByRole('listitem').allInnerTexts();
	return texts.map((text) => text.split('\n')[0] ?? '');
}

test.describe.configure({ mode: 'serial' });

test('each look at a phone is asked for, and the person reads it', async ({ app, browser }) => {
	const karim = await comeAs(browser, app, 'karim', { javaScriptEnabled: false });
	const before = await looksAt(karim);
	const nadia = await comeAs(browser, app, 'nadia', { javaScriptEnabled: false });
	const root = residenceOf(nadia);

	await test.step('lists and pages carry no phone and no e-mail', async () => {
		await nadia.goto(`${root}/members`);
		expect(await nadia.content()).not.toMatch(/03 44 00 00 0[1-9]|karim@/);
		await nadia.getByRole('link', { name: 'Karim Benali' }).click();
		await expect(nadia.getByRole('button', { name: 'Voir le téléphone' })).toBeVisible();
		expect(await nadia.content()).not.toMatch(/03 44 00 00 0[1-9]|karim@/);
		await expect(nadia.getByLabel('Téléphone')).toHaveCount(0);
	});

	await test.step('one tap shows them, twice is one look', async () => {
		await nadia.goto(`${root}/members`);
		await nadia.getByRole('button', { name: 'Téléphone Karim Benali' }).click();
		const call = nadia.getByRole('link', { name: /^Appeler le/ });
		await expect(call).toHaveAttribute('href', `tel:${PHONE.replaceAll(' ', '')}`);
		await nadia.goto(new URL(nadia.url()).pathname);
		await nadia.getByRole('button', { name: 'Voir le téléphone' }).click();
		await expect(call).toBeVisible();
		expect(await looksAt(karim)).toEqual([
			'Nadia Ferrand (gardien·ne) a vu le téléphone et l’e-mail.',
			...before
		]);
	});

	await test.step('what is corrected is told, what is wrong stays typed', async () => {
		const phone = nadia.getByLabel('Téléphone');
		await expect(phone).toHaveValue(PHONE);
		await phone.fill('appelez-moi');
		await nadia.getByRole('button', { name: 'Enregistrer' }).click();
		await expect(phone).toHaveValue('appelez-moi');
		await expect(phone).toHaveAttribute('aria-invalid', 'true');
		await phone.fill(PHONE.replace('02', '92'));
		await nadia.getByRole('button', { name: 'Enregistrer' }).click();
		await expect(
			nadia.getByText('Karim Benali : enregistré').or(nadia.getByRole('status').first())
		).toBeAttached();
		expect((await looksAt(karim))[0]).toBe(
			'Nadia Ferrand (gardien·ne) a modifié le téléphone ou l’e-mail.'
		);
	});

	await test.step('a form that did not show them changes neither', async () => {
		await nadia.goto(`${root}/members`);
		await nadia.getByRole('link', { name: 'Karim Benali' }).click();
		await nadia.getByRole('button', { name: 'Enregistrer' }).click();
		await nadia.getByRole('button', { name: 'Téléphone Karim Benali' }).click();
		await expect(nadia.getByLabel('Téléphone')).toHaveValue(PHONE.replace('02', '92'));
		await expect(nadia.getByLabel('E-mail')).toHaveValue('karim@demo.invalid');
	});

	await test.step('the list for paper is a look at everybody', async () => {
		await nadia.goto(`${root}/members/phones`);
		await expect(nadia.getByRole('table')).toHaveCount(0);
		await nadia.getByRole('button', { name: 'Afficher la liste' }).click();
		await expect(
			nadia.getByRole('row', { name: /B 14 Karim Benali 03 44 00 00 92/ })
		).toBeVisible();
		expect((await looksAt(karim))[0]).toBe('Nadia Ferrand (gardien·ne) a vu le téléphone.');
		// Only the tap is a look: a browser that reads ahead follows links.
		const seen = (await looksAt(karim)).length;
		await nadia.request.get(`${root}/members/phones`);
		expect(await looksAt(karim)).toHaveLength(seen);
	});

	await test.step('nobody else looks', async () => {
		await nadia.goto(`${root}/members`);
		const odile = await nadia.getByRole('link', { name: 'Odile Renard' }).getAttribute('href');
		const form = { form: {}, headers: { origin: app.url, accept: 'text/html' } };
		for (const path of [`${odile}?/contacts`, `${root}/members/phones`]) {
			const answer = await karim.request.post(path, form);
			expect(answer.status(), path).toBe(403);
			expect(await answer.text()).not.toContain('03 44 00 00 01');
		}
		expect((await karim.request.get(`${odile}/access`)).status()).toBe(403);
		await nadia.goto(`${odile}/access`);
		await expect(nadia.getByText('a vu le téléphone').first()).toBeVisible();
	});
});

test('a person chooses what neighbours see, and another phone reads as they do', async ({
	app,
	browser
}) => {
	const awa = await comeAs(browser, app, 'awa', { javaScriptEnabled: false });
	const root = residenceOf(awa);
	const odile = await comeAs(browser, app, 'odile', { javaScriptEnabled: false });
	const row = (name: string) => odile.getByRole('listitem').filter({ hasText: name });

	await odile.goto(`${root}/reach`);
	await expect(row('Samia H.')).toContainText('Escalier C');
	await expect(row('Awa')).toHaveCount(0);

	await test.step('at first the least is shown', async () => {
		await awa.goto(`${root}/me/profile`);
		await expect(awa.getByLabel('Aucun voisin')).toBeChecked();
		await expect(awa.getByLabel('Montrer mon escalier')).not.toBeChecked();
		await expect(awa.getByText('Si vous laissez vide : Awa L.')).toBeVisible();
	});

	await test.step('what cannot be is said beside its field, and stays typed', async () => {
		const long = 'Awa '.repeat(11).trim();
		await awa
			.getByLabel('Nom montré aux voisins')
			.evaluate((field) => field.removeAttribute('maxlength'));
		await awa.getByLabel('Nom montré aux voisins').fill(long);
		await awa.getByLabel('Montrer mon escalier').check();
		await awa.getByRole('button', { name: 'Enregistrer mes choix' }).click();
		await expect(awa.getByLabel('Nom montré aux voisins')).toHaveAttribute('aria-invalid', 'true');
		await expect(awa.getByLabel('Nom montré aux voisins')).toHaveValue(long);
		await expect(awa.getByLabel('Montrer mon escalier')).toBeChecked();
	});

	await test.step('then she shows her phone, in English and in large letters', async () => {
		await awa.getByLabel('Nom montré aux voisins').fill('Tata Awa');
		await awa.getByLabel('Toute la résidence').check();
		await awa.getByLabel('English').check();
		await awa.getByLabel('Très grande').check();
		await awa.getByRole('button', { name: 'Enregistrer mes choix' }).click();
		await expect(awa.getByText('Your choices are saved.')).toBeAttached();
		await expect(awa.locator('html')).toHaveAttribute('data-text', 'largest');
	});

	await test.step('neighbours find her, and she reads that they looked', async () => {
		await odile.goto(`${root}/reach`);
		await expect(odile.getByText('Lefort')).toHaveCount(0);
		expect(await odile.content()).not.toContain('03 44 00 00 07');
		await row('Tata Awa').getByRole('button').click();
		await expect(row('Tata Awa').getByRole('link')).toHaveAttribute('href', 'tel:0344000007');
		expect((await looksAt(awa))[0]).toBe('Odile R. (tenant) saw the phone.');
	});

	await test.step('a new phone takes her choices; signed out, it keeps her language', async () => {
		const phone = await comeAs(browser, app, 'awa');
		await expect(phone.locator('html')).toHaveAttribute('lang', 'en');
		await expect(phone.locator('html')).toHaveAttribute('data-text', 'largest');
		await signOut(phone);
		await expect(phone.locator('html')).toHaveAttribute('lang', 'en');
		// Somebody else's hands: the device follows who signs in, when they have chosen.
		await signInAs(phone, 'karim');
		await expect(phone.locator('html')).toHaveAttribute('lang', 'en');
	});

	await test.step('she takes it all back', async () => {
		await awa.goto(`${root}/me/profile`);
		await awa.getByLabel('Name shown to neighbours').fill('');
		await awa.getByLabel('No neighbour').check();
		await awa.getByLabel('Show my staircase').uncheck();
		await awa.getByLabel('Français').check();
		await awa.getByLabel('Normal').check();
		await awa.getByRole('button', { name: 'Save my choices' }).click();
		await expect(awa.getByText('Vos choix sont enregistrés.')).toBeAttached();
		await odile.goto(`${root}/reach`);
		await expect(row('Awa')).toHaveCount(0);
	});
});

test('pages are read aloud where it is wanted and the device can speak', async ({
	app,
	browser
}) => {
	const karim = await comeAs(browser, app, 'karim');
	const root = residenceOf(karim);
	const listen = (page: Page) => page.getByRole('button', { name: 'Écouter la page' });
	await karim.goto(root);
	await expect(karim.locator('script[src="/read-aloud.js"]')).toHaveCount(0);

	await karim.goto(`${root}/me/profile`);
	await karim.getByLabel('Me lire les pages').check();
	await karim.getByRole('button', { name: 'Enregistrer mes choix' }).click();
	await expect(karim.getByText('Vos choix sont enregistrés.')).toBeAttached();
	// This browser has no voice: nothing to tap, and nothing breaks.
	await karim.goto(root);
	await expect(karim.locator('script[src="/read-aloud.js"]')).toHaveCount(1);
	await expect(listen(karim)).toBeHidden();

	const errors: string[] = [];
	const talking = await comeAs(browser, app, 'karim');
	talking.on('pageerror', (error) => errors.push(error.message));
	await talking.addInitScript(() => {
		const voices: unknown[] = [];
		const synth = {
			getVoices: () => voices,
			onvoiceschanged: null as (() => void) | null,
			said: [] as unknown[],
			cancel() {
				this.said = [];
			},
			speak(one: unknown) {
				this.said.push(one);
			}
		};
		Object.defineProperty(window, 'speechSynthesis', { value: synth });
		Object.assign(window, {
			SpeechSynthesisUtterance: class {
				text: string;
				constructor(text: string) {
					this.text = text;
				}
			}
		});
		// As on phones: later, and with an underscore.
		setTimeout(() => {
			voices.push({ lang: 'de-DE' }, { lang: 'fr_FR', localService: true });
			synth.onvoiceschanged?.();
		}, 50);
	});
	type Said = { text: string; lang: string; onend?: () => void };
	const said = () =>
		talking.evaluate(() =>
			(window.speechSynthesis as unknown as { said: Said[] }).said.map(({ text, lang }) => ({
				text,
				lang
			}))
		);
	await talking.goto(root);
	await listen(talking).click();
	await expect(talking.getByRole('button', { name: 'Arrêter la lecture' })).toBeVisible();
	expect((await said())[0]).toEqual({ text: 'Bonjour Karim', lang: 'fr_FR' });
	expect((await said()).every(({ text }) => text.length <= 200 && !text.includes('Écouter'))).toBe(
		true
	);
	await talking.keyboard.press('Escape');
	await expect(listen(talking)).toBeVisible();
	expect(await said()).toEqual([]);

	// It ends by itself after the last word.
	await listen(talking).click();
	await talking.evaluate(() =>
		(window.speechSynthesis as unknown as { said: Said[] }).said.at(-1)?.onend?.()
	);
	await expect(listen(talking)).toBeVisible();

	// A page with a script of its own, too.
	await talking.getByRole('link', { name: 'Je commande' }).first().click();
	await expect(talking.getByRole('heading', { level: 1 })).toBeVisible();
	await listen(talking).click();
	expect((await said()).length).toBeGreaterThan(3);
	await talking.getByRole('button', { name: 'Arrêter la lecture' }).click();
	await expect(listen(talking)).toBeVisible();
	expect(errors).toEqual([]);

	await karim.goto(`${root}/me/profile`);
	await karim.getByLabel('Me lire les pages').uncheck();
	await karim.getByRole('button', { name: 'Enregistrer mes choix' }).click();
	await expect(karim.locator('script[src="/read-aloud.js"]')).toHaveCount(0);
});
