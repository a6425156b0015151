import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { ChooseMonths, proposedMonths } from '#lib/privacy/schema.ts';
import { readRetention, saveRetention, startRetention } from '#lib/privacy/server.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params, url }) => {
	const proposed = proposedMonths(url.searchParams);
	const page = await readRetention(requireMember(), params.residence, proposed);
	return { ...page, isProposal: proposed !== null, now: new Date().toISOString() };
};

export const actions: Actions = {
	save: async ({ cookies, params, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(ChooseMonths, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await saveRetention(client, params.residence, parsed.value);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.keep_saved());
		redirect(303, url.pathname);
	},

	start: async ({ cookies, params, url }) => {
		await startRetention(requireMember(), params.residence);
		setFlash(cookies, m.keep_started());
		redirect(303, url.pathname);
	}
};
