import { takeFlash } from '#lib/server/flash.ts';
import { readPreferences } from '#lib/server/preferences.ts';
import type { LayoutServerLoad } from './$types';

/** Asks nobody: only what the act before left in its cookie, and how this device reads Palier. */
export const load: LayoutServerLoad = ({ cookies }) => {
	const { language, theme, text, aloud } = readPreferences(cookies);
	return { flash: takeFlash(cookies), look: [language, theme, text, aloud].join(' ') };
};
