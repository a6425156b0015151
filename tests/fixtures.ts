import { test as base } from '@playwright/test';
import { startApp, type RunningApp } from './app.ts';

export type AppOptions = {
	/** Where the app keeps its data. Set by the project. */
	mode: 'embedded' | 'postgres';
	/** Whether the app opens the demonstration; `test.use({ demo: false })` at the top of a file begins empty. */
	demo: boolean;
	/** `test.use({ alone: true })` where a file takes people away that others need: it gets an app of its own. */
	alone: boolean;
};

/** Playwright's test with a running app: `page.goto('/')` reaches it. */
export const test = base.extend<object, AppOptions & { app: RunningApp }>({
	mode: ['embedded', { option: true, scope: 'worker' }],
	demo: [true, { option: true, scope: 'worker' }],
	alone: [false, { option: true, scope: 'worker' }],
	app: [
		async ({ mode, demo }, use) => {
			const app = await startApp({ mode, demo });
			await use(app);
			await app.stop();
		},
		{ scope: 'worker', timeout: 90_000 }
	],
	baseURL: async ({ app }, use) => use(app.url)
});

export { expect } from '@playwright/test';
