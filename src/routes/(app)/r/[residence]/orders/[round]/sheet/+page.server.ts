import { redirect } from '@sveltejs/kit';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { readRoundAdmin } from '#lib/rounds/states.server.ts';
import { setFlash } from '#lib/server/flash.ts';
import { renewSheetLink, resendSheet, revokeSheet } from '#lib/sheets/server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const page = await readRoundAdmin(requireMember(), params.residence, params.round);
	return { ...page, now: new Date() };
};

export const actions: Actions = {
	resend: async ({ params, request, cookies, url }) => {
		const client = requireMember();
		let queued: boolean;
		try {
			queued = await resendSheet(client, params.round);
		} catch (problem) {
			return refuse(problem, await request.formData());
		}
		if (queued) setFlash(cookies, m.sheet_resent());
		else setFlash(cookies, m.sheet_resend_none(), 'brick');
		redirect(303, url.pathname);
	},

	revoke: async ({ params, request, cookies, url }) => {
		const client = requireMember();
		try {
			await revokeSheet(client, params.round);
		} catch (problem) {
			return refuse(problem, await request.formData());
		}
		setFlash(cookies, m.sheet_link_revoked());
		redirect(303, url.pathname);
	},

	renew: async ({ params, request, cookies, url }) => {
		const client = requireMember();
		try {
			await renewSheetLink(client, params.round);
		} catch (problem) {
			return refuse(problem, await request.formData());
		}
		setFlash(cookies, m.sheet_link_renewed());
		redirect(303, url.pathname);
	}
};
