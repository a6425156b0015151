import { createClient, type Session } from '@supabase/supabase-js';
import type { Cookies } from '@sveltejs/kit';
import { cookieOptions } from '#lib/server/cookies.ts';
import type { Backend } from './backend.ts';
import { isDeviceLive, requestClient } from './clients.ts';

/** Somebody else who is signed in on this device, while another person uses it. */
export type Parked = { session: string; user: string; refreshToken: string };

const COOKIE = 'palier_people';
const LIFE_S = 400 * 24 * 60 * 60;
/** All cookies of a request together must stay under 16 kB. */
const MOST = 8;

/** The people of this device who are not using it now. What somebody changed by hand is nobody. */
export function readParked(cookies: Pick<Cookies, 'get'>): Parked[] {
	const text = cookies.get(COOKIE);
	if (!text?.startsWith('[')) return [];
	try {
		const list: unknown = JSON.parse(text);
		return Array.isArray(list) ? list.filter(isParked) : [];
	} catch {
		// Cut short or made up: the same as none.
		return [];
	}
}

/** Keeps them. Answers those for whom there is no room any more, longest on the device first. */
export function writeParked(cookies: Cookies, people: Parked[]): Parked[] {
	if (people.length === 0) cookies.delete(COOKIE, cookieOptions());
	else {
		const value = JSON.stringify(people.slice(-MOST));
		cookies.set(COOKIE, value, { ...cookieOptions(), maxAge: LIFE_S });
	}
	return people.slice(0, -MOST);
}

/**
 * Renews the session of somebody who waits, without touching a cookie; null when it is over: signed
 * out elsewhere, not used for too long, or its token replayed.
 */
export async function wakeParked(backend: Backend, parked: Parked): Promise<Session | null> {
	const client = createClient(backend.url, backend.publishableKey, {
		global: { fetch: backend.fetch },
		auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
	});
	const { data, error } = await client.auth.refreshSession({
		refresh_token: parked.refreshToken
	});
	if (error && (error.status === undefined || error.status >= 500)) throw error;
	const { session } = data;
	if (!session || session.user.id !== parked.user) return null;
	return (await isDeviceLive(backend, session.access_token)) ? session : null;
}

/** From now on this device is theirs: writes the session into its cookies. */
export async function useSession(
	event: Parameters<typeof requestClient>[0],
	backend: Backend,
	{ access_token, refresh_token }: Session
): Promise<void> {
	const client = requestClient(event, backend, { anonymous: true });
	const { error } = await client.auth.setSession({ access_token, refresh_token });
	if (error) throw error;
}

function isParked(value: unknown): value is Parked {
	const { session, user, refreshToken } = (value ?? {}) as Partial<Parked>;
	return [session, user, refreshToken].every((part) => typeof part === 'string');
}
