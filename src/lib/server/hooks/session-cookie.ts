import type { Cookies } from '@sveltejs/kit';
import { SESSION_COOKIE } from '#lib/server/supabase/clients.ts';

export type StoredSession = { access_token: string; refresh_token: string; expires_at: number };

/**
 * Reads the session that @supabase/ssr wrote, without making a client for it: this happens at
 * every request. Anything that is not such a session counts as none.
 */
export function readSessionCookie(cookies: Pick<Cookies, 'get'>): StoredSession | null {
	const text = joinParts(cookies);
	if (!text?.startsWith('base64-')) return null;
	try {
		const value: unknown = JSON.parse(Buffer.from(text.slice(7), 'base64url').toString('utf8'));
		const { access_token, refresh_token, expires_at } = value as Partial<StoredSession>;
		if (typeof access_token !== 'string' || typeof expires_at !== 'number') return null;
		if (typeof refresh_token !== 'string') return null;
		return { access_token, refresh_token, expires_at };
	} catch {
		// Cut short or changed by somebody: the same as no session.
		return null;
	}
}

function joinParts(cookies: Pick<Cookies, 'get'>): string | undefined {
	const whole = cookies.get(SESSION_COOKIE);
	if (whole) return whole;
	let text = '';
	for (let index = 0; ; index += 1) {
		const part = cookies.get(`${SESSION_COOKIE}.${index}`);
		if (!part) return text || undefined;
		text += part;
	}
}
