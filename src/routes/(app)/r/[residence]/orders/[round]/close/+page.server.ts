import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { closeRoundSchema } from '#lib/rounds/state-schema.ts';
import { closeRound, readRoundAdmin } from '#lib/rounds/states.server.ts';
import type { RoundState } from '#lib/rounds/views.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const page = await readRoundAdmin(requireMember(), params.residence, params.round);
	// Closed meanwhile, by the clock or by somebody else: the page of the round says what comes next.
	if (page.round.state !== 'open') {
		redirect(303, `/r/${params.residence}/orders/${params.round}/manage`);
	}
	return { ...page, now: new Date() };
};

export const actions: Actions = {
	default: async ({ params, request, cookies }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(closeRoundSchema, data);
		if (!parsed.ok) return fail(422, parsed);
		let state: RoundState;
		try {
			state = await closeRound(client, params.round, parsed.value.send);
		} catch (problem) {
			return refuse(problem, data);
		}
		const ordered = state === 'ordered';
		const round = `/r/${params.residence}/orders/${params.round}`;
		setFlash(cookies, ordered ? m.close_done_sent() : m.close_done());
		redirect(303, ordered ? `${round}/sheet` : `${round}/manage`);
	}
};
