import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { TryCode } from '#lib/members/schema.ts';
import { askCode, enter, readPending, tryCode, unsentMails } from '#lib/members/sign-in.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { readSetupStatus } from '#lib/residences/server.ts';
import { setFlash } from '#lib/server/flash.ts';
import { errorSentence } from '#lib/text/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ cookies, locals }) => {
	const pending = readPending(cookies);
	if (locals.user && !pending?.isAdding) redirect(303, pending?.next ?? '/');
	if (!pending) redirect(303, '/sign-in');
	const { demo } = await readSetupStatus(locals.supabase);
	return { email: pending.email, mails: await unsentMails(demo) };
};

export const actions: Actions = {
	enter: async ({ cookies, locals, request }) => {
		const data = await request.formData();
		const pending = readPending(cookies);
		if (!pending) return refuseField(data, 'code', m.auth_code_gone(), 410);
		const parsed = await parseForm(TryCode, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			const result = await tryCode(pending, parsed.value.code);
			if (result !== 'signed-in') return refuseField(data, 'code', errorSentence(result));
		} catch (problem) {
			return refuse(problem, data, { too_many_tries: 'code' });
		}
		return enter(locals.supabase, pending.next);
	},

	resend: async ({ cookies, request }) => {
		const data = await request.formData();
		const pending = readPending(cookies);
		if (!pending) return refuseField(data, 'resend', m.auth_code_gone(), 410);
		try {
			await askCode(pending.email, pending.next, pending.isAdding);
		} catch (problem) {
			return refuse(problem, data, { too_many_tries: 'resend' });
		}
		setFlash(cookies, m.auth_code_sent_again());
		redirect(303, '/sign-in/code');
	}
};
