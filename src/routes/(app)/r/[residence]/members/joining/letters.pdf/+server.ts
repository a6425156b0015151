import { redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { lettersPdf } from '#lib/joining/letters.server.ts';
import { IssueLetters } from '#lib/joining/schema.ts';
import { issueLetters } from '#lib/joining/server.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { Refusal } from '#lib/server/supabase/rpc.ts';
import type { RequestHandler } from './$types';

/** Makes the letters and hands them over: the only moment at which they can be printed. */
export const POST: RequestHandler = async ({ cookies, params, request, url }) => {
	const client = requireMember();
	const back = url.pathname.replace(/\/letters\.pdf$/, '');
	const parsed = await parseForm(IssueLetters, await request.formData());
	if (!parsed.ok) {
		setFlash(cookies, Object.values(parsed.issues)[0] ?? parsed.message, 'brick');
		redirect(303, back);
	}
	const batch = await issueLetters(client, params.residence, parsed.value).catch(
		(problem: unknown) => {
			if (!(problem instanceof Refusal)) throw problem;
			setFlash(cookies, problem.sentence, 'brick');
			redirect(303, back);
		}
	);
	const pdf = await lettersPdf(
		batch,
		({ token }) => `${url.origin}/join/l/${token}`,
		`${url.host}/join`
	);
	return new Response(new Uint8Array(pdf), {
		headers: {
			'content-type': 'application/pdf',
			// Kept, and not only shown: closing the page would lose letters that cannot be made again.
			'content-disposition': `attachment; filename="${m.letters_file()}.pdf"`,
			'cache-control': 'no-store'
		}
	});
};
