import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { SavePerson } from '#lib/members/schema.ts';
import { readPeople, requireMember, savePerson } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { isStaff } from '#lib/residences/views.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const { shell, households } = await readPeople(requireMember(), params.residence);
	if (!isStaff(shell.member.role)) error(403, m.error_not_allowed());
	const asked = url.searchParams.get('household');
	return {
		shell,
		households,
		household: households.find(({ id }) => id === asked)?.id ?? null
	};
};

export const actions: Actions = {
	default: async ({ cookies, params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(SavePerson, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await savePerson(client, params.residence, null, parsed.value);
		} catch (problem) {
			return refuse(problem, data, { not_found: 'household' });
		}
		setFlash(cookies, m.person_added({ name: parsed.value.name }));
		redirect(303, `/r/${params.residence}/members`);
	}
};
