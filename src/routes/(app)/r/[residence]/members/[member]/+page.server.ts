import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { SavePerson } from '#lib/members/schema.ts';
import { endMember, readPeople, requireMember, savePerson } from '#lib/members/server.ts';
import { showContacts } from '#lib/profile/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { isStaff } from '#lib/residences/views.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const { shell, households, others } = await readPeople(requireMember(), params.residence);
	if (!isStaff(shell.member.role)) error(403, m.error_not_allowed());
	const door = households.find(({ members }) => members.some(({ id }) => id === params.member));
	const person = [...(door?.members ?? []), ...others].find(({ id }) => id === params.member);
	if (!person) error(404, m.error_not_found());
	return {
		shell,
		households,
		person,
		household: door?.id ?? null,
		/** What goes with the last person behind a door. */
		takesOrder: door?.members.length === 1 && door.hasOpenOrder,
		isLeaving: url.searchParams.has('leaving')
	};
};

export const actions: Actions = {
	contacts: async ({ params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		try {
			return { contacts: await showContacts(client, params.residence, params.member) };
		} catch (problem) {
			return refuse(problem, data);
		}
	},

	save: async ({ cookies, params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(SavePerson, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await savePerson(client, params.residence, params.member, parsed.value);
		} catch (problem) {
			return refuse(problem, data, { last_caretaker: 'role', not_allowed: 'role' });
		}
		setFlash(cookies, m.person_saved({ name: parsed.value.name }));
		redirect(303, `/r/${params.residence}/members`);
	},

	leave: async ({ cookies, params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		try {
			await endMember(client, params.residence, params.member);
		} catch (problem) {
			return refuse(problem, data, () => 'leave');
		}
		setFlash(cookies, m.person_left_done({ name: String(data.get('name') ?? '').slice(0, 80) }));
		redirect(303, `/r/${params.residence}/members`);
	}
};
