import { readPrivacy } from '#lib/privacy/server.ts';
import type { PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

/** For everybody; who is signed in reads the durations of their own residence. */
export const load: PageServerLoad = ({ locals }) => readPrivacy(locals.asUser ?? locals.supabase);
