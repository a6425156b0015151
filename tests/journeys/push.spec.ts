import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from '../fixtures.ts';
import { comeAs } from '../steps/people.ts';

/* What scripts of a phone ask. That messages arrive is in tests/db/push-sending.test.ts. */

function makePhone() {
	return {
		endpoint: `https://fcm.googleapis.com/fcm/send/${randomUUID()}`,
		keys: {
			p256dh: createECDH('prime256v1').generateKeys('base64url'),
			auth: randomBytes(16).toString('base64url')
		},
		welcome: false,
		language: 'fr'
	};
}

test('a phone is told from when it says so until it says no', async ({ app, browser }) => {
	const odile = await comeAs(browser, app, 'odile');
	const headers = { origin: app.url };
	const phone = makePhone();
	const save = (data: object, more = {}) =>
		odile.request.post('/push/subscriptions', { headers: { ...headers, ...more }, data });
	expect((await save(phone)).status()).toBe(201);
	expect((await save(phone)).status()).toBe(204);

	const refusals: [object, number, string][] = [
		[{ ...phone, endpoint: 'https://ailleurs.invalid/x' }, 422, 'push_host_unknown'],
		[{ ...phone, endpoint: 'http://127.0.0.1:5432/' }, 422, 'push_host_unknown'],
		[{ ...phone, endpoint: 'x'.repeat(3_000) }, 422, 'value_invalid'],
		[{ ...phone, keys: { ...phone.keys, p256dh: `B${'A'.repeat(86)}` } }, 422, 'push_keys_invalid'],
		[{ ...phone, keys: { ...phone.keys, auth: 'x' } }, 422, 'push_keys_invalid'],
		[{ ...phone, language: 'de' }, 422, 'value_invalid'],
		[{}, 422, 'value_invalid'],
		[[], 422, 'value_invalid']
	];
	for (const [data, status, key] of refusals) {
		const answer = await save(data);
		expect([answer.status(), await answer.json()], JSON.stringify(data)).toEqual([status, { key }]);
	}
	const foreign = await save(phone, { origin: 'https://ailleurs.invalid' });
	expect(foreign.status()).toBe(403);

	const end = () => odile.request.delete('/push/subscriptions', { headers, data: phone });
	expect((await end()).status()).toBe(204);
	expect((await end()).status()).toBe(204);
	expect((await save(phone)).status()).toBe(201);
});

test('a stranger has no phone here, but reads the key and reports with a token', async ({
	app,
	request
}) => {
	const headers = { origin: app.url };
	const saved = await request.post('/push/subscriptions', { headers, data: makePhone() });
	expect([saved.status(), await saved.json()]).toEqual([401, { key: 'session_ended' }]);
	const key = (await (await request.get('/push/key')).json()) as { publicKey: string };
	expect(key.publicKey).toMatch(/^B[\w-]{86}$/);
	await app.killAndRestart();
	expect(await (await request.get('/push/key')).json()).toEqual(key);
	const report = (token: string, what: string) =>
		request.post(`/push/deliveries/${token}/${what}`, { headers, data: '' });
	expect((await report(randomUUID(), 'shown')).status()).toBe(204);
	expect((await report(randomUUID(), 'opened')).status()).toBe(204);
	expect((await report(randomUUID(), 'eaten')).status()).toBe(404);
	expect((await report('x', 'shown')).status()).toBe(404);
});
