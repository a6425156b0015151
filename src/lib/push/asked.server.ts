import type { Cookies } from '@sveltejs/kit';
import { cookieOptions } from '#lib/server/cookies.ts';

/*
 * Whether this phone has been asked already if it may tell things. Asked once, calmly, after something
 * useful was done; a cookie, as the answer is one of this phone and not of the person.
 */

const COOKIE = 'palier_push';
const HALF_A_YEAR_S = 180 * 24 * 60 * 60;

export function wasAsked(cookies: Pick<Cookies, 'get'>): boolean {
	return cookies.get(COOKIE) === 'asked';
}

/** "Later" was tapped, or the page of notifications was seen. */
export function rememberAsked(cookies: Pick<Cookies, 'set'>): void {
	cookies.set(COOKIE, 'asked', { ...cookieOptions(), maxAge: HALF_A_YEAR_S });
}
