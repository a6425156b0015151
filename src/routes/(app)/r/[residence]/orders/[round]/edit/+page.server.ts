import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { SaveRound } from '#lib/rounds/schema.ts';
import { readRoundEdit, refuseRound, saveRound } from '#lib/rounds/server.ts';
import { duplicateRound } from '#lib/rounds/states.server.ts';
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
	},

	/** A copy of this round in the next suitable week: one tap here, one tap to open it. */
	async duplicate({ request, params, cookies }) {
		const client = requireMember();
		const data = await request.formData();
		let copy: string;
		try {
			copy = await duplicateRound(client, params.round);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.rounds_preview_copied());
		redirect(303, `/r/${params.residence}/orders/${copy}/edit/preview`);
	}
};
