import type { APIRequestContext } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { readTables } from '../steps/database.ts';
import { findDemoRounds } from '../steps/pages.ts';
import { comeAs, residenceOf } from '../steps/people.ts';
import { sendRaw } from '../steps/raw-request.ts';
import { addressOf, listRoutes } from '../steps/routes.ts';

/*
 * Requests that no page of ours makes: from other sites, broken, too large, with tricks in addresses,
 * hosts and cookies.
 */
const SOMETHING = '00000000-0000-4000-8000-000000000000';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const FOREIGN = 'https://ailleurs.invalid';

test('nothing is done for another site, whatever it sends, nor by an address alone', async ({
	app,
	browser
}) => {
	test.setTimeout(120_000);
	const nadia = await comeAs(browser, app, 'nadia');
	const { delivered } = await findDemoRounds(nadia);
	const [, , residence = '', , round = ''] = delivered.split('/');
	const values = {
		residence,
		round,
		what: 'shown',
		...Object.fromEntries(
			['household', 'member', 'producer', 'product', 'token', 'code', 'id', 'path'].map((name) => [
				name,
				SOMETHING
			])
		)
	};
	const addresses = listRoutes().flatMap((route) =>
		route.acts.map((act) => {
			const address = addressOf(route, values);
			if (!address) throw new Error(`Say in this test what stands for the parts of ${route.id}`);
			return address + act;
		})
	);
	expect(addresses.length).toBeGreaterThan(45);
	const body = 'name=x&version=1&send=1&reason=x&uses=4&days=60&email=x@demo.invalid&language=en';
	const before = await readTables(app);
	const done: string[] = [];
	for (const address of addresses) {
		for (const [headers, right] of [
			[{ ...FORM, origin: FOREIGN }, [403]],
			[{ ...FORM, origin: 'null' }, [403]],
			[{ ...FORM, origin: app.url.replace('http:', 'https:') }, [403]],
			[FORM, [403]],
			[{ 'content-type': 'text/plain', origin: FOREIGN }, [403]],
			[{ 'content-type': 'multipart/form-data; boundary=x', origin: FOREIGN }, [403]],
			[{ 'content-type': 'application/json', origin: FOREIGN }, [403, 415, 400]]
		] as const) {
			const answer = await nadia.request.post(address, { headers, data: body, maxRedirects: 0 });
			if (!(right as readonly number[]).includes(answer.status())) {
				done.push(`${answer.status()} ${address} ${JSON.stringify(headers)}`);
			}
			expect(answer.headers()['set-cookie'], address).toBeUndefined();
		}
		await nadia.request.get(address, { maxRedirects: 0 });
	}
	expect(done).toEqual([]);
	expect(await readTables(app)).toBe(before);
});

test('a body that is no form is refused, and is no failure of ours', async ({ app, request }) => {
	const before = app.output().length;
	for (const type of [
		'text/plain',
		'multipart/form-data',
		'multipart/form-data; boundary=x',
		'application/json'
	]) {
		const answer = await request.post('/sign-in?/ask', {
			headers: { 'content-type': type, origin: app.url },
			data: 'email=a@b.fr'
		});
		expect([400, 415], type).toContain(answer.status());
	}
	expect(app.output().slice(before)).not.toContain('unexpected error');
});

test('only files of people who have signed in may be large', async ({ app, request }) => {
	const post = async (address: string, data: string, headers: Record<string, string> = {}) => {
		const own = { ...FORM, origin: app.url, accept: 'text/html' };
		const answer = await request.post(address, {
			data,
			headers: { ...own, ...headers },
			maxRedirects: 0
		});
		return answer.status();
	};
	const printed = app.output().length;
	const started = Date.now();
	for (const address of ['/sign-in?/ask', '/join', `/r/${SOMETHING}/orders/new`]) {
		expect(await post(address, 'a=&'.repeat(3_900_000)), address).toBe(413);
	}
	const file = `--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n${'a'.repeat(900_000)}\r\n--x--`;
	const multipart = { 'content-type': 'multipart/form-data; boundary=x' };
	expect(await post('/join', file, multipart)).toBe(413);
	// Without a length nobody knows before it is too late.
	const chunk = 'a=&'.repeat(10);
	const chunked = await sendRaw(
		app.url,
		'POST /join',
		{ ...FORM, origin: app.url, 'transfer-encoding': 'chunked' },
		`${chunk.length.toString(16)}\r\n${chunk}\r\n0\r\n\r\n`
	);
	expect(chunked.status).toBe(413);
	expect(Date.now() - started).toBeLessThan(15_000);
	expect((await request.get('/healthz')).status()).toBe(200);
	await expect.poll(() => app.output().slice(printed)).toContain('"status":413');
	expect(app.output().slice(printed)).not.toContain('"status":500');
	// What is long, but written by somebody, is still answered beside its field.
	expect(await post('/join', `typed=${'a'.repeat(100_000)}`)).toBe(422);
});

test('no trick in an address, a host or a cookie leads anywhere', async ({ app }) => {
	const before = app.output().length;
	const found: string[] = [];
	const look = async (line: string, headers: Record<string, string> = {}, body = '') => {
		const answer = await sendRaw(
			app.url,
			line,
			body ? { 'content-length': String(body.length), ...headers } : headers,
			body
		);
		const location = /^location: (.*)$/m.exec(answer.headers)?.[1]?.trim() ?? '';
		const leads = location && new URL(location, app.url).origin !== app.url;
		if (answer.status >= 500 || answer.status === 0 || leads || /^x-evil/m.test(answer.headers)) {
			found.push(`${line} ${JSON.stringify(headers)}: ${answer.status} ${location}`);
		}
		return answer;
	};
	for (const path of [
		'//ailleurs.invalid',
		'//ailleurs.invalid/',
		'//ailleurs.invalid/%2e%2e',
		'/%5cailleurs.invalid/',
		'/\\ailleurs.invalid/',
		'/.//ailleurs.invalid/',
		'/%2f%2failleurs.invalid/',
		'/sign-in//',
		'/sign-in/?next=//ailleurs.invalid',
		'/%00',
		'/%ff',
		'/%c0%ae%c0%ae/',
		'/..%2f..%2fpackage.json',
		'/%2e%2e/%2e%2e/package.json',
		'/_app/%2e%2e/%2e%2e/package.json',
		'/_app/immutable/..%2f..%2f..%2f..%2fpackage.json',
		'/.palier',
		'/.env',
		'/join/%00',
		'/join/%0d%0ax-evil:1',
		'/join/l/%0d%0ax-evil:1',
		'/join/%2e%2e%2fsetup',
		'/s/%0d%0ax-evil:1',
		`/s/${'0'.repeat(64)}%00`,
		'/r/%2e%2e%2f%2e%2e',
		`/r/${SOMETHING}%00`,
		`/r/${SOMETHING}/photos/..%2f..%2f..%2fpackage.json`,
		`/r/${SOMETHING}/photos/products%2f..%2f${SOMETHING}.webp`,
		'/dev/mail/..%2f..%2fpackage.json',
		'/dev/mail/%00',
		'/__data.json',
		'/sign-in/__data.json?next=//ailleurs.invalid',
		`/sign-in?next=/${'a'.repeat(8_000)}`
	]) {
		const ways: Record<string, string>[] = [
			{ accept: 'text/html' },
			{ cookie: 'palier_session=base64-%00; palier_retry=1' },
			{ cookie: 'palier_session=base64-eyJhY2Nlc3NfdG9rZW4iOiJhIiwiZXhwaXJlc19hdCI6MX0' }
		];
		for (const headers of ways) {
			const { body } = await look(`GET ${path}`, headers);
			expect(body, path).not.toContain('"devDependencies"');
		}
	}
	for (const host of [
		'ailleurs.invalid',
		'ailleurs.invalid/x',
		'a b',
		'x@y',
		'[::1',
		'localhost:99999',
		'é'
	]) {
		await look('GET /sign-in', { host });
		await look('GET /sign-in/', { host: host.replace('invalid', 'example'), accept: 'text/html' });
	}
	await look('GET /sign-in', { 'x-forwarded-host': 'ailleurs.invalid', 'x-palier-host': 'x/y' });
	const own = { ...FORM, origin: app.url };
	const secrets = ['a.%00b', `${SOMETHING}.%00`, `${SOMETHING}.${'a'.repeat(3_000)}`, '%ED%A0%80.'];
	for (const secret of secrets) {
		await look('GET /join/letter', { cookie: `palier_letter=${secret}` });
		await look(
			'POST /join/letter',
			{ ...own, cookie: `palier_letter=${secret}` },
			'person=new&name=Jean'
		);
	}
	for (const cookie of [
		'palier_join=%00',
		'palier_join=99999999999999.x',
		'palier_code_for=%7B%22email%22%3A1%7D',
		'palier_code_for=%00',
		'palier_flash=%00',
		'palier_language=%00',
		'palier_theme=%0d%0ax-evil:1'
	]) {
		for (const line of ['GET /sign-in/code', 'GET /sign-in', 'GET /join', 'GET /waiting']) {
			await look(line, { cookie });
		}
		await look('POST /sign-in/code', { ...own, cookie }, 'code=123456');
	}
	for (const next of [
		'//ailleurs.invalid',
		'/\\ailleurs.invalid',
		'/%0d%0ax-evil:1',
		'javascript:1'
	]) {
		await look('POST /language', { ...own, accept: 'text/html' }, `language=fr&next=${next}`);
	}
	expect(found).toEqual([]);
	expect(app.output().slice(before)).not.toContain('unexpected error');
});

/** What every answer carries, whoever gives it. */
function lacking(headers: Record<string, string>): string[] {
	const policy = headers['content-security-policy'] ?? '';
	return [
		headers['x-content-type-options'] === 'nosniff' ? '' : 'nosniff',
		policy.includes("frame-ancestors 'none'") ? '' : 'frame-ancestors',
		policy.includes("default-src 'self'") ? '' : 'default-src',
		/script-src[^;]*'unsafe-(inline|eval)'/.test(policy) ? 'unsafe scripts' : '',
		headers['referrer-policy'] ? '' : 'referrer-policy',
		headers['cross-origin-opener-policy'] === 'same-origin' ? '' : 'opener',
		headers['cross-origin-resource-policy'] === 'same-origin' ? '' : 'resource',
		headers['permissions-policy'] ? '' : 'permissions',
		headers['x-powered-by'] || headers.server ? 'says what it runs on' : ''
	].filter(Boolean);
}

test('every answer carries the security headers, files and refusals too', async ({
	app,
	browser,
	request
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const root = residenceOf(nadia);
	const { delivered } = await findDemoRounds(nadia);
	const page = await (await request.get('/sign-in')).text();
	const [script = ''] = /\/_app\/immutable\/[^"]+\.js/.exec(page) ?? [];
	const [style = ''] = /\/_app\/immutable\/[^"]+\.css/.exec(page) ?? [];
	const asks: [as: APIRequestContext, path: string, status: number][] = [
		[request, '/sign-in', 200],
		[request, '/', 303],
		[request, '/sign-in/', 308],
		[request, '/not-a-page', 404],
		[request, '/%ff', 400],
		[request, root, 303],
		[request, '/sign-in/__data.json', 200],
		[request, '/healthz', 200],
		[request, '/manifest.webmanifest', 200],
		[request, '/service-worker.js', 200],
		[request, '/mark.svg', 200],
		[request, script, 200],
		[request, style, 200],
		[nadia.request, root, 200],
		[nadia.request, `${delivered}/sheet/sheet.pdf`, 200],
		[nadia.request, `${delivered}/sheet/sheet.csv`, 200],
		[nadia.request, `${delivered}/money/accounts.csv`, 200]
	];
	const found: string[] = [];
	for (const [as, path, status] of asks) {
		const answer = await as.get(path, { maxRedirects: 0 });
		expect.soft(answer.status(), path).toBe(status);
		found.push(...lacking(answer.headers()).map((what) => `${path}: ${what}`));
	}
	for (const [method, headers, status] of [
		['POST', { ...FORM, origin: FOREIGN }, 403],
		['PUT', { origin: app.url }, 405],
		['POST', { origin: app.url, 'content-type': 'application/json' }, 415],
		['POST', { ...FORM, origin: app.url }, 413]
	] as const) {
		const data = status === 413 ? 'a'.repeat(600_000) : 'a=b';
		const answer = await request.fetch('/join', { method, headers, data });
		expect.soft(answer.status(), `${method} ${status}`).toBe(status);
		found.push(...lacking(answer.headers()).map((what) => `${method} ${status}: ${what}`));
	}
	expect(found).toEqual([]);

	const secure = await request.get('/manifest.webmanifest', {
		headers: { 'x-forwarded-proto': 'https' }
	});
	expect(secure.headers()['strict-transport-security']).toContain('max-age=31536000');
	const answers = [
		await request.get(`/join/l/${'a'.repeat(64)}`, { maxRedirects: 0 }),
		await request.post('/language', {
			headers: { origin: app.url },
			form: { language: 'en' },
			maxRedirects: 0
		})
	];
	for (const answer of answers) {
		const cookies = answer.headersArray().filter(({ name }) => /^set-cookie$/i.test(name));
		expect(cookies.length).toBeGreaterThan(0);
		for (const { value } of cookies) {
			expect(value).toMatch(/; HttpOnly/i);
			expect(value).toMatch(/; SameSite=Lax/i);
			expect(value).toMatch(/; Path=\//i);
		}
	}
	const overTls = await sendRaw(app.url, `GET /join/l/${'a'.repeat(64)}`, {
		'x-forwarded-proto': 'https'
	});
	expect(overTls.headers).toMatch(/set-cookie: palier_letter=.*; secure/);
});
