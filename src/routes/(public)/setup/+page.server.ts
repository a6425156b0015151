import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { askCode } from '#lib/members/sign-in.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { CreateResidence } from '#lib/residences/schema.ts';
import { createResidence, readSetupStatus } from '#lib/residences/server.ts';
import { listTimeZones } from '#lib/residences/time-zones.ts';
import { setFlash } from '#lib/server/flash.ts';
import { Refusal } from '#lib/server/supabase/rpc.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const { empty } = await readSetupStatus(locals.supabase);
	if (!empty) redirect(303, '/');
	return { zones: listTimeZones() };
};

export const actions: Actions = {
	default: async ({ cookies, request }) => {
		const data = await request.formData();
		const parsed = await parseForm(CreateResidence, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await createResidence(parsed.value);
		} catch (problem) {
			return refuse(problem, data, { setup_code_wrong: 'setupCode', too_many_tries: 'setupCode' });
		}
		setFlash(cookies, m.setup_done());
		try {
			await askCode(parsed.value.caretakerEmail, null);
		} catch (problem) {
			// The residence exists; only its first code has to wait.
			if (problem instanceof Refusal) redirect(303, '/');
			throw problem;
		}
		redirect(303, '/sign-in/code');
	}
};
