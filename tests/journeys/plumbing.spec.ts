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
