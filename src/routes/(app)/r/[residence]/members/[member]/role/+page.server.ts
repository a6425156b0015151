import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { changeRole, readPerson } from '#lib/members/roles.server.ts';
import { nameRole } from '#lib/members/roles.ts';
import { ChangeRole } from '#lib/members/schema.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const page = await readPerson(requireMember(), params.residence, params.member);
	if (page.isStandingIn) error(403, m.error_substitute_limits());
	if (page.person.role === 'manager' && page.shell.member.role !== 'manager') {
		error(403, m.person_manager_only());
	}
	return page;
};

export const actions: Actions = {
	default: async ({ cookies, params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(ChangeRole, data);
		if (!parsed.ok) return fail(422, parsed);
		const { role, successor } = parsed.value;
		try {
			await changeRole(client, params.residence, params.member, role, successor);
		} catch (problem) {
			return refuse(problem, data, { last_caretaker: 'successor' });
		}
		setFlash(cookies, m.role_changed({ role: nameRole(role) }));
		// Who handed back their own role may no longer read the card.
		redirect(
			303,
			data.has('mine')
				? `/r/${params.residence}`
				: `/r/${params.residence}/members/${params.member}`
		);
	}
};
