import { expect, test } from '../fixtures.ts';
import { addToBasket } from '../steps/orders.ts';
import { awaitScript, comeAs, residenceOf } from '../steps/people.ts';
import { openNewRound } from '../steps/rounds.ts';
import { signInHere } from '../steps/sign-in.ts';

const TRICK = '<img src=x onerror="window.tricked=1"><b>gras</b>';

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
		expect(new URL(awa.url()).search).toMatch(/^\?\/place&mark=[0-9a-f]{8}$/);
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
