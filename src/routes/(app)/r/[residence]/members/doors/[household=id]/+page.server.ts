import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { SaveDoor } from '#lib/members/schema.ts';
import { deleteDoor, readPeople, requireMember, saveDoor } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { isStaff } from '#lib/residences/views.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const { shell, households } = await readPeople(requireMember(), params.residence);
	if (!isStaff(shell.member.role)) error(403, m.error_not_allowed());
	const door = households.find(({ id }) => id === params.household);
	if (!door) error(404, m.error_not_found());
	return { shell, door };
};

export const actions: Actions = {
	save: async ({ cookies, params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(SaveDoor, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await saveDoor(client, params.residence, params.household, parsed.value);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.door_saved());
		redirect(303, `/r/${params.residence}/members`);
	},

	delete: async ({ cookies, params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		try {
			await deleteDoor(client, params.residence, params.household);
		} catch (problem) {
			return refuse(problem, data, () => 'delete');
		}
		setFlash(cookies, m.door_deleted({ door: String(data.get('label') ?? '').slice(0, 80) }));
		redirect(303, `/r/${params.residence}/members`);
	}
};
