import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RESIDENCE_HEADER } from '../../src/lib/server/supabase/residence-header.ts';
import { startTestBackend, type TestBackend } from './backend.ts';

type Answer = { status: number; body: unknown };

const ID = '7b0a3c52-8f5e-4c0e-9d40-2f7d1a6c1b11';

const cases: [name: string, args: Record<string, unknown>][] = [
	['t_json', { p_a: 3 }],
	['t_json', { p_b: 'né "à" \\ 12', p_a: 3 }],
	['t_who', {}],
	['t_text', { p_text: 'l’été' }],
	['t_text', { p_text: '' }],
	['t_text', { p_text: null }],
	['t_int', { p_n: 41 }],
	['t_bool', { p_flag: true }],
	['t_null', {}],
	['t_uuid', { p_id: ID }],
	['t_uuid', { p_id: 'not-an-id' }],
	['t_void', {}],
	['t_texts', { p_n: 2 }],
	['t_texts', { p_n: 0 }],
	['t_table', { p_n: 2 }],
	['t_table', { p_n: 0 }],
	['t_pair', {}],
	['t_array', { p_ids: [ID, ID] }],
	['t_refuse', { p_status: '404' }],
	['t_refuse', { p_status: '409' }],
	['t_refuse', { p_status: '422' }],
	['t_forbidden', {}],
	['t_duplicate', {}],
	['t_divide', {}],
	['t_int', {}],
	['t_int', { p_other: 1 }],
	['t_missing', {}]
];

describe('calling a function directly and through lite', () => {
	let test: TestBackend;
	let token: string;

	beforeAll(async () => {
		const arrange = readFileSync('tests/db/rpc-cases.sql', 'utf8');
		test = await startTestBackend({ arrange });
		token = await test.tokenOf('odile@example.org');
	});
	afterAll(() => test.stop());

	async function call(
		name: string,
		args: unknown,
		bearer: string,
		direct: boolean,
		more: Record<string, string> = {}
	): Promise<Answer> {
		const url = `${test.backend.url}/rest/v1/rpc/${name}`;
		const init = {
			method: 'POST',
			headers: {
				apikey: test.backend.publishableKey,
				authorization: `Bearer ${bearer}`,
				'content-type': 'application/json',
				...more
			},
			body: JSON.stringify(args)
		};
		// A Request object is not taken apart: it goes to lite.
		const response = await (direct
			? test.backend.fetch(url, init)
			: test.backend.fetch(new Request(url, init)));
		const text = await response.text();
		return { status: response.status, body: text === '' ? null : JSON.parse(text) };
	}

	it.each(cases)('%s(%j) answers the same as a member and as nobody', async (name, args) => {
		for (const bearer of [token, test.backend.publishableKey]) {
			const [direct, lite] = await Promise.all([
				call(name, args, bearer, true),
				call(name, args, bearer, false)
			]);
			expect(direct).toEqual(lite);
		}
	});

	// lite 0.10 hands numbers over as text and stores a JSON array as a JSON string; PostgREST does not.
	it('answers as PostgREST where lite does not', async () => {
		const lines = [{ offer: ID, quantity: 1.5 }];
		const nested = await call('t_nested', { p_lines: lines }, token, true);
		expect(nested).toEqual({ status: 200, body: lines[0] });
		expect(await call('t_numeric', {}, token, true)).toEqual({ status: 200, body: 1.5 });
	});

	it('refuses an ended token with 401 on both ways', async () => {
		const ended = await test.tokenOf('odile@example.org', -10);
		const direct = await call('t_who', {}, ended, true);
		expect(direct).toEqual(await call('t_who', {}, ended, false));
		expect(direct.status).toBe(401);
	});

	it('refuses a token that somebody else signed', async () => {
		const forged = token.replace(/\.[^.]+$/, `.${'A'.repeat(43)}`);
		const direct = await call('t_who', {}, forged, true);
		expect(direct).toEqual(await call('t_who', {}, forged, false));
		expect(direct.status).toBe(401);
	});

	it('keeps role and claims inside the call', async () => {
		await call('t_who', {}, token, true);
		const answers = await Promise.all(
			Array.from({ length: 40 }, (_, index) =>
				call('t_who', {}, index % 2 ? token : test.backend.publishableKey, true)
			)
		);
		const roles = answers.map(({ body }) => (body as { role: string }).role);
		expect(roles.filter((role) => role === 'anon')).toHaveLength(20);
		expect(roles.filter((role) => role === 'authenticated')).toHaveLength(20);
	});

	it('tells both ways the residence that stands in the address, in that call alone', async () => {
		for (const direct of [true, false]) {
			const at = { [RESIDENCE_HEADER]: ID };
			expect(await call('t_residence', {}, token, direct, at)).toEqual({ status: 200, body: ID });
			expect((await call('t_residence', {}, token, direct)).body).toBeNull();
		}
	});

	it('follows a function that is replaced under its feet', async () => {
		expect((await call('t_int', { p_n: 1 }, token, true)).body).toBe(2);
		await test.sql
			.unsafe(
				`drop function public.t_int(integer);
			create function public.t_int(p_n bigint) returns text language sql as $$ select 'now ' || p_n $$;
			grant execute on function public.t_int(bigint) to authenticated;`
			)
			.simple();
		expect((await call('t_int', { p_n: 1 }, token, true)).body).toBe('now 1');
	});
});
