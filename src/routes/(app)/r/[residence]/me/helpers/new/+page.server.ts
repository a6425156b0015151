import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { GiveMandate } from '#lib/mandates/schema.ts';
import { giveMandate, readHelpers } from '#lib/mandates/server.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { wakeWorker } from '#lib/server/jobs/worker.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const page = await readHelpers(requireMember(), params.residence);
	// Who does not live here has nothing that somebody could order for them.
	if (page.person.householdId === null) error(403, m.error_not_allowed());
	return page;
};

export const actions: Actions = {
	default: async ({ cookies, params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(GiveMandate, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			const given = await giveMandate(client, params.residence, parsed.value);
			if (!given) return refuseField(data, 'name', m.helpers_not_found());
		} catch (problem) {
			return refuse(problem, data);
		}
		wakeWorker();
		setFlash(cookies, m.helpers_given({ name: parsed.value.name }));
		redirect(303, `/r/${params.residence}/me/helpers`);
	}
};
