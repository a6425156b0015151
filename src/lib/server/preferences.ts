import type { Cookies } from '@sveltejs/kit';
import {
	baseLocale,
	cookieMaxAge,
	cookieName,
	toLocale,
	type Locale
} from '#lib/paraglide/runtime.js';
import { cookieOptions } from '#lib/server/cookies.ts';

/** Themes a person can choose; `auto` follows the device. */
export const THEMES = ['auto', 'light', 'dark'] as const;
/** Text sizes a person can choose: 18, 21 and 24 px for running text. */
export const TEXT_SIZES = ['normal', 'large', 'largest'] as const;

/** How somebody reads Palier. */
export type Preferences = {
	language: Locale;
	theme: (typeof THEMES)[number];
	text: (typeof TEXT_SIZES)[number];
	/** Pages offer to be read aloud. */
	aloud: boolean;
};

const THEME_COOKIE = 'palier_theme';
const TEXT_COOKIE = 'palier_text';
const ALOUD_COOKIE = 'palier_aloud';

/**
 * What this device follows; anything unknown counts as never chosen. Pages are made from these
 * cookies alone: they cost no question, and sign-in pages know them too.
 */
export function readPreferences(cookies: Pick<Cookies, 'get'>): Preferences {
	const theme = cookies.get(THEME_COOKIE);
	const text = cookies.get(TEXT_COOKIE);
	return {
		language: toLocale(cookies.get(cookieName)) ?? baseLocale,
		theme: THEMES.find((known) => known === theme) ?? 'auto',
		text: TEXT_SIZES.find((known) => known === text) ?? 'normal',
		aloud: cookies.get(ALOUD_COOKIE) === 'on'
	};
}

/** This device follows what was chosen from now on; what is left out stays. */
export function keepPreferences(
	cookies: Pick<Cookies, 'set'>,
	{ language, theme, text, aloud }: Partial<Preferences>
): void {
	const options = { ...cookieOptions(), maxAge: cookieMaxAge };
	if (language) cookies.set(cookieName, language, options);
	if (theme) cookies.set(THEME_COOKIE, theme, options);
	if (text) cookies.set(TEXT_COOKIE, text, options);
	if (aloud !== undefined) cookies.set(ALOUD_COOKIE, aloud ? 'on' : 'off', options);
}
