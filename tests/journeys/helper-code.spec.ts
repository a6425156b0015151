import * as mupdf from 'mupdf';
import decodeQR from 'qr/decode.js';
import { expect, test } from '../fixtures.ts';
import { residenceOf, comeAs } from '../steps/people.ts';

test('Odile gives her granddaughter without e-mail a code; she comes in with it, and orders for her', async ({
	app,
	browser
}) => {
	const odile = await comeAs(browser, app, 'odile', {
		javaScriptEnabled: false,
		// The square is black on white there too.
		colorScheme: 'dark'
	});
	const root = residenceOf(odile);
	await odile.goto(`${root}/me/helpers/new`);
	await odile.getByLabel('Nom de la personne').fill('Léa Renard');
	await odile.getByRole('button', { name: 'Donner mon accord' }).click();
	const card = odile.locator('.card').filter({ hasText: 'Léa Renard' });
	await expect(card.getByText('pas encore entrée')).toBeVisible();
	await card.getByRole('button', { name: 'Donner un code pour entrer' }).click();
	await expect(odile.getByRole('heading', { name: 'Le code de Léa Renard' })).toBeVisible();

	// What a phone sees, and what is said over the phone.
	const shot = await odile.getByRole('img', { name: /Carré à viser/ }).screenshot();
	const pixels = new mupdf.Image(shot).toPixmap();
	const link = decodeQR({
		width: pixels.getWidth(),
		height: pixels.getHeight(),
		data: pixels.getPixels()
	});
	expect(link).toMatch(new RegExp(`^${app.url}/join/l/[0-9a-f]{64}$`));
	const [code = ''] = /[A-Z0-9]{5} [A-Z0-9]{5}/.exec(await odile.locator('main').innerText()) ?? [];
	expect(code).not.toBe('');
	// Shown once: neither the address nor the page holds it afterwards.
	expect(odile.url()).not.toContain(code.replace(' ', ''));
	await odile.goto(`${root}/me/helpers`);
	await expect(odile.getByText(code)).toHaveCount(0);
	await expect(card.getByText(/Un code est donné/)).toBeVisible();

	const phone = await (
		await browser.newContext({ baseURL: app.url, javaScriptEnabled: false })
	).newPage();
	await phone.goto('/join');
	await phone.locator('input[name=typed]').fill(code.toLowerCase());
	await phone.locator('main form button').click();
	await expect(phone.getByRole('heading', { level: 1 })).toHaveText('Vous aidez Odile Renard');
	await expect(phone.getByText('une autre personne')).toHaveCount(0);
	await phone.getByRole('button', { name: 'Entrer' }).click();
	await expect(phone).toHaveURL(new RegExp(`${root}$`));
	await expect(phone.getByText(/Odile Renard/).first()).toBeVisible();
	// She sees nothing of the residence but what she helps with.
	expect((await phone.request.get(`${root}/members`)).status()).toBe(403);

	// A second phone by the square; a third finds it used up.
	for (const [n, heading] of [
		[2, 'Vous aidez Odile Renard'],
		[3, 'Votre lettre']
	] as const) {
		const other = await (await browser.newContext({ baseURL: app.url })).newPage();
		await other.goto(new URL(link).pathname);
		await expect(other.getByRole('heading', { level: 1 })).toHaveText(heading);
		if (n === 2) {
			await other.getByRole('button', { name: 'Entrer' }).click();
			await expect(other).toHaveURL(new RegExp(`${root}$`));
		}
	}

	// Odile stops her: both phones are out, and there is no way back in.
	await odile.goto(`${root}/me/helpers`);
	await card.getByRole('button', { name: /^Arrêter/ }).click();
	expect((await phone.request.get(root)).status()).toBe(404);
	const late = await (await browser.newContext({ baseURL: app.url })).newPage();
	await late.goto(new URL(link).pathname);
	await expect(late.getByText('Cette lettre n’ouvre plus rien')).toBeVisible();
});
