import { test as base } from '@playwright/test';
import { startApp, type RunningApp } from './app.ts';

export type AppOptions = {
	/** Where the app keeps its data. Set by the project. */
	mode: 'embedded' | 'postgres';
	/** Whether the app opens the demonstration; `test.use({ demo: false })` at the top of a file begins empty. */
	demo: boolean;
};

/** Answers the running app of a file of tests; the first test of another file ends it. */
type AppOfFile = (file: string) => Promise<RunningApp>;

/**
 * Playwright's test with a running app: `page.goto('/')` reaches it. Each file begins with an app and
 * a database of its own, so that no file depends on what ran before it; the tests of one file share it.
 */
export const test = base.extend<{ app: RunningApp }, AppOptions & { appOfFile: AppOfFile }>({
	mode: ['embedded', { option: true, scope: 'worker' }],
	demo: [true, { option: true, scope: 'worker' }],
	appOfFile: [
		async ({ mode, demo }, use) => {
			let running: { file: string; app: RunningApp } | null = null;
			await use(async (file) => {
				if (running?.file === file) return running.app;
				await running?.app.stop();
				running = null;
				running = { file, app: await startApp({ mode, demo }) };
				return running.app;
			});
			// Assigned in the function above, which the type checker does not follow.
			await (running as { app: RunningApp } | null)?.app.stop();
		},
		{ scope: 'worker', timeout: 90_000 }
	],
	app: [async ({ appOfFile }, use, { file }) => use(await appOfFile(file)), { timeout: 90_000 }],
	baseURL: async ({ app }, use) => use(app.url)
});

export { expect } from '@playwright/test';
