import { redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { dropSession } from '#lib/server/supabase/clients.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

/** Reached without a form (a typed address, a link): asks first. */
export const load: PageServerLoad = ({ locals }) => {
	if (!locals.user) redirect(303, '/');
};

export const actions: Actions = {
	default: async (event) => {
		await dropSession(event);
		setFlash(event.cookies, m.auth_signed_out());
		// Not by way of the first page, which would take the sentence and lead on without showing it.
		redirect(303, '/sign-in');
	}
};
