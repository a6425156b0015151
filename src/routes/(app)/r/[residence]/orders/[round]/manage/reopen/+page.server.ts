import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { suggestDeadline } from '#lib/rounds/suggest-deadline.ts';
import { reopenRoundSchema } from '#lib/rounds/state-schema.ts';
import { readRoundAdmin, reopenRound } from '#lib/rounds/states.server.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const page = await readRoundAdmin(requireMember(), params.residence, params.round);
	if (page.round.state !== 'closed') {
		redirect(303, `/r/${params.residence}/orders/${params.round}/manage`);
	}
	const now = new Date();
	const suggestion = suggestDeadline(page.round, now, page.shell.residence.timeZone);
	return { ...page, now, suggestion };
};

/** The refusals that are about the deadline stand beside it. */
const ABOUT_DEADLINE = {
	deadline_past: 'closes',
	delivery_before_deadline: 'closes',
	local_time_missing: 'closes',
	local_time_twice: 'closes'
};

export const actions: Actions = {
	default: async ({ params, request, cookies }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(reopenRoundSchema, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await reopenRound(client, params.round, parsed.value.closes);
		} catch (problem) {
			return refuse(problem, data, ABOUT_DEADLINE);
		}
		setFlash(cookies, m.reopen_done());
		redirect(303, `/r/${params.residence}/orders/${params.round}/manage`);
	}
};
