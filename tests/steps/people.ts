import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import type { RunningApp } from '../app.ts';
import { signInAs, type DemoPerson } from './sign-in.ts';

/**
 * Waits until the page's script runs: what is tapped before is done the way without script. SvelteKit
 * adds its announcer once the whole page is alive; a page without a script is ready as it comes.
 */
export async function awaitScript(page: Page): Promise<void> {
	await page.waitForFunction(() => {
		const scripts = [...document.scripts].map(({ textContent }) => textContent);
		const isAlive = document.getElementById('svelte-announcer') !== null;
		const hasScript = scripts.some((text) => text.includes('__sveltekit_'));
		return document.readyState === 'complete' && (isAlive || !hasScript);
	});
}

/** A device of their own on which somebody of the demonstration is signed in, at home. */
export async function comeAs(
	browser: Browser,
	app: RunningApp,
	person: DemoPerson,
	options: BrowserContextOptions = {}
): Promise<Page> {
	const context = await browser.newContext({ baseURL: app.url, ...options });
	const page = await context.newPage();
	await signInAs(page, person);
	return page;
}

/** Address of the home page of the residence one is in, without origin: /r/…. */
export function residenceOf(page: Page): string {
	const [path] = /\/r\/[0-9a-f-]{36}/.exec(page.url()) ?? [];
	if (!path) throw new Error(`Not in a residence: ${page.url()}`);
	return path;
}
