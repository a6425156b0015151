import { fail, redirect } from '@sveltejs/kit';
import { afterProof } from '#lib/accounts/after-proof.ts';
import { provePassword, sendProofCode } from '#lib/accounts/proof.server.ts';
import { ProvePassword } from '#lib/accounts/schema.ts';
import { readCredentials } from '#lib/accounts/server.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { errorSentence } from '#lib/text/errors.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script but the box that shows the password, which brings its own. */
export const csr = false;

export const load: PageServerLoad = async ({ params, url }) => {
	const credentials = await readCredentials(requireMember(), params.residence);
	if (credentials.isProven) {
		redirect(303, `/r/${params.residence}/me/credentials${afterProof(url.searchParams)}`);
	}
	return credentials;
};

export const actions: Actions = {
	code: async ({ params, request, url }) => {
		requireMember();
		const data = await request.formData();
		try {
			await sendProofCode(null);
		} catch (problem) {
			return refuse(problem, data, () => 'ask');
		}
		const then = afterProof(url.searchParams).slice(1);
		redirect(303, `/r/${params.residence}/me/credentials/code${then && `?then=${then}`}`);
	},

	password: async ({ params, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(ProvePassword, data);
		if (!parsed.ok) return fail(422, parsed);
		const { email } = await readCredentials(client, params.residence);
		try {
			if (!(await provePassword(email ?? '', parsed.value.password))) {
				return refuseField(data, 'password', errorSentence('password_wrong'));
			}
		} catch (problem) {
			return refuse(problem, data, () => 'password');
		}
		redirect(303, `/r/${params.residence}/me/credentials${afterProof(url.searchParams)}`);
	}
};
