import { fail, redirect } from '@sveltejs/kit';
import { passwordProblem } from '#lib/accounts/password-rule.ts';
import { savePassword } from '#lib/accounts/proof.server.ts';
import { ChoosePassword } from '#lib/accounts/schema.ts';
import { readCredentials } from '#lib/accounts/server.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script but the box that shows the password, which brings its own. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const credentials = await readCredentials(requireMember(), params.residence);
	if (!credentials.email) redirect(303, `/r/${params.residence}/me/credentials`);
	if (!credentials.isProven)
		redirect(303, `/r/${params.residence}/me/credentials/confirm?then=password`);
	return credentials;
};

export const actions: Actions = {
	save: async ({ cookies, params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(ChoosePassword, data);
		if (!parsed.ok) return fail(422, parsed);
		const { password, others } = parsed.value;
		const { email } = await readCredentials(client, params.residence);
		const problem = passwordProblem(password, email);
		if (problem) {
			const sentences = {
				short: m.credentials_password_short,
				long: m.credentials_password_long,
				common: m.credentials_password_common
			};
			return refuseField(data, 'password', sentences[problem]());
		}
		try {
			await savePassword(password, others);
		} catch (refused) {
			return refuse(refused, data, () => 'password');
		}
		setFlash(cookies, m.credentials_password_saved());
		redirect(303, `/r/${params.residence}/me/credentials`);
	},

	remove: async ({ cookies, params, request }) => {
		requireMember();
		const data = await request.formData();
		try {
			await savePassword(null, false);
		} catch (refused) {
			return refuse(refused, data, () => 'remove');
		}
		setFlash(cookies, m.credentials_password_removed());
		redirect(303, `/r/${params.residence}/me/credentials`);
	}
};
