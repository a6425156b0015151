import { createClient, type Session } from '@supabase/supabase-js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from './backend.ts';

/* The life of a session: signed in, renewed, replayed, left alone, signed out. Clocks are moved in the database. */

describe('a session', () => {
	let test: TestBackend;
	let email: string;
	let count = 0;

	beforeAll(async () => {
		test = await startTestBackend();
	});
	afterAll(() => test.stop());
	beforeEach(() => {
		count += 1;
		email = `person${count}@tests.invalid`;
	});

	const device = (token?: string) =>
		createClient(test.backend.url, test.backend.publishableKey, {
			global: { fetch: test.backend.fetch },
			...(token
				? { accessToken: async () => token }
				: { auth: { persistSession: false, autoRefreshToken: false } })
		});

	async function signIn(): Promise<Session> {
		const phone = device();
		await phone.auth.signInWithOtp({ email });
		const token = test.codes.get(email) ?? '';
		const { data } = await phone.auth.verifyOtp({ email, token, type: 'magiclink' });
		if (!data.session) throw new Error('Nobody is signed in.');
		await call(data.session, 'register_device', { p_name: 'Phone', p_via: 'code' });
		return data.session;
	}

	async function call(session: Session, name: string, args: object = {}) {
		const { data, error } = await device(session.access_token).rpc(name, args);
		return error ? error.message : data;
	}

	/** What a renewal with that token gives: a session, or how it was refused. */
	async function renew(token: string): Promise<Session | string> {
		const { data, error } = await device().auth.refreshSession({ refresh_token: token });
		return data.session ?? String(error?.code);
	}

	/** The same from somebody who has copied it: this process answers one and the same request twice alike. */
	async function replay(token: string): Promise<string> {
		const url = `${test.backend.url}/auth/v1/token?grant_type=refresh_token`;
		const response = await test.backend.fetch(url, {
			method: 'POST',
			headers: { apikey: test.backend.publishableKey, 'content-type': 'application/json' },
			body: JSON.stringify({ refresh_token: token, copied: true })
		});
		const { error_code: code } = (await response.json()) as { error_code?: string };
		return code ?? 'taken';
	}

	const idOf = ({ access_token }: Session): string =>
		JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()).session_id;

	/** As if so much time had passed since tokens were renewed. */
	const later = (time: string) =>
		test.sql`update auth.refresh_tokens set updated_at = updated_at - ${time}::interval`;

	async function mustRenew(session: Session): Promise<Session> {
		const renewed = await renew(session.refresh_token);
		if (typeof renewed === 'string') throw new Error(renewed);
		return renewed;
	}

	it('is new with every sign-in, and one more device', async () => {
		const [first, second] = [await signIn(), await signIn()];
		expect(idOf(first)).not.toBe(idOf(second));
		expect(first.refresh_token).not.toBe(second.refresh_token);
		const [row] = await test.sql`select count(*)::int as n from public.devices
			where user_id = ${first.user.id} and ended_at is null`;
		expect(row?.n).toBe(2);
	});

	it('gets another token with every renewal and stays the same device', async () => {
		const first = await signIn();
		const second = await mustRenew(first);
		expect(second.refresh_token).not.toBe(first.refresh_token);
		expect(idOf(second)).toBe(idOf(first));
		expect(await call(second, 'my_residences')).toEqual([]);
	});

	it('ends when a token is replayed that was renewed before, for whoever holds it', async () => {
		const first = await signIn();
		const second = await mustRenew(first);
		await later('31 seconds');
		expect(await replay(first.refresh_token)).toBe('refresh_token_already_used');
		expect(await replay(second.refresh_token)).not.toBe('taken');
		// Nor does the token of the hour say anything any more.
		expect(await call(second, 'page_waiting')).toBe('session_ended');
		expect(await call(second, 'my_residences')).toEqual([]);
		expect(await call(second, 'touch_device')).toBe(false);
	});

	it('ends also when an older one comes back at once', async () => {
		const first = await signIn();
		const third = await mustRenew(await mustRenew(first));
		expect(await replay(first.refresh_token)).toBe('refresh_token_already_used');
		expect(await replay(third.refresh_token)).not.toBe('taken');
	});

	it('lives on when two tabs renew it in the same moment', async () => {
		const first = await signIn();
		const both = await Promise.all([renew(first.refresh_token), renew(first.refresh_token)]);
		for (const one of both) expect(one).toMatchObject({ user: { email } });
		// Also when the two come to different processes of the app.
		expect(await replay(first.refresh_token)).toBe('taken');
	});

	it('replayed, it ends nobody else’s', async () => {
		const first = await signIn();
		await mustRenew(first);
		const other = await signIn();
		await later('31 seconds');
		expect(await replay(first.refresh_token)).toBe('refresh_token_already_used');
		expect(await call(other, 'touch_device')).toBe(true);
		expect(await renew(other.refresh_token)).toMatchObject({ user: { email } });
	});

	it.each(['idle_until', 'expires_at'])(
		'is over after %s, however good its token',
		async (limit) => {
			const session = await signIn();
			expect(await call(session, 'touch_device')).toBe(true);
			await test.sql`update public.devices set ${test.sql(limit)} = now() - interval '1 second'
			where session_id = ${idOf(session)}`;
			expect(await call(session, 'page_waiting')).toBe('session_ended');
			const renewed = await mustRenew(session);
			expect(await call(renewed, 'touch_device')).toBe(false);
			expect(await call(renewed, 'page_waiting')).toBe('session_ended');
		}
	);

	it('has limits that are written down: 90 and 400 days, 30 and 180 for who runs a residence', async () => {
		const days = async () => {
			const session = await signIn();
			const [row] = await test.sql`select
				round(extract(epoch from idle_until - created_at) / 86400)::int as idle,
				round(extract(epoch from expires_at - created_at) / 86400)::int as longest
				from public.devices where session_id = ${idOf(session)}`;
			return { session, idle: row?.idle, longest: row?.longest };
		};
		const { session, ...tenant } = await days();
		expect(tenant).toEqual({ idle: 90, longest: 400 });
		await test.sql`with landlord as (insert into public.organisations (name) values ('Bailleur') returning id),
			place as (insert into public.residences (organisation_id, name, time_zone)
				select id, 'Les Tilleuls', 'Europe/Paris' from landlord returning id)
			insert into public.members (residence_id, user_id, name, role)
			select id, ${session.user.id}, 'Nadia', 'caretaker' from place`;
		expect(await days()).toMatchObject({ idle: 30, longest: 180 });
	});

	it('signed out, it is not renewed, and its token reads nothing', async () => {
		const session = await signIn();
		expect(await call(session, 'sign_out_device', { p_session: idOf(session) })).not.toBe(
			'not_found'
		);
		expect(typeof (await renew(session.refresh_token))).toBe('string');
		expect(await call(session, 'page_waiting')).toBe('session_ended');
		// Registering again does not bring it back.
		await call(session, 'register_device', { p_name: 'Phone', p_via: 'code' });
		expect(await call(session, 'page_waiting')).toBe('session_ended');
	});
});
