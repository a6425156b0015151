import { redirect } from '@sveltejs/kit';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { askDeletion, DAYS_TO_CHANGE_ONES_MIND, readMyData } from '#lib/privacy/server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

const DAY_MS = 86_400_000;

export const load: PageServerLoad = async ({ params }) => {
	const page = await readMyData(requireMember(), params.residence);
	if (page.shell.deletion) redirect(303, `/r/${params.residence}/me/data`);
	const due = Date.now() + DAYS_TO_CHANGE_ONES_MIND * DAY_MS;
	return { ...page, dueAt: new Date(due).toISOString() };
};

export const actions: Actions = {
	default: async ({ params, request }) => {
		const client = requireMember();
		try {
			await askDeletion(client);
		} catch (problem) {
			return refuse(problem, await request.formData());
		}
		// The note on top of every page says until when.
		redirect(303, `/r/${params.residence}/me/data`);
	}
};
