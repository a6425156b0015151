import { expect, test } from '../fixtures.ts';
import { comeAs, residenceOf } from '../steps/people.ts';
import { signOut } from '../steps/sign-in.ts';

test('the app says that it is well', async ({ request }) => {
	const response = await request.get('/healthz');
	expect(response.status()).toBe(200);
	expect(await response.json()).toMatchObject({
		status: 'ok',
		database: { reachable: true, migrationsPending: 0 },
		worker: { alive: true, failing: [] },
		closing: { roundsNotClosed: 0 }
	});
});

test('an answer can be found again in the log', async ({ app, request }) => {
	for (const path of ['/', '/healthz', '/not-a-page']) {
		const id = (await request.get(path)).headers()['x-request-id'];
		expect(id, path).toMatch(/^[0-9a-f]{12}$/);
		await expect.poll(() => app.output()).toContain(`"id":"${id}"`);
	}
});

test('a killed app comes back with its data', async ({ app, request }) => {
	await app.killAndRestart();
	const response = await request.get('/healthz');
	expect(response.status()).toBe(200);
});

test('log lines name routes, not addresses', async ({ app, request }) => {
	await request.get('/not-a-page?token=abc123secret');
	await expect.poll(() => app.output()).toContain('"status":404');
	expect(app.output()).not.toContain('abc123secret');
	expect(app.output()).not.toContain('not-a-page');
});

test('a first page carries its styles, the policy knows them, and the next only link to them', async ({
	browser,
	app
}) => {
	const context = await browser.newContext({ baseURL: app.url });
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(message.text());
	});
	const look = () => page.locator('html').evaluate((html) => getComputedStyle(html).fontFamily);

	const first = await page.goto('/sign-in');
	expect(await first?.text()).toContain('<style>');
	expect(first?.headers()['content-security-policy']).toMatch(/style-src 'sha256-[^;]+'self'/);
	const styled = await look();
	expect(styled).toContain('Figtree');

	const second = await page.goto('/privacy');
	expect(await second?.text()).not.toContain('<style>');
	expect(second?.headers()['content-security-policy']).not.toContain("style-src 'sha256-");
	expect(await look()).toBe(styled);
	expect(complaints).toEqual([]);
	await context.close();
});

test('who signs out takes the kept files along, and the next page brings its styles again', async ({
	app,
	browser
}) => {
	const odile = await comeAs(browser, app, 'odile', { javaScriptEnabled: false });
	const kept = await odile.goto(residenceOf(odile));
	expect(await kept?.text()).not.toContain('<style>');
	const next = odile.waitForResponse(
		(response) => response.url().endsWith('/sign-in') && response.status() === 200
	);
	await signOut(odile);
	expect(await (await next).text()).toContain('<style>');
});

test('only pages without secrets are packed, and only as they were asked for', async ({
	app,
	browser
}) => {
	const odile = await comeAs(browser, app, 'odile');
	const home = residenceOf(odile);
	const ask = async (path: string, accepted = 'gzip, deflate, br', method = 'GET') => {
		const headers = { 'accept-encoding': accepted };
		const response = await odile.request.fetch(path, { headers, method });
		expect(response.status(), path).toBe(200);
		if (method === 'GET') expect(await response.text(), path).toContain('</html>');
		const { 'content-encoding': coding, vary, etag } = response.headers();
		return { coding, vary, etag };
	};
	const brotli = await ask(home);
	expect(brotli).toMatchObject({ coding: 'br', vary: 'accept-encoding' });
	expect(await ask(home, 'gzip')).toMatchObject({ coding: 'gzip', vary: 'accept-encoding' });
	const plain = await ask(home, 'identity');
	expect(plain).toMatchObject({ vary: 'accept-encoding' });
	expect(plain.coding).toBeUndefined();
	expect(plain.etag).not.toBe(brotli.etag);
	expect((await ask(home, 'br', 'HEAD')).coding).toBeUndefined();
	for (const path of [`${home}?q=guess`, `${home}/me`, `${home}/orders?new`, '/privacy']) {
		expect((await ask(path)).coding, path).toBeUndefined();
	}
});
