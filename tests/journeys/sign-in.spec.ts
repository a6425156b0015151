import { expect, test } from '../fixtures.ts';
import {
	askForCode,
	readCode,
	signInAs,
	signInByCode,
	signInHere,
	signOut,
	typeCode
} from '../steps/sign-in.ts';

test('one tap leads to the residence, and signing out leads out', async ({ page }) => {
	await signInAs(page, 'karim');
	const home = new URL(page.url()).pathname;
	await signOut(page);
	await expect(page.getByText('Vous êtes déconnecté')).toBeVisible();
	await page.goto(home);
	await expect(page).toHaveURL(/\/sign-in\?next=/);
	await signInHere(page, 'karim');
});

test('a code from the mail opens the door, a wrong one does not', async ({ page }) => {
	const email = 'voisin13@exemple.invalid';
	await askForCode(page, email);
	const code = await readCode(page, email);
	await typeCode(page, code === '000000' ? '000001' : '000000');
	await expect(page.locator('.field-error', { hasText: 'Ce code n’est pas le bon' })).toBeVisible();
	// As phones paste it.
	await typeCode(page, ` ${code.slice(0, 3)} ${code.slice(3)} `);
	await page.waitForURL(/\/r\/[0-9a-f-]{36}$/);
});

test('a stranger’s address gets the same page and no mail', async ({ page }) => {
	await askForCode(page, 'nobody@exemple.invalid');
	await expect(page.getByRole('heading', { name: 'Tapez votre code' })).toBeVisible();
	await typeCode(page, '123456');
	await expect(page.locator('.field-error', { hasText: 'Ce code n’est pas le bon' })).toBeVisible();
	// A member's mail, asked for later, is there; the stranger's is not.
	await askForCode(page, 'voisin14@exemple.invalid');
	await readCode(page, 'voisin14@exemple.invalid');
	await page.goto('/dev/mail');
	await expect(page.getByText('nobody@exemple.invalid')).toHaveCount(0);
});

test('guessing ends after a few tries', async ({ page }) => {
	await askForCode(page, 'guessed@exemple.invalid');
	for (let guess = 0; guess < 8; guess += 1) {
		await typeCode(page, `00000${guess}`);
		await expect(
			page.locator('.field-error', { hasText: 'Ce code n’est pas le bon' })
		).toBeVisible();
		await page.goto('/sign-in/code');
	}
	await typeCode(page, '000009');
	await expect(
		page.locator('.field-error', { hasText: /Trop d’essais. Réessayez dans 1[45] minutes/ })
	).toBeVisible();
});

test('the address after signing in is one of ours', async ({ page }) => {
	await page.goto('/sign-in?next=//evil.example/r');
	await page.locator('form:has(input[value="awa@demo.invalid"]) button').click();
	await page.waitForURL(/\/r\/[0-9a-f-]{36}$/);
});

test.describe('without JavaScript', () => {
	test.use({ javaScriptEnabled: false });

	test('both ways in work', async ({ page }) => {
		await signInAs(page, 'samia');
		await signOut(page);
		await signInByCode(page, 'voisin17@exemple.invalid');
	});
});
