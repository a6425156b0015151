import { requireMember } from '#lib/members/server.ts';
import { readOrders } from '#lib/orders/server.ts';
import type { PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const page = await readOrders(requireMember(), params.residence);
	return { ...page, now: new Date().toISOString() };
};
