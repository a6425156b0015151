import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { OpenRound } from '#lib/rounds/schema.ts';
import { orderRoundSchema } from '#lib/rounds/state-schema.ts';
import {
	duplicateRound,
	openRound,
	orderRound,
	readRoundAdmin,
	settleRound
} from '#lib/rounds/states.server.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const page = await readRoundAdmin(requireMember(), params.residence, params.round);
	return { ...page, now: new Date() };
};

export const actions: Actions = {
	open: async ({ params, request, cookies, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(OpenRound, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await openRound(client, params.round, parsed.value.version);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.manage_opened());
		redirect(303, url.pathname);
	},

	order: async ({ params, request, cookies, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(orderRoundSchema, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await orderRound(client, params.round);
		} catch (problem) {
			return refuse(problem, data);
		}
		const { email } = parsed.value;
		setFlash(cookies, email ? m.manage_ordered_mail({ email }) : m.manage_ordered());
		redirect(303, url.pathname);
	},

	settle: async ({ params, request, cookies, url }) => {
		const client = requireMember();
		try {
			await settleRound(client, params.round);
		} catch (problem) {
			return refuse(problem, await request.formData());
		}
		setFlash(cookies, m.manage_settled());
		redirect(303, url.pathname);
	},

	unsettle: async ({ params, request, cookies, url }) => {
		const client = requireMember();
		try {
			await settleRound(client, params.round, true);
		} catch (problem) {
			return refuse(problem, await request.formData());
		}
		setFlash(cookies, m.manage_unsettled());
		redirect(303, url.pathname);
	},

	duplicate: async ({ params, request, cookies }) => {
		const client = requireMember();
		let copy: string;
		try {
			copy = await duplicateRound(client, params.round);
		} catch (problem) {
			return refuse(problem, await request.formData());
		}
		setFlash(cookies, m.manage_duplicated());
		redirect(303, `/r/${params.residence}/orders/${copy}/edit/preview`);
	}
};
