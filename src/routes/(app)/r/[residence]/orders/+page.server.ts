import { requireMember } from '#lib/members/server.ts';
import { readRounds } from '#lib/orders/server.ts';
import { sayWhom } from '#lib/orders/whom.ts';
import { askedFor } from '#lib/orders/with-for.ts';
import type { PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params, url }) => {
	const page = await readRounds(requireMember(), params.residence, askedFor(url));
	const whomWords = sayWhom(page.whom, page.shell.member.householdId, url.pathname);
	return { ...page, whomWords, now: new Date().toISOString() };
};
