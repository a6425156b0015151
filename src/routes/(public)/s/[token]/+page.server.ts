import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { requireSheet } from '#lib/sheets/private-link.server.ts';
import { producerAnswer } from '#lib/sheets/schema.ts';
import { answerSheet, confirmSheet } from '#lib/sheets/server.ts';
import { isToken } from '#lib/sheets/token.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	return { sheet: await requireSheet(params.token), now: new Date() };
};

export const actions: Actions = {
	confirm: async ({ params, locals, request, cookies, url }) => {
		if (!isToken(params.token)) error(404, m.error_not_found());
		try {
			await confirmSheet(locals.supabase, params.token);
		} catch (problem) {
			return refuse(problem, await request.formData());
		}
		setFlash(cookies, m.producer_page_confirmed());
		redirect(303, url.pathname);
	},

	answer: async ({ params, locals, request, cookies, url }) => {
		if (!isToken(params.token)) error(404, m.error_not_found());
		const data = await request.formData();
		const parsed = await parseForm(producerAnswer, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await answerSheet(locals.supabase, params.token, parsed.value);
		} catch (problem) {
			return refuse(problem, data, ({ detail }) =>
				typeof detail.offer === 'string' ? `quantity.${detail.offer}` : undefined
			);
		}
		setFlash(cookies, m.producer_page_answered());
		redirect(303, url.pathname);
	}
};
