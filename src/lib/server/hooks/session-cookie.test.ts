import { describe, expect, it } from 'vitest';
import { readSessionCookie } from './session-cookie.ts';

const kept = { access_token: 'a.b.c', refresh_token: 'r', expires_at: 1_800_000_000 };
const session = { ...kept, user: { name: 'Odile' } };
const value = `base64-${Buffer.from(JSON.stringify(session)).toString('base64url')}`;

function read(cookies: Record<string, string>) {
	return readSessionCookie({ get: (name) => cookies[name] });
}

describe('readSessionCookie', () => {
	it('reads a session in one cookie or in several', () => {
		expect(read({ palier_session: value })).toEqual(kept);
		expect(
			read({ 'palier_session.0': value.slice(0, 40), 'palier_session.1': value.slice(40) })
		).toEqual(kept);
	});

	const strange: Record<string, string>[] = [
		{},
		{ palier_session: 'nonsense' },
		{ palier_session: 'base64-%%%' },
		{ palier_session: value.slice(0, 60) },
		{ palier_session: `base64-${Buffer.from('null').toString('base64url')}` },
		{ palier_session: `base64-${Buffer.from('{"access_token":1}').toString('base64url')}` },
		{ 'palier_session.1': value }
	];

	it.each(strange)('takes %j for none', (cookies) => {
		expect(read(cookies)).toBeNull();
	});
});
