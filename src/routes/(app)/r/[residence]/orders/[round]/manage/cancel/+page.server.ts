import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { cancelRoundSchema } from '#lib/rounds/state-schema.ts';
import { cancelRound, readRoundAdmin } from '#lib/rounds/states.server.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

const CANCELLABLE = ['draft', 'open', 'closed', 'ordered'];

export const load: PageServerLoad = async ({ params }) => {
	const page = await readRoundAdmin(requireMember(), params.residence, params.round);
	if (!CANCELLABLE.includes(page.round.state)) {
		redirect(303, `/r/${params.residence}/orders/${params.round}/manage`);
	}
	return page;
};

export const actions: Actions = {
	default: async ({ params, request, cookies }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(cancelRoundSchema, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await cancelRound(client, params.round, parsed.value.reason);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.cancel_done());
		redirect(303, `/r/${params.residence}/orders/${params.round}/manage`);
	}
};
