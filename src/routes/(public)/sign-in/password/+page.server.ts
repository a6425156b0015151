import { fail, redirect } from '@sveltejs/kit';
import { UsePassword } from '#lib/accounts/schema.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { nextPath } from '#lib/members/next-path.ts';
import { enter } from '#lib/members/sign-in.server.ts';
import { signInWithPassword } from '#lib/accounts/password-sign-in.server.ts';
import { errorSentence } from '#lib/text/errors.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script but the box that shows the password, which brings its own. */
export const csr = false;

export const load: PageServerLoad = ({ locals, url }) => {
	const next = nextPath(url.searchParams.get('next'));
	const isAdding = url.searchParams.has('add');
	if (locals.user && !isAdding) redirect(303, next ?? '/');
	return { next, isAdding };
};

export const actions: Actions = {
	default: async ({ locals, request }) => {
		const data = await request.formData();
		const parsed = await parseForm(UsePassword, data);
		if (!parsed.ok) return fail(422, parsed);
		const { email, password } = parsed.value;
		try {
			if (!(await signInWithPassword(email, password))) {
				return refuseField(data, 'password', errorSentence('password_wrong'));
			}
		} catch (problem) {
			return refuse(problem, data, { too_many_tries: 'password' });
		}
		return enter(locals.supabase, nextPath(data.get('next')));
	}
};
