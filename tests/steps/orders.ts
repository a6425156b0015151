import type { Page } from '@playwright/test';
import type { RunningApp } from '../app.ts';
import { expect } from '../fixtures.ts';
import { awaitScript } from './people.ts';

/** Taps the stepper of an article that many times. */
export async function addToBasket(page: Page, article: string, taps: number): Promise<void> {
	const more = page.getByRole('button', { name: `de plus : ${article}` });
	for (let tap = 0; tap < taps; tap++) await more.click();
}

/** A tenant opens a round on the phone, fills the basket and sends it. */
export async function orderOnPhone(
	page: Page,
	round: string,
	basket: Record<string, number>
): Promise<void> {
	await page.goto(round);
	await awaitScript(page);
	for (const [article, taps] of Object.entries(basket)) await addToBasket(page, article, taps);
	await page.getByRole('button', { name: 'Valider ma commande' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Votre commande est validée');
}

/** At the desk: finds a door by a few letters and enters what its people ask for. */
export async function orderAtDesk(
	page: Page,
	round: string,
	search: string,
	basket: Record<string, string>
): Promise<void> {
	await page.goto(`${round}/desk`);
	await awaitScript(page);
	await page.getByRole('searchbox').fill(search);
	await page.getByRole('searchbox').press('Enter');
	await expect(page).toHaveURL(/\/desk\/[0-9a-f-]{36}/);
	await awaitScript(page);
	for (const [article, quantity] of Object.entries(basket)) {
		await page.getByRole('textbox', { name: article }).fill(quantity);
	}
	await page.getByRole('button', { name: 'Enregistrer la commande' }).click();
	await expect(page.getByText(/^C’est noté pour/)).toBeVisible();
}

/** Odile has not ordered in the open round, whatever another file on this app did in her name. */
export async function forgetOdilesOrder(app: RunningApp): Promise<void> {
	await app.sql(`update public.orders o set state = 'cancelled' from public.rounds r, public.households h
		where r.id = o.round_id and h.id = o.household_id and r.state = 'open' and o.state = 'placed'
			and h.staircase = 'B' and h.door = '12'`);
}
