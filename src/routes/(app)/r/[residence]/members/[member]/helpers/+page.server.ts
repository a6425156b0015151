import { endMandateAction, helperCodeAction } from '#lib/mandates/actions.server.ts';
import { readHelpers } from '#lib/mandates/server.ts';
import { requireMember } from '#lib/members/server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const page = await readHelpers(requireMember(), params.residence, params.member);
	return { ...page, now: new Date().toISOString() };
};

export const actions: Actions = {
	end: endMandateAction,
	code: helperCodeAction
};
