import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { requireMember } from '#lib/members/server.ts';
import { sayOffers } from '#lib/orders/offer-words.ts';
import { refuseOrder } from '#lib/orders/refusal.server.ts';
import { cancelOrderSchema } from '#lib/orders/schema.ts';
import { cancelOrder, readRound } from '#lib/orders/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const page = await readRound(requireMember(), params.round);
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	const offers = sayOffers(page.offers, page.round.producer);
	return { ...page, offers, now: new Date().toISOString() };
};

export const actions: Actions = {
	cancel: async ({ params, request, cookies }) => {
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
		redirect(303, `/r/${params.residence}/orders/${params.round}`);
	}
};
