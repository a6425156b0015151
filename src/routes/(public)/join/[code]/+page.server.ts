import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { findDoor } from '#lib/joining/find-door.ts';
import { askToJoin, beginAsking, lookAtCode } from '#lib/joining/join.server.ts';
import { AskToJoin } from '#lib/joining/schema.ts';
import { m } from '#lib/paraglide/messages.js';
import { errorSentence } from '#lib/text/errors.ts';
import { personMark } from '#lib/server/person-mark.ts';
import { Refusal } from '#lib/server/supabase/rpc.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
	const opened = await lookAtCode(params.code).catch((problem: unknown) => {
		if (problem instanceof Refusal) error(problem.status, problem.sentence);
		throw problem;
	});
	if (opened?.kind !== 'poster') return { poster: null, isSignedIn: false };
	beginAsking();
	const mark = locals.user ? personMark(locals.user.id) : undefined;
	return { poster: opened, isSignedIn: mark !== undefined, mark };
};

export const actions: Actions = {
	default: async ({ params, request }) => {
		const data = await request.formData();
		const parsed = await parseForm(AskToJoin, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			// Before an account is made: a guessed code makes none.
			const opened = await lookAtCode(params.code);
			if (opened?.kind !== 'poster') {
				return refuseField(data, 'door', errorSentence('join_code_wrong'));
			}
			const household = findDoor(opened.doors, parsed.value.door);
			if (!household) return refuseField(data, 'door', m.join_door_unknown());
			await askToJoin(params.code, household, parsed.value);
		} catch (problem) {
			return refuse(problem, data, ({ detail }) => detail.field ?? 'door');
		}
		redirect(303, '/waiting');
	}
};
