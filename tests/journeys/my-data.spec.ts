import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { comeAs, residenceOf } from '../steps/people.ts';
import { signInAs } from '../steps/sign-in.ts';

test.describe.configure({ mode: 'serial' });

/** From "my page" to the wish, without JavaScript. */
async function askForDeletion(page: Page): Promise<void> {
	await page.goto(`${residenceOf(page)}/me`);
	await page.getByRole('link', { name: 'Mes données' }).click();
	await page.getByRole('link', { name: 'Voir ce qui sera supprimé' }).click();
	await page.getByRole('button', { name: 'Supprimer mon compte' }).click();
}

test('a tenant asks for the deletion, changes her mind, asks again, and is forgotten', async ({
	app,
	browser
}) => {
	const odile = await comeAs(browser, app, 'odile', { javaScriptEnabled: false });
	const home = residenceOf(odile);
	await askForDeletion(odile);
	const note = odile.getByText(/^Votre compte sera supprimé le \S+ \d+/);
	await expect(note).toBeVisible();
	await expect(odile.getByRole('link', { name: 'Voir ce qui sera supprimé' })).toHaveCount(0);

	// Every page says so, also on another phone that signs in later; and there she takes it back.
	const phone = await comeAs(browser, app, 'odile', { javaScriptEnabled: false });
	await phone.goto(`${home}/orders`);
	await expect(phone.getByText(/^Votre compte sera supprimé le/)).toBeVisible();
	await phone.getByRole('button', { name: 'Annuler la suppression' }).click();
	await expect(phone.getByText('Votre compte reste.')).toBeVisible();
	await odile.goto(home);
	await expect(note).toHaveCount(0);

	await askForDeletion(odile);
	await expect(note).toBeVisible();
	await odile.goto(`${home}/me/data/delete`);
	await expect(odile).toHaveURL(`${home}/me/data`);
	await app.sql(`update private.account_deletions set due_at = now() - interval '1 minute'`);
	await expect
		.poll(async () => (await app.sql(`select from private.account_deletions`)).length, {
			timeout: 40_000
		})
		.toBe(0);

	// Both phones are signed out, the list of the demonstration has lost her, the caretaker too.
	await odile.goto(home);
	await expect(odile).toHaveURL(/\/sign-in/);
	await expect(odile.locator('input[value="odile@demo.invalid"]')).toHaveCount(0);
	await phone.goto(`${home}/orders`);
	await expect(phone).toHaveURL(/\/sign-in/);
	const nadia = await comeAs(browser, app, 'nadia');
	await nadia.goto(`${home}/members`);
	await expect(nadia.getByText('Odile')).toHaveCount(0);
	await expect(nadia.getByRole('heading', { level: 1 })).toBeVisible();
});

test('the last caretaker names a successor first', async ({ app, browser }) => {
	const nadia = await comeAs(browser, app, 'nadia', { javaScriptEnabled: false });
	const page = `${residenceOf(nadia)}/me/data/delete`;
	await nadia.goto(page);
	await expect(nadia.getByText('Nommez d’abord quelqu’un d’autre')).toBeVisible();
	await expect(nadia.getByRole('button', { name: 'Supprimer mon compte' })).toHaveCount(0);
	// Sent all the same: refused with the same reason.
	const answer = await nadia.request.post(page, {
		form: {},
		headers: { origin: new URL(nadia.url()).origin, accept: 'text/html' }
	});
	expect(answer.status()).toBe(409);
	expect(await answer.text()).toContain('Il n’y a pas d’autre gardien·ne.');
	await signInAs(nadia, 'nadia');
	await expect(nadia.getByText(/^Votre compte sera supprimé/)).toHaveCount(0);
});
