import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { requireMember } from '#lib/members/server.ts';
import { SaveRound } from '#lib/rounds/schema.ts';
import { readRoundEdit, refuseRound, saveRound } from '#lib/rounds/server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const page = await readRoundEdit(requireMember(), params.residence, null);
	const wanted = url.searchParams.get('producer');
	const [only, another] = page.producers;
	// One producer leaves nothing to choose.
	const producer = page.producers.find(({ id }) => id === wanted) ?? (another ? null : only);
	return { ...page, producer: producer ?? null };
};

export const actions: Actions = {
	async save({ request, params }) {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(SaveRound, data);
		if (!parsed.ok) return fail(422, parsed);
		let round: string;
		try {
			round = await saveRound(client, params.residence, null, parsed.value);
		} catch (problem) {
			return refuseRound(problem, data);
		}
		redirect(303, `/r/${params.residence}/orders/${round}/edit/preview`);
	}
};
