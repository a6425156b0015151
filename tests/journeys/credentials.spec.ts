import type { Browser, Page } from '@playwright/test';
import type { RunningApp } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { printLetters } from '../steps/joining.ts';
import { comeAs, residenceOf } from '../steps/people.ts';
import { whoIsHere } from '../steps/shared-phone.ts';
import { askForCode, typeCode as enterWithCode } from '../steps/sign-in.ts';

/* One's own e-mail and password: for somebody who came in by letter, without either. */

test.describe.configure({ mode: 'serial' });

const EMAIL = 'louise@exemple.invalid';
const PASSWORD = 'trois poireaux bleus';

async function newPhone(browser: Browser, app: RunningApp, javaScriptEnabled = false) {
	const context = await browser.newContext({ baseURL: app.url, javaScriptEnabled });
	return context.newPage();
}

/** The newest code that was sent to an address, when there are more mails than before. */
async function codeAfter(app: RunningApp, email: string, before: number): Promise<string> {
	await expect.poll(async () => (await app.mails(email)).length).toBeGreaterThan(before);
	const mail = (await app.mails(email)).at(-1);
	expect(mail?.text).not.toContain('http');
	return /\b\d{6}\b/.exec(mail?.subject ?? '')?.[0] ?? '';
}

async function nameEmail(page: Page, email: string): Promise<void> {
	await page.goto(`${residenceOf(page)}/me/credentials/email`);
	await page.getByLabel(/e-mail/).fill(email);
	await page.getByRole('button', { name: 'Recevoir mon code' }).click();
}

async function typeCode(page: Page, code: string): Promise<void> {
	await page.getByLabel('Code à 6 chiffres').fill(code);
	await page.getByRole('button', { name: 'Confirmer' }).click();
}

async function usePassword(page: Page, email: string, password: string): Promise<void> {
	await page.goto('/sign-in/password');
	await page.getByLabel('Votre e-mail').fill(email);
	await page.getByLabel('Votre mot de passe').fill(password);
	await page.getByRole('button', { name: 'Entrer' }).click();
}

let phone: Page;
/** Where she lives, as a letter says it. */
let door = '';

test('who came in by letter proves an e-mail, and signs in with it to the same account', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const [code = ''] = await printLetters(nadia);
	phone = await newPhone(browser, app);
	await phone.goto('/join');
	await phone.getByLabel('Votre code').fill(code);
	await phone.getByRole('button', { name: 'Continuer' }).click();
	const heading = await phone.getByRole('heading', { level: 1 }).textContent();
	door = (heading ?? '').replace('Bienvenue au ', '').replaceAll('\u00a0', ' ');
	await phone.getByRole('radio').last().check();
	await phone.getByLabel(/^Votre nom/).fill('Louise Noël');
	await phone.getByRole('button', { name: 'Entrer' }).click();
	await expect(whoIsHere(phone)).toContainText('Louise Noël');

	// The welcome is shown once.
	await phone.reload();
	await whoIsHere(phone).click();
	await phone.getByRole('link', { name: 'Ma connexion' }).click();
	await expect(phone.getByText('Ajoutez d’abord un e-mail')).toBeVisible();
	await phone.getByRole('link', { name: 'Ajouter mon e-mail' }).click();
	await phone.getByLabel(/e-mail/).fill('louise');
	await phone.getByRole('button', { name: 'Recevoir mon code' }).click();
	await expect(phone.locator('.field-error')).toBeVisible();
	await expect(phone.getByLabel(/e-mail/)).toHaveValue('louise');

	await nameEmail(phone, EMAIL);
	const sent = await codeAfter(app, EMAIL, 0);
	await typeCode(phone, sent === '000000' ? '000001' : '000000');
	await expect(phone.locator('.field-error')).toContainText('Ce code n’est pas le bon');
	await typeCode(phone, `${sent.slice(0, 3)} ${sent.slice(3)}`);
	await expect(phone.getByText(`C’est fait. Votre e-mail : ${EMAIL}`)).toBeVisible();

	const other = await newPhone(browser, app);
	await askForCode(other, EMAIL);
	await enterWithCode(other, await codeAfter(app, EMAIL, 1));
	await expect(whoIsHere(other)).toContainText('Louise Noël');
	// The lodge sees the address where it looks for it.
	await nadia.goto(`${residenceOf(nadia)}/members`);
	await nadia.getByRole('link', { name: 'Louise Noël' }).first().click();
	await nadia.getByRole('button', { name: /^Voir les coordonnées/ }).click();
	await expect(nadia.getByText(EMAIL).first()).toBeAttached();
});

test('an address of somebody else gets the same answer, and its mailbox alone tells', async ({
	app
}) => {
	const ask = async (email: string) => {
		const response = await phone.request.post(`${residenceOf(phone)}/me/credentials/email`, {
			form: { email },
			headers: { origin: app.url, accept: 'text/html' },
			maxRedirects: 0
		});
		return [response.status(), response.headers().location, (await response.body()).length];
	};
	const before = (await app.mails('karim@demo.invalid')).length;
	expect(await ask('karim@demo.invalid')).toEqual(await ask('nobody@demo.invalid'));
	await codeAfter(app, 'karim@demo.invalid', before);
	await ask('karim@demo.invalid');
	const code = await codeAfter(app, 'karim@demo.invalid', before + 1);
	await phone.goto(`${residenceOf(phone)}/me/credentials/code`);
	await typeCode(phone, code);
	await expect(phone.getByText('déjà celle d’une autre personne')).toBeVisible();
	await phone.goto(`${residenceOf(phone)}/me/credentials`);
	await expect(phone.getByText(EMAIL)).toBeVisible();
});

test('a password opens the door; a wrong one, an unknown address and too many tries do not', async ({
	app,
	browser
}) => {
	await phone.goto(`${residenceOf(phone)}/me/credentials/password`);
	const field = phone.getByLabel('Nouveau mot de passe');
	await expect(field).toHaveAttribute('type', 'password');
	await expect(field).toHaveAttribute('autocomplete', 'new-password');
	for (const [typed, told] of [
		['', 'Tapez un mot de passe'],
		['court', '8 caractères'],
		['motdepasse', 'trop facile'],
		['louise1952', 'trop facile']
	] as const) {
		await field.fill(typed);
		await phone.getByRole('button', { name: 'Enregistrer le mot de passe' }).click();
		await expect(phone.locator('.field-error')).toContainText(told);
		await expect(field).toHaveValue('');
	}
	await field.fill(PASSWORD);
	await phone.getByRole('button', { name: 'Enregistrer le mot de passe' }).click();
	await expect(phone.getByText('Votre mot de passe est enregistré.')).toBeVisible();

	const other = await newPhone(browser, app);
	await other.goto('/sign-in');
	await other.getByRole('link', { name: 'J’ai un mot de passe' }).click();
	await usePassword(other, ` ${EMAIL.toUpperCase()} `, PASSWORD);
	await expect(whoIsHere(other)).toContainText('Louise Noël');
	await other.goto(`${residenceOf(other)}/me/devices`);
	await expect(other.getByText('avec votre mot de passe')).toBeVisible();

	const stranger = await newPhone(browser, app);
	const answers: string[] = [];
	for (const email of [EMAIL, 'lucien@exemple.invalid']) {
		await usePassword(stranger, email, 'poireaux bleus trois');
		answers.push((await stranger.getByRole('main').innerText()).replace(email, ''));
	}
	expect(answers[0]).toContain('E-mail ou mot de passe incorrect');
	expect(answers[1]).toBe(answers[0]);
	// As many for an address that nobody has: also this tells nothing.
	const nobody = 'lucien@exemple.invalid';
	for (let guess = 0; guess < 7; guess++)
		await usePassword(stranger, nobody, `guess ${guess} here`);
	await expect(stranger.locator('.field-error')).toContainText('incorrect');
	await usePassword(stranger, nobody, PASSWORD);
	await expect(stranger.locator('.field-error')).toContainText(
		/Trop d’essais. Réessayez dans 1[45] minutes/
	);
});

test('with a script, one can look at the password', async ({ app, browser }) => {
	const page = await newPhone(browser, app, true);
	await page.goto('/sign-in/password');
	const field = page.getByLabel('Votre mot de passe');
	await field.fill('visible');
	await page.getByLabel('Voir le mot de passe').check();
	await expect(field).toHaveAttribute('type', 'text');
	await expect(field).toHaveValue('visible');
	await page.getByLabel('Voir le mot de passe').uncheck();
	await expect(field).toHaveAttribute('type', 'password');
});

test('a phone left on the table is not enough to take the account over', async ({
	app,
	browser
}) => {
	// Back by letter: the same account, without having proven anything.
	const nadia = await comeAs(browser, app, 'nadia');
	const [code = ''] = await printLetters(nadia, door);
	const found = await newPhone(browser, app);
	await found.goto('/join');
	await found.getByLabel('Votre code').fill(code);
	await found.getByRole('button', { name: 'Continuer' }).click();
	await found.getByLabel('Louise Noël').check();
	await found.getByRole('button', { name: 'Entrer' }).click();
	await expect(whoIsHere(found)).toContainText('Louise Noël');
	for (const page of ['email', 'password']) {
		await found.goto(`${residenceOf(found)}/me/credentials/${page}`);
		await expect(found.getByRole('heading', { level: 1 })).toHaveText('C’est bien vous ?');
	}
	const posted = await found.request.post(`${residenceOf(found)}/me/credentials/password?/save`, {
		form: { password: 'le voleur est passé' },
		headers: { origin: app.url, accept: 'text/html' },
		maxRedirects: 0
	});
	expect(posted.headers().location).toContain('/me/credentials/confirm');
	await found.getByLabel('Votre mot de passe').fill('pas le bon du tout');
	await found.getByRole('button', { name: 'Confirmer avec le mot de passe' }).click();
	await expect(found.locator('.field-error')).toContainText('incorrect');
	// With a code from the mailbox it is Louise.
	const before = (await app.mails(EMAIL)).length;
	await found.getByRole('button', { name: 'Recevoir mon code' }).click();
	await typeCode(found, await codeAfter(app, EMAIL, before));
	await expect(found).toHaveURL(/\/me\/credentials\/password$/);

	// A new address; the old one is told, and opens nothing any more.
	const next = 'louise.noel@exemple.invalid';
	await nameEmail(found, next);
	await typeCode(found, await codeAfter(app, next, 0));
	await expect(found.getByText(`C’est fait. Votre e-mail : ${next}`)).toBeVisible();
	// The worker sends it, in its next round at the latest.
	await expect
		.poll(async () => (await app.mails(EMAIL)).at(-1)?.subject, { timeout: 30_000 })
		.toContain('a changé');
	const told = (await app.mails(EMAIL)).at(-1)?.text ?? '';
	expect(told).not.toMatch(/http|\d{6}/);
	expect(told).not.toContain(next);
	const other = await newPhone(browser, app);
	await usePassword(other, EMAIL, PASSWORD);
	await expect(other.locator('.field-error')).toContainText('incorrect');
	await usePassword(other, next, PASSWORD);
	await expect(whoIsHere(other)).toContainText('Louise Noël');

	// Changing the password signs the other devices out when one says so; then it is taken away.
	await found.goto(`${residenceOf(found)}/me/credentials/password`);
	await found.getByLabel('Nouveau mot de passe').fill('quatre navets roses');
	await expect(found.getByRole('checkbox', { name: /Déconnecter mes \d autres/ })).toBeChecked();
	await found.getByRole('button', { name: 'Enregistrer le mot de passe' }).click();
	await expect(found.getByText('Votre mot de passe est enregistré.')).toBeVisible();
	await other.goto(residenceOf(other));
	await expect(other.getByText('Cet appareil a été déconnecté')).toBeVisible();
	await found.goto(`${residenceOf(found)}/me/credentials/password`);
	await found.getByText('Ne plus utiliser de mot de passe').click();
	await found.getByRole('button', { name: 'Supprimer mon mot de passe' }).click();
	await expect(found.getByText('Votre mot de passe est supprimé.')).toBeVisible();
	await usePassword(other, next, 'quatre navets roses');
	await expect(other.locator('.field-error')).toContainText('incorrect');
});
