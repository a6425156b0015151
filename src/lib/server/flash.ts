import type { Cookies } from '@sveltejs/kit';
import { cookieOptions } from '#lib/server/cookies.ts';

/** What the next page says once: what has just been done. */
export interface Flash {
	tone: 'leaf' | 'brick' | 'sky';
	text: string;
}

const COOKIE = 'palier_flash';
const TONES = ['leaf', 'brick', 'sky'] as const;

/** Leaves a sentence for the page that a redirect leads to; call it just before `redirect(303)`. */
export function setFlash(cookies: Cookies, text: string, tone: Flash['tone'] = 'leaf'): void {
	cookies.set(COOKIE, `${tone}:${text}`, { ...cookieOptions(), maxAge: 60 });
}

/** Takes the sentence left by the act before, if there is one. */
export function takeFlash(cookies: Cookies): Flash | null {
	const value = cookies.get(COOKIE);
	if (!value) return null;
	cookies.delete(COOKIE, cookieOptions());

	const separator = value.indexOf(':');
	const tone = TONES.find((known) => known === value.slice(0, separator));
	return tone ? { tone, text: value.slice(separator + 1) } : null;
}
