import { redirect } from '@sveltejs/kit';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { readFileField } from '#lib/imports/file.server.ts';
import { readImport, stageImport } from '#lib/imports/server.ts';
import { requireMember } from '#lib/members/server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const { shell, draft } = await readImport(requireMember(), params.residence);
	return { shell, waiting: draft?.fileName ?? null };
};

export const actions: Actions = {
	default: async ({ params, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		// Refuses those who may not, before the work on a file.
		await readImport(client, params.residence);
		const file = await readFileField(data, 'file');
		if (!file.ok) return refuseField(data, 'file', file.sentence);
		try {
			await stageImport(client, params.residence, file.value);
		} catch (problem) {
			return refuse(problem, data, { too_many_tries: 'file' });
		}
		redirect(303, `${url.pathname}/check`);
	}
};
