import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { keepLetter, lookAtCode } from '#lib/joining/join.server.ts';
import { TypeCode } from '#lib/joining/schema.ts';
import { errorSentence } from '#lib/text/errors.ts';
import type { Actions } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const actions: Actions = {
	default: async ({ request }) => {
		const data = await request.formData();
		const parsed = await parseForm(TypeCode, data);
		if (!parsed.ok) return fail(422, parsed);
		const { typed } = parsed.value;
		let opened;
		try {
			opened = await lookAtCode(typed);
		} catch (problem) {
			return refuse(problem, data, () => 'typed');
		}
		if (!opened) return refuseField(data, 'typed', errorSentence('join_code_wrong'));
		if (opened.kind === 'poster') redirect(303, `/join/${encodeURIComponent(typed)}`);
		keepLetter(typed);
		redirect(303, '/join/letter');
	}
};
