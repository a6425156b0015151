import { takeFlash } from '#lib/server/flash.ts';
import type { LayoutServerLoad } from './$types';

/** Asks nobody: only what the act before left in its cookie. */
export const load: LayoutServerLoad = ({ cookies }) => ({ flash: takeFlash(cookies) });
