import { readPickup } from '#lib/delivery/server.ts';
import { requireMember } from '#lib/members/server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const page = await readPickup(requireMember(), params.residence, params.round);
	return { ...page, now: new Date() };
};
