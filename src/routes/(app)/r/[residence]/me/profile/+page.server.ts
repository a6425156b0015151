import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { SaveProfile } from '#lib/profile/schema.ts';
import { readProfile, saveProfile } from '#lib/profile/server.ts';
import { setFlash } from '#lib/server/flash.ts';
import { keepPreferences, readPreferences } from '#lib/server/preferences.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ cookies, params }) => {
	const page = await readProfile(requireMember(), params.residence);
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	// Somebody who never chose has what this device shows.
	return { ...page, preferences: page.preferences ?? readPreferences(cookies) };
};

export const actions: Actions = {
	default: async ({ cookies, params, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(SaveProfile, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await saveProfile(client, params.residence, parsed.value);
		} catch (problem) {
			return refuse(problem, data);
		}
		keepPreferences(cookies, parsed.value);
		setFlash(cookies, m.profile_saved({}, { locale: parsed.value.language }));
		redirect(303, url.pathname);
	}
};
