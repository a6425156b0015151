import { requireMember } from '#lib/members/server.ts';
import { readMoney } from '#lib/payments/server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const page = await readMoney(requireMember(), params.residence, params.round);
	return { ...page, now: new Date() };
};
