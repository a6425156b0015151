import type { Cookies } from '@sveltejs/kit';
import { cookieMaxAge, cookieName, isLocale } from '#lib/paraglide/runtime.js';
import { cookieOptions } from '#lib/server/cookies.ts';

/** Themes a person can choose; `auto` follows the device. */
export const THEMES = ['auto', 'light', 'dark'] as const;
/** Text sizes a person can choose: 18, 21 and 24 px for running text. */
export const TEXT_SIZES = ['normal', 'large', 'largest'] as const;

export type Theme = (typeof THEMES)[number];
export type TextSize = (typeof TEXT_SIZES)[number];

const THEME_COOKIE = 'palier_theme';
const TEXT_COOKIE = 'palier_text';

/** Theme and text size kept on this device; anything unknown counts as never chosen. */
export function readPreferences(cookies: Cookies): { theme: Theme; text: TextSize } {
	const theme = cookies.get(THEME_COOKIE);
	const text = cookies.get(TEXT_COOKIE);
	return {
		theme: THEMES.find((known) => known === theme) ?? 'auto',
		text: TEXT_SIZES.find((known) => known === text) ?? 'normal'
	};
}

/**
 * Keeps on this device what a preferences form holds (`language`, `theme`, `text`). Fields that are
 * absent or unknown change nothing.
 */
export function savePreferences(cookies: Cookies, data: FormData): void {
	const options = { ...cookieOptions(), maxAge: cookieMaxAge };
	const language = data.get('language');
	const theme = THEMES.find((known) => known === data.get('theme'));
	const text = TEXT_SIZES.find((known) => known === data.get('text'));

	if (isLocale(language)) cookies.set(cookieName, language, options);
	if (theme) cookies.set(THEME_COOKIE, theme, options);
	if (text) cookies.set(TEXT_COOKIE, text, options);
}
