import { takeFlash } from '#lib/server/flash.ts';
import { readPreferences } from '#lib/server/preferences.ts';
import type { LayoutServerLoad } from './$types';

/** Asks nobody: only what the act before left in its cookie, and whether this device reads pages aloud. */
export const load: LayoutServerLoad = ({ cookies }) => ({
	flash: takeFlash(cookies),
	aloud: readPreferences(cookies).aloud
});
