import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { SaveRound } from '#lib/rounds/schema.ts';
import { readRoundEdit, refuseRound, saveRound } from '#lib/rounds/server.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const page = await readRoundEdit(requireMember(), params.residence, params.round);
	const producer = page.producers.find(({ id }) => id === page.round?.producerId);
	if (!page.round || !producer) error(404, m.error_not_found());
	return { ...page, round: page.round, producer };
};

export const actions: Actions = {
	async save({ request, params, cookies }) {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(SaveRound, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await saveRound(client, params.residence, params.round, parsed.value);
		} catch (problem) {
			return refuseRound(problem, data);
		}
		const round = `/r/${params.residence}/orders/${params.round}`;
		if (data.get('state') !== 'open') redirect(303, `${round}/edit/preview`);
		setFlash(cookies, m.rounds_form_saved_open());
		redirect(303, `${round}/manage`);
	}
};
