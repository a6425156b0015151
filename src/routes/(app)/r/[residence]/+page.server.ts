import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { revokeSubstitute, seeRoles } from '#lib/members/roles.server.ts';
import { RevokeSubstitute } from '#lib/members/schema.ts';
import { requireMember } from '#lib/members/server.ts';
import { readHome } from '#lib/orders/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const page = await readHome(requireMember(), params.residence);
	return { ...page, now: new Date().toISOString() };
};

export const actions: Actions = {
	/** What changed in one's role was read. */
	seen: async ({ params, request, url }) => {
		const client = requireMember();
		try {
			await seeRoles(client, params.residence);
		} catch (problem) {
			return refuse(problem, await request.formData());
		}
		redirect(303, url.pathname);
	},

	/** One cannot stand in after all. */
	decline: async ({ cookies, request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(RevokeSubstitute, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await revokeSubstitute(client, parsed.value.substitution);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.absence_ended());
		// Not back to here: a colleague is nobody in this residence any more.
		redirect(303, '/');
	}
};
