import { redirect } from '@sveltejs/kit';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { cancelDeletion, readMyData } from '#lib/privacy/server.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = ({ params }) => readMyData(requireMember(), params.residence);

export const actions: Actions = {
	keep: async ({ cookies, params }) => {
		await cancelDeletion(requireMember());
		setFlash(cookies, m.mydata_kept());
		redirect(303, `/r/${params.residence}/me/data`);
	}
};
