import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import {
	caretakerPages,
	findDemoRounds,
	managerPages,
	publicPages,
	tenantPages
} from '../steps/pages.ts';
import { comeAs, residenceOf } from '../steps/people.ts';

/*
 * Text as large as one needs it: nothing is cut and nobody scrolls sideways, on the smallest phones,
 * on a phone at 200 % and with the largest text of "Ma page".
 */
const ways = [
	{ name: '320 pixels', width: 320, text: 'normal' },
	{ name: '200 %', width: 180, text: 'normal' },
	{ name: 'largest text', width: 360, text: 'largest' }
] as const;

/** What sticks out of a page sideways, each way; nothing when all of it fits. */
async function findWide(page: Page, path: string): Promise<string[]> {
	// Not sooner: a page without its styles is as wide as its icons.
	await page.goto(path);
	const faults: string[] = [];
	for (const { name, width, text } of ways) {
		await page.setViewportSize({ width, height: 640 });
		const wide = await page.evaluate((size) => {
			document.documentElement.dataset.text = size;
			const most = document.documentElement.clientWidth + 1;
			// One pixel may come from rounding.
			if (document.documentElement.scrollWidth <= most) return [];
			return [...document.body.querySelectorAll('*')]
				.filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > most)
				.map((one) => one.outerHTML.slice(0, 120));
		}, text);
		if (wide.length > 0) faults.push(`${name}: ${wide.slice(0, 3).join(' | ')}`);
	}
	return faults;
}

async function check(page: Page, paths: string[]): Promise<void> {
	const faults: Record<string, string[]> = {};
	for (const path of new Set(paths)) {
		const wide = await findWide(page, path);
		if (wide.length > 0) faults[path] = wide;
	}
	expect.soft(faults).toEqual({});
}

test.describe.configure({ mode: 'parallel' });

test('nobody scrolls sideways', async ({ app, browser }) => {
	test.setTimeout(180_000);
	const nadia = await comeAs(browser, app, 'nadia');
	const rounds = await findDemoRounds(nadia);
	const paths = await caretakerPages(nadia, rounds);
	const open = await publicPages(nadia, rounds);
	const odile = await comeAs(browser, app, 'odile');
	const stranger = await (await browser.newContext({ baseURL: app.url })).newPage();
	await check(odile, tenantPages(residenceOf(odile), rounds));
	await check(stranger, open);
	await check(nadia, paths);
	const claire = await comeAs(browser, app, 'claire');
	await check(claire, managerPages(residenceOf(claire)));
});

test('a contrast theme of the device leaves nothing to guess', async ({ app, browser }) => {
	const odile = await comeAs(browser, app, 'odile', { forcedColors: 'active' });
	const root = residenceOf(odile);
	/** How an element is told apart when backgrounds are gone. */
	const look = (selector: string) =>
		odile
			.locator(selector)
			.first()
			.evaluate((element) => {
				const { outlineStyle, outlineColor, borderTopWidth, borderTopColor, borderBottomColor } =
					getComputedStyle(element);
				return { outlineStyle, outlineColor, borderTopWidth, borderTopColor, borderBottomColor };
			});

	// The main act is heavier than the others, and each button has an edge.
	expect(parseFloat((await look('.btn-primary')).borderTopWidth)).toBeGreaterThan(2);
	// Where one is.
	expect(await look('.place[aria-current]')).not.toEqual(await look('.place:not([aria-current])'));
	expect(
		await odile
			.locator('progress')
			.first()
			.evaluate((bar) => getComputedStyle(bar).forcedColorAdjust)
	).toBe('none');

	await odile.goto(`${root}/me/profile`);
	// What is chosen.
	const chosen = await look('.choice-option:has(:checked)');
	expect(chosen.outlineStyle).not.toBe('none');
	expect(chosen).not.toEqual(await look('.choice-option:not(:has(:checked))'));

	// Where the keyboard is, and that it differs from what is chosen.
	await odile.locator('.choice-option input:checked').first().focus();
	await odile.keyboard.press('ArrowDown');
	const focused = await look('.choice-option:has(:focus-visible)');
	expect(focused.outlineStyle).not.toBe('none');
	expect(focused).not.toEqual(chosen);
});
