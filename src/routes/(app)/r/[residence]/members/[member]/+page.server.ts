import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { readPerson } from '#lib/members/roles.server.ts';
import { EndMember, SavePerson } from '#lib/members/schema.ts';
import { endMember, requireMember, savePerson } from '#lib/members/server.ts';
import { showContacts } from '#lib/profile/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const page = await readPerson(requireMember(), params.residence, params.member);
	return { ...page, isLeaving: url.searchParams.has('leaving'), now: new Date().toISOString() };
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
			return refuse(problem, data);
		}
		setFlash(cookies, m.person_saved({ name: parsed.value.name }));
		redirect(303, `/r/${params.residence}/members`);
	},

	leave: async ({ cookies, params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(EndMember, data);
		if (!parsed.ok) return fail(422, { ...parsed, issues: { leave: parsed.message } });
		try {
			await endMember(client, params.residence, params.member, parsed.value.successor);
		} catch (problem) {
			return refuse(problem, data, () => 'leave');
		}
		setFlash(cookies, m.person_left_done({ name: String(data.get('name') ?? '').slice(0, 80) }));
		// Who left themselves has no list to come back to.
		redirect(303, data.has('mine') ? '/' : `/r/${params.residence}/members`);
	}
};
