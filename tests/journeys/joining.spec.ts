import type { Page } from '@playwright/test';
import { pdfText } from '../../src/lib/server/pdf-text.ts';
import { expect, test } from '../fixtures.ts';
import { printLetters } from '../steps/joining.ts';
import { comeAs, residenceOf } from '../steps/people.ts';

/** Types a code on a phone of its own, without JavaScript. */
async function typeCode(page: Page, code: string): Promise<void> {
	await page.goto('/join');
	await page.getByLabel('Votre code').fill(code);
	await page.getByRole('button', { name: 'Continuer' }).click();
}

test.describe.configure({ mode: 'serial' });

/** Code of a letter that the first test printed and did not use. */
let spare = '';

test('a letter opens its household to two phones, and nothing to a stranger', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const [code = '', another = ''] = await printLetters(nadia);
	spare = another;
	expect(code).toMatch(/^[A-Z0-9]{5} [A-Z0-9]{5}$/);

	const phone = async () => {
		const context = await browser.newContext({ baseURL: app.url, javaScriptEnabled: false });
		return context.newPage();
	};
	const first = await phone();
	await typeCode(first, code.toLowerCase());
	const heading = first.getByRole('heading', { level: 1 });
	await expect(heading).toHaveText(/^Bienvenue au /);
	const door = ((await heading.textContent()) ?? '').replace('Bienvenue au ', '');
	// Nobody chosen: told beside the choice, and nothing used up.
	await first.getByRole('button', { name: 'Entrer' }).click();
	await expect(first.getByText(/Choisissez qui vous êtes/)).toBeVisible();
	await first.getByRole('radio').first().check();
	await first.getByRole('button', { name: 'Entrer' }).click();
	await expect(first).toHaveURL(/\/r\/[0-9a-f-]{36}$/);

	const second = await phone();
	await typeCode(second, code);
	await second.getByRole('radio').last().check();
	await second.getByLabel(/^Votre nom/).fill('Léa Petit');
	await second.getByRole('button', { name: 'Entrer' }).click();
	await expect(second.getByText(/Bienvenue\s!/)).toBeVisible();

	// Léa orders like everybody else.
	await second.getByRole('link', { name: 'Je commande' }).first().click();
	await second.locator('input[name^="quantity-"]').first().fill('1');
	await second.getByRole('button', { name: 'Valider ma commande' }).click();
	await expect(second.getByRole('heading', { level: 1 })).toHaveText('Votre commande est validée');

	// Her device is listed, and the caretaker sees who used the letter.
	await second.goto(`${residenceOf(nadia)}/me/devices`);
	await expect(second.getByText('avec une lettre de la loge')).toBeVisible();
	await nadia.goto(`${residenceOf(nadia)}/members/joining`);
	const given = nadia.getByRole('listitem').filter({ hasText: 'Léa Petit' });
	await expect(given).toContainText('2 sur 4');
	await expect(given).toContainText(door.replaceAll('\u00a0', ' '));

	// The phone is lost: the letter ends, and so do the household's devices.
	await given.getByText('Lettre ou téléphone perdu').click();
	await given.getByRole('button', { name: 'Arrêter la lettre' }).click();
	await expect(nadia.getByText('La lettre n’ouvre plus rien.')).toBeVisible();
	await given.getByRole('button', { name: 'Déconnecter ce logement' }).click();
	await expect(nadia.getByText('2 appareils sont déconnectés.')).toBeVisible();
	await second.goto(residenceOf(nadia));
	await expect(second.getByText('Cet appareil a été déconnecté')).toBeVisible();

	const stranger = await phone();
	await typeCode(stranger, code);
	const refused = await stranger.getByRole('main').innerText();
	expect(refused).toContain('Ce code n’ouvre rien.');
	expect(refused).not.toContain(door);
	await typeCode(stranger, 'ABCDE FGHJK');
	expect(await stranger.getByRole('main').innerText()).toBe(refused);
});

test('the poster lets one ask, and the caretaker’s yes opens the door', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	await nadia.goto(`${residenceOf(nadia)}/members/joining`);
	await nadia.getByRole('button', { name: 'Créer l’affiche' }).click();
	await expect(nadia.getByRole('link', { name: 'Affiche A4' })).toBeVisible();
	const href = await nadia.getByRole('link', { name: 'Affiche A4' }).getAttribute('href');
	const poster = await nadia.request.get(href ?? '');
	expect(poster.headers()['content-type']).toBe('application/pdf');
	const code = /\b[A-Z0-9]{3} [A-Z0-9]{3}\b/.exec(
		pdfText(await poster.body()).replace(/\s+/g, ' ')
	)?.[0];
	expect(code).toBeTruthy();

	const context = await browser.newContext({ baseURL: app.url, javaScriptEnabled: false });
	const fatou = await context.newPage();
	await typeCode(fatou, code ?? '');
	await fatou.getByLabel('Votre nom').fill('Fatou Diop');
	await fatou.getByRole('button', { name: 'Demander à entrer' }).click();
	await expect(fatou.getByLabel('Votre nom')).toHaveValue('Fatou Diop');
	await fatou.getByLabel('Votre logement').fill('Z 99');
	await fatou.getByRole('button', { name: 'Demander à entrer' }).click();
	await expect(fatou.locator('.field-error')).toContainText('Ce logement n’est pas dans la liste');
	await expect(fatou.getByLabel('Votre logement')).toHaveValue('Z 99');
	await fatou.getByLabel('Votre logement').fill('a13');
	await fatou.getByRole('button', { name: 'Demander à entrer' }).click();
	await expect(fatou.getByText('La loge a reçu votre demande')).toBeVisible();
	const closed = await fatou.goto(residenceOf(nadia));
	expect(closed?.status()).toBe(404);

	// Her home says so, and leads there.
	await nadia.goto(residenceOf(nadia));
	await nadia.getByRole('link', { name: /^Répondre/ }).click();
	const request = nadia.locator('section').filter({ hasText: 'Fatou Diop veut rejoindre' });
	await request.getByRole('button', { name: 'Oui, c’est bien ici' }).click();
	await expect(nadia.getByText('Fatou Diop est dans la résidence.')).toBeVisible();
	await fatou.goto('/waiting');
	await expect(fatou).toHaveURL(new RegExp(`${residenceOf(nadia)}$`));
});

/** The same form twice at once, as an impatient finger sends it; both answers. */
async function tapTwice(page: Page, form: Record<string, string>): Promise<string[]> {
	const { origin } = new URL(page.url());
	const tap = () =>
		page.request.post(page.url(), {
			form,
			headers: { origin, accept: 'text/html' },
			maxRedirects: 0
		});
	const answers = await Promise.all([tap(), tap()]);
	return answers.map((answer) => `${answer.status()} ${answer.headers()['location']}`);
}

test('an impatient finger asks once and comes in once; what was asked can be taken back', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	await nadia.goto(`${residenceOf(nadia)}/members/joining`);
	const href = await nadia.getByRole('link', { name: 'Affiche A4' }).getAttribute('href');
	const poster = pdfText(await (await nadia.request.get(href ?? '')).body());
	const posterCode = /\b[A-Z0-9]{3} [A-Z0-9]{3}\b/.exec(poster.replace(/\s+/g, ' '))?.[0] ?? '';
	const phone = async () => {
		const context = await browser.newContext({ baseURL: app.url, javaScriptEnabled: false });
		return context.newPage();
	};

	const inda = await phone();
	await typeCode(inda, posterCode);
	const door = await inda.locator('datalist option').nth(3).getAttribute('value');
	const asked = { name: 'Inda Sow', door: door ?? '', email: '', phone: '' };
	expect(await tapTwice(inda, asked)).toEqual(['303 /waiting', '303 /waiting']);
	await nadia.reload();
	await expect(nadia.getByText('Inda Sow veut rejoindre')).toHaveCount(1);

	await inda.goto('/');
	await inda.getByText('Je me suis trompé').click();
	await inda.getByRole('button', { name: 'Retirer ma demande' }).click();
	await expect(inda.getByText('Votre demande est retirée.')).toBeVisible();
	await inda.goto('/');
	await expect(inda.getByRole('heading', { name: 'Pas encore de résidence' }).last()).toBeVisible();
	await expect(inda.getByRole('main')).not.toContainText('@');

	// Asked again, and the lodge says no.
	await typeCode(inda, posterCode);
	expect(await tapTwice(inda, asked)).toEqual(['303 /waiting', '303 /waiting']);
	await nadia.reload();
	const request = nadia.locator('section').filter({ hasText: 'Inda Sow veut rejoindre' });
	await request.getByText('Autre logement, ou refuser').click();
	await request.getByRole('button', { name: 'Non, refuser' }).click();
	await expect(nadia.getByText('La demande de Inda Sow est refusée.')).toBeVisible();
	await inda.goto('/waiting');
	await expect(inda.getByText('La loge n’a pas pu vous ouvrir')).toBeVisible();

	const tim = await phone();
	await typeCode(tim, spare);
	const path = residenceOf(nadia);
	expect(await tapTwice(tim, { person: 'new', name: 'Tim Petit' })).toEqual([
		`303 ${path}`,
		`303 ${path}`
	]);
	await nadia.goto(`${path}/members/joining`);
	const given = nadia.getByRole('listitem').filter({ hasText: 'Tim Petit' });
	await expect(given).toContainText('1 sur 4');
});
