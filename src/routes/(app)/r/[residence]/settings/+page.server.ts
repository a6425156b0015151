import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { SaveResidence } from '#lib/residences/schema.ts';
import { readSettings, saveResidence } from '#lib/residences/server.ts';
import { nameTimeZone } from '#lib/residences/time-zones.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const page = await readSettings(requireMember(), params.residence);
	return { ...page, zone: nameTimeZone(page.shell.residence.timeZone) };
};

export const actions: Actions = {
	default: async ({ cookies, params, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(SaveResidence, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await saveResidence(client, params.residence, parsed.value);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.settings_saved());
		redirect(303, url.pathname);
	}
};
