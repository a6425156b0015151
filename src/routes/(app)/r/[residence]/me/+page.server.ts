import { listPeopleHere } from '#lib/accounts/people-here.server.ts';
import { requireMember } from '#lib/members/server.ts';
import { readHome } from '#lib/orders/server.ts';
import type { PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const { shell } = await readHome(requireMember(), params.residence);
	return { shell, people: await listPeopleHere() };
};
