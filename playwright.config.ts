import { defineConfig } from '@playwright/test';
import { shell } from './tests/chromium.ts';
import type { AppOptions } from './tests/fixtures.ts';

/*
 * Journeys run against the built app, each worker with an app, a data folder and a database of its
 * own (tests/fixtures.ts). `npm test` builds first and says where Chromium is; by hand:
 * npx vite build && npx playwright test --project embedded
 */
export default defineConfig<object, AppOptions>({
	testDir: 'tests/journeys',
	forbidOnly: Boolean(process.env.CI),
	fullyParallel: false,
	workers: 2,
	retries: 0,
	timeout: 60_000,
	expect: { timeout: 10_000 },
	reporter: 'list',
	use: {
		locale: 'fr-FR',
		timezoneId: 'Europe/Paris',
		viewport: { width: 360, height: 740 },
		// A trace of every test takes a third of the processor; `--trace retain-on-failure` by hand.
		screenshot: 'only-on-failure',
		launchOptions: shell
	},
	projects: [
		{ name: 'embedded', use: { mode: 'embedded' } },
		{ name: 'postgres', use: { mode: 'postgres' } }
	]
});
