import { fail, redirect } from '@sveltejs/kit';
import { sendProofCode } from '#lib/accounts/proof.server.ts';
import { NameEmail } from '#lib/accounts/schema.ts';
import { readCredentials } from '#lib/accounts/server.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const credentials = await readCredentials(requireMember(), params.residence);
	if (!credentials.isProven)
		redirect(303, `/r/${params.residence}/me/credentials/confirm?then=email`);
	return credentials;
};

export const actions: Actions = {
	default: async ({ params, request }) => {
		requireMember();
		const data = await request.formData();
		const parsed = await parseForm(NameEmail, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await sendProofCode(parsed.value.email);
		} catch (problem) {
			return refuse(problem, data, () => 'email');
		}
		redirect(303, `/r/${params.residence}/me/credentials/code`);
	}
};
