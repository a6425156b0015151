import { error, fail, redirect } from '@sveltejs/kit';
import { echo, parseForm } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { RecordMandate } from '#lib/mandates/schema.ts';
import { readHelpers, recordMandate } from '#lib/mandates/server.ts';
import { consentSentence } from '#lib/mandates/words.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { wakeWorker } from '#lib/server/jobs/worker.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const page = await readHelpers(requireMember(), params.residence, params.member);
	if (page.person.householdId === null) error(404, m.error_not_found());
	return page;
};

export const actions: Actions = {
	/**
	 * First the sentence to read out, then the yes to it: what is kept is what was on the screen. A
	 * form changed in between shows its new sentence, to be read once more.
	 */
	default: async ({ cookies, params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(RecordMandate, data);
		if (!parsed.ok) return fail(422, { ...parsed, sentence: null });
		const { person } = await readHelpers(client, params.residence, params.member);
		const { name, scopes, months, sentence: read } = parsed.value;
		const sentence = consentSentence(person.name, name, scopes, months);
		if (data.has('back')) return { values: echo(data), issues: {}, message: '', sentence: null };
		if (read !== sentence) return { values: echo(data), issues: {}, message: '', sentence };
		try {
			const recorded = await recordMandate(client, params.residence, params.member, parsed.value);
			if (!recorded) {
				const failure = refuseField(data, 'name', m.helpers_not_found());
				return fail(422, { ...failure.data, sentence: null });
			}
		} catch (problem) {
			const failure = refuse(problem, data);
			return fail(failure.status, { ...failure.data, sentence: null });
		}
		wakeWorker();
		setFlash(cookies, m.helpers_recorded_done({ name: person.name }));
		redirect(303, `/r/${params.residence}/members/${params.member}/helpers`);
	}
};
