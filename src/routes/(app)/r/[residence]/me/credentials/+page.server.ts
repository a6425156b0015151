import { readCredentials } from '#lib/accounts/server.ts';
import { requireMember } from '#lib/members/server.ts';
import type { PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = ({ params }) =>
	readCredentials(requireMember(), params.residence);
