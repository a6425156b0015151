import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { OpenRound } from '#lib/rounds/schema.ts';
import { readRoundEdit } from '#lib/rounds/server.ts';
import { openRound } from '#lib/rounds/states.server.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const { shell, round, offers, now, producers } = await readRoundEdit(
		requireMember(),
		params.residence,
		params.round
	);
	const producer = producers.find(({ id }) => id === round?.producerId);
	if (!round || !producer) error(404, m.error_not_found());
	// Somebody has opened it meanwhile: its own page shows it.
	if (round.state !== 'draft')
		redirect(303, `/r/${params.residence}/orders/${params.round}/manage`);
	return { shell, round, offers, now, producer: { name: producer.name, email: producer.email } };
};

export const actions: Actions = {
	async open({ request, params, cookies }) {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(OpenRound, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await openRound(client, params.round, parsed.value.version);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.rounds_preview_opened());
		redirect(303, `/r/${params.residence}/orders/${params.round}/manage`);
	}
};
