import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { showPhoneList } from '#lib/profile/server.ts';
import { readSettings } from '#lib/residences/server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const { shell } = await readSettings(requireMember(), params.residence);
	return { shell, now: new Date().toISOString() };
};

export const actions: Actions = {
	default: async ({ params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		try {
			return { list: await showPhoneList(client, params.residence) };
		} catch (problem) {
			return refuse(problem, data);
		}
	}
};
