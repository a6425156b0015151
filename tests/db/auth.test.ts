import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createClient } from '@supabase/supabase-js';
import { startTestBackend, type TestBackend } from './backend.ts';

const show = (value: unknown) => (typeof value === 'string' ? value : inspect(value));

describe('signing in by code', () => {
	let test: TestBackend;
	const printed: string[] = [];

	beforeAll(async () => {
		// Before the backend starts: what it silences is the console that it finds.
		for (const method of ['log', 'info', 'warn', 'error'] as const) {
			vi.spyOn(console, method).mockImplementation(
				(...values) => void printed.push(values.map(show).join(' '))
			);
		}
		test = await startTestBackend();
	});
	afterAll(() => test.stop());

	function device() {
		return createClient(test.backend.url, test.backend.publishableKey, {
			global: { fetch: test.backend.fetch },
			auth: { persistSession: false, autoRefreshToken: false }
		});
	}

	async function ask(email: string): Promise<string> {
		const { error } = await device().auth.signInWithOtp({ email });
		expect(error).toBeNull();
		return test.codes.get(email) ?? '';
	}

	it('takes the six digits once', async () => {
		const email = 'odile@example.org';
		const token = await ask(email);
		expect(token).toMatch(/^\d{6}$/);
		const first = await device().auth.verifyOtp({ email, token, type: 'magiclink' });
		expect(first.data.user?.email).toBe(email);
		const second = await device().auth.verifyOtp({ email, token, type: 'magiclink' });
		expect(second.data.session).toBeNull();
	});

	it('refuses the code of somebody else, and a code that is too old', async () => {
		const email = 'karim@example.org';
		const token = await ask(email);
		const other = await ask('lucie@example.org');
		const wrong = await device().auth.verifyOtp({ email, token: other, type: 'magiclink' });
		expect(wrong.data.session).toBeNull();
		await test.sql`update auth.users set recovery_sent_at = now() - interval '11 minutes',
			confirmation_sent_at = now() - interval '11 minutes' where email = ${email}`;
		const late = await device().auth.verifyOtp({ email, token, type: 'magiclink' });
		expect(late.data.session).toBeNull();
		expect(late.error?.message).toMatch(/expired/i);
	});

	it('hands out tokens that are checked without asking anybody', async () => {
		const email = 'awa@example.org';
		const token = await ask(email);
		const { data } = await device().auth.verifyOtp({ email, token, type: 'magiclink' });
		const checked = await test.backend.verifyToken?.(data.session?.access_token ?? '');
		expect(checked).toMatchObject({ ok: true, claims: { email, role: 'authenticated' } });
		expect(await test.backend.verifyToken?.('a.b.c')).toEqual({ ok: false, reason: 'invalid' });
	});

	it('does not answer the keys of this installation to anybody', async () => {
		for (const client of [test.anonymous(), await test.as('nadia@example.org'), test.service()]) {
			const { data, error } = await client
				.schema('private' as 'public')
				.from('secrets' as 'members')
				.select('*');
			expect(data).toBeNull();
			expect(error).not.toBeNull();
		}
	});

	it('prints nothing about people when the database refuses', async () => {
		printed.length = 0;
		const { error } = await test
			.service()
			.from('members')
			.insert({ name: 'Jeanne Petit', residence_id: 'not-an-id' } as never);
		expect(error).not.toBeNull();
		expect(printed.join()).toBe('');
		console.error('our own line');
		expect(printed).toEqual(['our own line']);
	});
});
