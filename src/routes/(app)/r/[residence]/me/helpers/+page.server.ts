import { error } from '@sveltejs/kit';
import { endMandateAction, helperCodeAction } from '#lib/mandates/actions.server.ts';
import { readHelpers } from '#lib/mandates/server.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const page = await readHelpers(requireMember(), params.residence);
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	return { ...page, now: new Date().toISOString() };
};

export const actions: Actions = {
	end: endMandateAction,
	code: helperCodeAction
};
