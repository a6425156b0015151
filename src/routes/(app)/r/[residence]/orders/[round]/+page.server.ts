import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { requireMember } from '#lib/members/server.ts';
import { refuseOrder } from '#lib/orders/refusal.server.ts';
import { cancelOrderSchema, ownOrderSchema } from '#lib/orders/schema.ts';
import { cancelOrder, placeOrder, readRound } from '#lib/orders/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const page = await readRound(requireMember(), params.round);
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	return { ...page, now: new Date().toISOString() };
};

export const actions: Actions = {
	place: async ({ params, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(ownOrderSchema, data);
		if (!parsed.ok) return fail(422, parsed);
		const { household, ...order } = parsed.value;
		try {
			await placeOrder(client, params.round, household, order);
		} catch (problem) {
			return refuseOrder(problem, data);
		}
		redirect(303, url.pathname);
	},

	cancel: async ({ request, cookies, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(cancelOrderSchema, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await cancelOrder(client, parsed.value.order, parsed.value.baseVersion);
		} catch (problem) {
			return refuseOrder(problem, data);
		}
		setFlash(cookies, m.orders_cancelled_flash());
		redirect(303, url.pathname);
	}
};
