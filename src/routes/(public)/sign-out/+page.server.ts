import { redirect } from '@sveltejs/kit';
import { signOutHere } from '#lib/accounts/people-here.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { personMark } from '#lib/server/person-mark.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

/** Reached without a form (a typed address, a link): asks first. */
export const load: PageServerLoad = ({ locals }) => {
	if (!locals.user) redirect(303, '/');
	return { mark: personMark(locals.user.id) };
};

export const actions: Actions = {
	default: async ({ cookies }) => {
		await signOutHere();
		setFlash(cookies, m.auth_signed_out());
		// Not by way of the first page, which would take the sentence and lead on without showing it.
		redirect(303, '/sign-in');
	}
};
