import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { openResidence } from '#lib/residences/landlord.server.ts';
import { OpenResidence } from '#lib/residences/schema.ts';
import { readSettings } from '#lib/residences/server.ts';
import { listTimeZones } from '#lib/residences/time-zones.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const page = await readSettings(requireMember(), params.residence);
	if (page.shell.member.role !== 'manager') error(403, m.error_not_allowed());
	return { ...page, zones: listTimeZones() };
};

export const actions: Actions = {
	default: async ({ cookies, params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(OpenResidence, data);
		if (!parsed.ok) return fail(422, parsed);
		let residence: string;
		try {
			residence = await openResidence(client, params.residence, parsed.value);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(
			cookies,
			m.landlord_opened({ name: parsed.value.name, caretaker: parsed.value.caretakerName })
		);
		redirect(303, `/r/${residence}/landlord`);
	}
};
