import { gzipSync } from 'node:zlib';
import { expect, test } from '../fixtures.ts';
import { caretakerPages, findDemoRounds, managerPages, tenantPages } from '../steps/pages.ts';
import { comeAs, residenceOf } from '../steps/people.ts';

/*
 * What a page may cost: one question to the backend, and little JavaScript for a tenant's old phone.
 */
const SCRIPT_BYTES = 55 * 1024;

type Line = { route?: string | null; method?: string; status?: number; calls?: number };

test('a page asks the backend one question', async ({ app, browser }) => {
	test.setTimeout(120_000);
	const nadia = await comeAs(browser, app, 'nadia');
	const rounds = await findDemoRounds(nadia);
	const paths = await caretakerPages(nadia, rounds);
	const odile = await comeAs(browser, app, 'odile');
	const claire = await comeAs(browser, app, 'claire');
	const before = app.output().length;
	for (const path of new Set(paths)) await nadia.request.get(path);
	for (const path of tenantPages(residenceOf(odile), rounds)) await odile.request.get(path);
	for (const path of managerPages(residenceOf(claire))) await claire.request.get(path);
	// Lines are written in batches, in their order: with this one the others are there.
	await odile.request.get('/healthz');
	await expect.poll(() => app.output().slice(before)).toContain('"route":"/healthz"');

	const pages = app
		.output()
		.slice(before)
		.split('\n')
		.filter((line) => line.startsWith('{'))
		.map((line) => JSON.parse(line) as Line)
		.filter(
			({ method, status, route }) => method === 'GET' && status === 200 && route?.includes('/r/')
		);
	expect(pages.length).toBeGreaterThan(30);
	// The preview asks twice: what was ordered, then who would get what.
	const asks = (route = '') => (route.endsWith('/delivery/preview') ? 2 : 1);
	expect(pages.filter(({ calls, route }) => calls !== asks(route ?? ''))).toEqual([]);
});

test('the pages of a tenant ship at most 55 kB of JavaScript', async ({ app, browser }) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const rounds = await findDemoRounds(nadia);
	const odile = await comeAs(browser, app, 'odile');
	const state = await odile.context().storageState();
	const sizes: Record<string, number> = {};
	for (const path of new Set(tenantPages(residenceOf(odile), rounds))) {
		// A new device for each page: nothing in its cache.
		const context = await browser.newContext({
			baseURL: app.url,
			storageState: state,
			serviceWorkers: 'block'
		});
		const page = await context.newPage();
		const bodies: Promise<Buffer>[] = [];
		page.on('response', (response) => {
			if (response.request().resourceType() === 'script') bodies.push(response.body());
		});
		await page.goto(path, { waitUntil: 'networkidle' });
		const scripts = await Promise.all(bodies);
		sizes[path] = scripts.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
		await context.close();
	}
	const tooMuch = Object.entries(sizes).filter(([, size]) => size > SCRIPT_BYTES);
	expect(tooMuch).toEqual([]);
});
