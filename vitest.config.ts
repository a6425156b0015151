import { defineConfig } from 'vitest/config';

/*
 * unit: rules and helpers, no database, the app's own Vite plugins.
 * db: real connections to the embedded PostgreSQL 18, or to TEST_DATABASE_URL. Plain Node: what
 * these tests import must run without SvelteKit.
 */
export default defineConfig({
	test: {
		// A test that asserts nothing passes for the wrong reason.
		expect: { requireAssertions: true },
		projects: [
			{
				extends: './vite.config.ts',
				test: {
					name: 'unit',
					environment: 'node',
					include: ['src/**/*.test.ts'],
					// Most of the time went into loading the same modules for each file.
					isolate: false
				}
			},
			{
				test: {
					name: 'db',
					environment: 'node',
					include: ['tests/db/**/*.test.ts'],
					globalSetup: 'tests/db/setup.ts',
					testTimeout: 30_000,
					hookTimeout: 60_000
				}
			}
		]
	}
});
