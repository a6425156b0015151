import { fail, redirect } from '@sveltejs/kit';
import { afterProof } from '#lib/accounts/after-proof.ts';
import { sendProofCode, tryProofCode } from '#lib/accounts/proof.server.ts';
import { readCredentials } from '#lib/accounts/server.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { TryCode } from '#lib/members/schema.ts';
import { requireMember } from '#lib/members/server.ts';
import { unsentMails } from '#lib/members/sign-in.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { wakeWorker } from '#lib/server/jobs/worker.ts';
import { errorSentence } from '#lib/text/errors.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const credentials = await readCredentials(requireMember(), params.residence);
	if (!credentials.pendingEmail) redirect(303, `/r/${params.residence}/me/credentials`);
	return { ...credentials, mails: await unsentMails(credentials.shell.residence.isDemo) };
};

export const actions: Actions = {
	enter: async ({ cookies, params, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(TryCode, data);
		if (!parsed.ok) return fail(422, parsed);
		const before = await readCredentials(client, params.residence);
		let result: Awaited<ReturnType<typeof tryProofCode>>;
		try {
			result = await tryProofCode(parsed.value.code);
		} catch (problem) {
			return refuse(problem, data, () => 'code');
		}
		if (result === 'email_taken' || !before.pendingEmail) {
			// Nothing waits for a code any more: there is another address to name.
			const sentence = before.pendingEmail ? errorSentence(result) : m.auth_code_gone();
			setFlash(cookies, sentence, 'brick');
			redirect(303, `/r/${params.residence}/me/credentials/email`);
		}
		if (result !== 'proven') return refuseField(data, 'code', errorSentence(result));
		const { email } = await readCredentials(client, params.residence);
		if (email && email !== before.email) {
			// The address before is told now, and not in a quarter of a minute.
			wakeWorker();
			setFlash(cookies, m.credentials_email_done({ email }));
		}
		redirect(303, `/r/${params.residence}/me/credentials${afterProof(url.searchParams)}`);
	},

	resend: async ({ cookies, params, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const { email, pendingEmail } = await readCredentials(client, params.residence);
		if (!pendingEmail) return refuseField(data, 'resend', m.auth_code_gone(), 410);
		try {
			await sendProofCode(pendingEmail === email ? null : pendingEmail);
		} catch (problem) {
			return refuse(problem, data, () => 'resend');
		}
		setFlash(cookies, m.auth_code_sent_again());
		const then = url.searchParams.get('then') === 'password' ? '?then=password' : '';
		redirect(303, `/r/${params.residence}/me/credentials/code${then}`);
	}
};
