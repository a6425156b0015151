import type { Page } from '@playwright/test';
import type { RunningApp } from '../app.ts';
import { expect } from '../fixtures.ts';
import { residenceOf } from './people.ts';

/** Somebody deletes the account alone, from "my page"; ends a week later, when it is done. */
export async function deleteOwnAccount(page: Page, app: RunningApp): Promise<void> {
	const home = residenceOf(page);
	await page.goto(`${home}/me`);
	await page.getByRole('link', { name: 'Mes données' }).click();
	await page.getByRole('link', { name: 'Voir ce qui sera supprimé' }).click();
	await page.getByRole('button', { name: 'Supprimer mon compte' }).click();
	await expect(page.getByText(/^Votre compte sera supprimé le/)).toBeVisible();
	await app.sql(`update private.account_deletions set due_at = now() - interval '1 minute'`);
	const waiting = async () => (await app.sql('select from private.account_deletions')).length;
	await expect.poll(waiting, { timeout: 40_000 }).toBe(0);
	await page.goto(home);
	await expect(page).toHaveURL(/\/sign-in/);
}
