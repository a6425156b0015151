import { requireMember } from '#lib/members/server.ts';
import { readLandlord } from '#lib/residences/landlord.server.ts';
import type { PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params, url }) => {
	// What is no number, or no page, is the first one; the database has the last word.
	const asked = /^\d{1,4}$/.exec(url.searchParams.get('page') ?? '')?.[0];
	const page = await readLandlord(requireMember(), params.residence, Number(asked ?? 1));
	return { ...page, now: new Date().toISOString() };
};
