import { redirect } from '@sveltejs/kit';
import { listPeopleHere } from '#lib/accounts/people-here.server.ts';
import { requireMember } from '#lib/members/server.ts';
import { readHome } from '#lib/orders/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { cookieName, toLocale } from '#lib/paraglide/runtime.js';
import { setFlash } from '#lib/server/flash.ts';
import { readPreferences, savePreferences } from '#lib/server/preferences.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ cookies, params }) => {
	const { shell } = await readHome(requireMember(), params.residence);
	return { shell, people: await listPeopleHere(), ...readPreferences(cookies) };
};

export const actions: Actions = {
	save: async ({ cookies, request, url }) => {
		savePreferences(cookies, await request.formData());
		const locale = toLocale(cookies.get(cookieName));
		setFlash(cookies, m.me_saved({}, { locale }));
		redirect(303, url.pathname);
	}
};
