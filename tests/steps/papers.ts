import { readFile } from 'node:fs/promises';
import type { Browser, Page } from '@playwright/test';
import { drawPages } from '../../src/lib/joining/drawn.ts';
import type { RunningApp } from '../app.ts';
import { expect } from '../fixtures.ts';
import { residenceOf } from './people.ts';

/** A letter in the hand: the door that stands on it, and what its square opens. */
export type PaperLetter = { door: string; address: string };

/** The caretaker prints a letter for every household; answers them as they come out of the printer. */
export async function printAllLetters(page: Page): Promise<PaperLetter[]> {
	await page.goto(`${residenceOf(page)}/members/joining`);
	const saved = page.waitForEvent('download');
	await page.getByRole('button', { name: /^Imprimer \d+ lettres?$/ }).click();
	const pdf = await readFile(await (await saved).path());
	return drawPages(pdf).map(({ lines, code }) => ({
		// The door stands beside the name of the residence, above its floor.
		door: lines.find(({ text }) => /^[A-Z] \d+$/.test(text.trim()))?.text.trim() ?? '',
		address: code
	}));
}

/** The caretaker makes the poster; answers what its square opens. */
export async function printPoster(page: Page): Promise<string> {
	await page.goto(`${residenceOf(page)}/members/joining`);
	await page.getByRole('button', { name: 'Créer l’affiche' }).click();
	const href = await page.getByRole('link', { name: 'Affiche A4' }).getAttribute('href');
	const poster = await page.request.get(href ?? '');
	const [drawn] = drawPages(await poster.body());
	return drawn?.code ?? '';
}

/** Somebody's own phone looks at a square: ends where its address leads. */
export async function scan(browser: Browser, app: RunningApp, address: string): Promise<Page> {
	expect(address).toContain(app.url);
	const context = await browser.newContext({ baseURL: app.url });
	const page = await context.newPage();
	await page.goto(address);
	return page;
}
