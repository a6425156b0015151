import { error, fail } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { ChooseNeighbour } from '#lib/profile/schema.ts';
import { readReach, showPhone } from '#lib/profile/server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const page = await readReach(requireMember(), params.residence);
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	return page;
};

export const actions: Actions = {
	show: async ({ params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(ChooseNeighbour, data);
		if (!parsed.ok) return fail(422, parsed);
		const { member } = parsed.value;
		try {
			return { shown: member, phone: await showPhone(client, params.residence, member) };
		} catch (problem) {
			return refuse(problem, data);
		}
	}
};
