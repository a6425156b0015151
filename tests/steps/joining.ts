import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { pdfText } from '../../src/lib/server/pdf-text.ts';
import { expect } from '../fixtures.ts';
import { awaitScript, residenceOf } from './people.ts';

/**
 * The caretaker prints letters: those that the page proposes, or the one of a household. Codes in the order of the pages of the PDF.
 */
export async function printLetters(nadia: Page, door?: string): Promise<string[]> {
	const page = `${residenceOf(nadia)}/members/joining`;
	await nadia.goto(page);
	if (door) {
		await awaitScript(nadia);
		const boxes = nadia.locator('input[type="checkbox"][name="households[]"]');
		for (const box of await boxes.all()) {
			const row = await box.evaluate((input) => input.closest('label')?.textContent ?? '');
			await box.evaluate((input: HTMLInputElement, is) => {
				if (input.checked !== is) input.click();
			}, row.trim() === door);
		}
	} else {
		// Nothing chosen is told on the page; nothing was made.
		const empty = await nadia.request.post(`${page}/letters.pdf`, {
			form: { uses: '4', days: '60' },
			headers: { origin: new URL(nadia.url()).origin, accept: 'text/html' }
		});
		expect(await empty.text()).toContain('Cochez au moins un logement');
	}
	const saved = nadia.waitForEvent('download');
	await nadia.getByRole('button', { name: /^Imprimer \d+ lettres?$/ }).click();
	const pdf = await readFile(await (await saved).path());
	return [...pdfText(pdf).matchAll(/\b([A-Z0-9]{5}) ?\n? ?([A-Z0-9]{5})\n/g)].map(
		([, first, second]) => `${first} ${second}`
	);
}
