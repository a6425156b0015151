import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import type { RunningApp } from '../app.ts';
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
 * Every page, looked at by a machine: in French on a phone in the light, in English on a wide screen
 * in the dark. How a page looks does not depend on where its data is kept, and axe takes most of the
 * time: it runs in the embedded mode, which is tested on every machine.
 */
const ways = [
	{ language: 'fr', colorScheme: 'light', viewport: { width: 360, height: 740 } },
	{ language: 'en', colorScheme: 'dark', viewport: { width: 1280, height: 800 } }
] as const;

type Way = (typeof ways)[number];

/** What is wrong with a page as it stands; nothing when all is well. */
async function findFaults(
	page: Page,
	path: string,
	{ language }: Way,
	withAxe: boolean
): Promise<string[]> {
	const errors: string[] = [];
	const listen = (error: Error) => errors.push(`error: ${error.message}`);
	page.on('pageerror', listen);
	const console = (message: { type(): string; text(): string }) => {
		if (message.type() === 'error') errors.push(`console: ${message.text()}`);
	};
	page.on('console', console);
	const response = await page.goto(path);
	const isMissing = /not-a-page|0{64}/.test(path);
	if (response?.status() !== (isMissing ? 404 : 200)) errors.push(`status ${response?.status()}`);
	const facts = await page.evaluate(() => ({
		language: document.documentElement.lang,
		title: document.title,
		height: document.documentElement.scrollHeight,
		headings: [...document.querySelectorAll('h1')].filter((one) => one.checkVisibility()).length,
		// One pixel may come from rounding.
		overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth > 1,
		messages: document.body.innerText.match(/\{[a-z]+\}|undefined|NaN|\[object/g)
	}));
	if (facts.language !== language) errors.push(`language ${facts.language}`);
	if (!facts.title) errors.push('no title');
	if (facts.headings === 0) errors.push('no first heading');
	if (facts.overflow) errors.push('wider than the screen');
	if (facts.messages) errors.push(`unfinished words: ${facts.messages.join(' ')}`);
	if (withAxe) errors.push(...(await findBarriers(page, facts.height)));
	page.off('pageerror', listen);
	page.off('console', console);
	// The browser itself writes the status of a page that is missing to its console.
	return isMissing ? errors.filter((error) => !error.includes('404')) : errors;
}

/** What keeps somebody out who cannot see, hear or point well: serious faults by axe. */
async function findBarriers(page: Page, pageHeight: number): Promise<string[]> {
	// As tall as the page: what waits below the bar at the bottom of a phone is not covered by it.
	const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
	await page.setViewportSize({ width, height: Math.max(height, pageHeight + 100) });
	const { violations } = await new AxeBuilder({ page })
		.options({ resultTypes: ['violations'] })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
		// In the page itself: the other way opens a second page for each, and there are no frames here.
		.setLegacyMode()
		.analyze();
	await page.setViewportSize({ width, height });
	return violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

async function comeIn(
	browser: Browser,
	app: RunningApp,
	who: 'nadia' | 'odile' | 'samia' | 'claire',
	way: Way
) {
	const { colorScheme, viewport } = way;
	const page = await comeAs(browser, app, who, { colorScheme, viewport });
	await choose(page, app, way);
	return page;
}

/** The language, as the switch on every page keeps it. */
async function choose(page: Page, app: RunningApp, { language }: Way): Promise<void> {
	await page.context().addCookies([{ name: 'palier_language', value: language, url: app.url }]);
}

async function look(page: Page, paths: string[], way: Way, withAxe: boolean): Promise<void> {
	const faults: Record<string, string[]> = {};
	for (const path of new Set(paths)) {
		const found = await findFaults(page, path, way, withAxe);
		if (found.length > 0) faults[path] = found;
	}
	expect(faults).toEqual({});
}

test.describe.configure({ mode: 'parallel' });

for (const way of ways) {
	test.describe(`in ${way.language}, ${way.colorScheme}, ${way.viewport.width} px`, () => {
		test.setTimeout(180_000);

		test('the pages of the caretaker are sound', async ({ app, browser, mode }) => {
			const withAxe = mode === 'embedded';
			const scout = await comeAs(browser, app, 'nadia');
			const paths = await caretakerPages(scout, await findDemoRounds(scout));
			expect(paths.every((path) => path.startsWith('/r/'))).toBe(true);
			await look(await comeIn(browser, app, 'nadia', way), paths, way, withAxe);
		});

		test('the pages of the manager are sound', async ({ app, browser, mode }) => {
			const claire = await comeIn(browser, app, 'claire', way);
			const paths = managerPages(residenceOf(claire));
			await look(claire, ['/', ...paths], way, mode === 'embedded');
		});

		test('the pages of tenant, relay and producer are sound', async ({ app, browser, mode }) => {
			const withAxe = mode === 'embedded';
			const scout = await comeAs(browser, app, 'nadia');
			const rounds = await findDemoRounds(scout);
			const odile = await comeIn(browser, app, 'odile', way);
			await look(odile, tenantPages(residenceOf(scout), rounds), way, withAxe);
			const samia = await comeIn(browser, app, 'samia', way);
			await look(
				samia,
				[residenceOf(scout), `${rounds.open}/desk`, `${rounds.delivered}/pickup`],
				way,
				withAxe
			);

			const { colorScheme, viewport } = way;
			const context = await browser.newContext({ baseURL: app.url, colorScheme, viewport });
			const stranger = await context.newPage();
			await choose(stranger, app, way);
			await look(stranger, await publicPages(scout, rounds), way, withAxe);
		});
	});
}
