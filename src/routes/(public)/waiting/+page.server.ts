import { fail, redirect } from '@sveltejs/kit';
import { signOutHere } from '#lib/accounts/people-here.server.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { listOwnRequests, withdrawRequest } from '#lib/joining/join.server.ts';
import { ChooseRequest } from '#lib/joining/schema.ts';
import { listMyResidences } from '#lib/members/sign-in.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { askDeletion } from '#lib/privacy/server.ts';
import { personMark } from '#lib/server/person-mark.ts';
import { setFlash } from '#lib/server/flash.ts';
import { wakeWorker } from '#lib/server/jobs/worker.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ cookies, locals }) => {
	if (!locals.user) redirect(303, '/join');
	const [request] = await listOwnRequests(locals.supabase);
	if (!request || request.state === 'withdrawn') redirect(303, '/join');
	if (request.state === 'approved') {
		const mine = await listMyResidences(locals.supabase);
		// Who has moved out since finds the first page, not a closed door.
		if (!mine.some(({ id }) => id === request.residenceId)) redirect(303, '/');
		setFlash(cookies, m.join_welcome());
		redirect(303, `/r/${request.residenceId}`);
	}
	return { request, mark: personMark(locals.user.id) };
};

export const actions: Actions = {
	withdraw: async ({ cookies, locals, request }) => {
		if (!locals.user) redirect(303, '/join');
		const data = await request.formData();
		const parsed = await parseForm(ChooseRequest, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await withdrawRequest(locals.supabase, parsed.value.request);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.join_withdrawn());
		redirect(303, '/join');
	},

	forget: async ({ cookies, locals, request }) => {
		if (!locals.user) redirect(303, '/sign-in');
		const data = await request.formData();
		try {
			await askDeletion(locals.supabase);
		} catch (problem) {
			return refuse(problem, data);
		}
		wakeWorker();
		await signOutHere();
		setFlash(cookies, m.mydata_none_done());
		redirect(303, '/sign-in');
	}
};
