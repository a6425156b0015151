import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { ChooseMandate } from './schema.ts';
import encodeQR from 'qr';
import { spacedCode } from '#lib/joining/code.ts';
import { endMandate, issueHelperCode } from './server.ts';

/** The button on a mandate's card, wherever it stands: the same act for each of the three. */
export async function endMandateAction({ cookies, request, url }: RequestEvent) {
	const client = requireMember();
	const data = await request.formData();
	const parsed = await parseForm(ChooseMandate, data);
	if (!parsed.ok) return fail(422, parsed);
	try {
		await endMandate(client, parsed.value.mandate);
	} catch (problem) {
		return refuse(problem, data);
	}
	setFlash(cookies, m.helpers_stopped());
	// Who lives elsewhere and helps nobody any more has no page here.
	redirect(303, data.has('leaving') ? '/' : url.pathname);
}

/**
 * The button that makes a code for a helper without e-mail. Its answer is the page itself, and no other
 * address: whoever loads that page again sees no code.
 */
export async function helperCodeAction({ request, url }: RequestEvent) {
	const client = requireMember();
	const data = await request.formData();
	const parsed = await parseForm(ChooseMandate, data);
	if (!parsed.ok) return fail(422, parsed);
	try {
		const { token, code, expiresAt, helper } = await issueHelperCode(client, parsed.value.mandate);
		const drawn = drawForPhones(`${url.origin}/join/l/${token}`);
		return {
			message: '',
			code: {
				helper,
				code: spacedCode(code),
				site: `${url.host}/join`,
				qr: `data:image/svg+xml;base64,${Buffer.from(drawn).toString('base64')}`,
				expiresAt
			}
		};
	} catch (problem) {
		return refuse(problem, data);
	}
}

/** A QR code on white paper of its own: on a dark page, black alone is seen by no phone. */
function drawForPhones(link: string): string {
	const drawn = encodeQR(link, 'svg', { ecc: 'medium', border: 4 });
	return drawn.replace('>', '><path fill="#fff" d="M0 0h999v999H0Z"/>');
}
