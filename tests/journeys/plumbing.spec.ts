import { expect, test } from '../fixtures.ts';

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

test('every answer carries the security headers', async ({ request }) => {
	for (const path of ['/', '/healthz', '/not-a-page']) {
		const headers = (await request.get(path)).headers();
		expect(headers['x-content-type-options'], path).toBe('nosniff');
		expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'");
		expect(headers['content-security-policy'], path).not.toContain("script-src 'unsafe-inline'");
		expect(headers['x-request-id'], path).toMatch(/^[0-9a-f]{12}$/);
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
