import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { requireMember } from '#lib/members/server.ts';
import { sayOffers } from '#lib/orders/offer-words.ts';
import { refuseOrder } from '#lib/orders/refusal.server.ts';
import { cancelOrderSchema } from '#lib/orders/schema.ts';
import { cancelOrder, readRound } from '#lib/orders/server.ts';
import { sayWhom } from '#lib/orders/whom.ts';
import { askedFor, withFor } from '#lib/orders/with-for.ts';
import { m } from '#lib/paraglide/messages.js';
import { rememberAsked, wasAsked } from '#lib/push/asked.server.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ cookies, params, url }) => {
	const page = await readRound(requireMember(), params.round, askedFor(url));
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	const offers = sayOffers(page.offers, page.round.producer);
	const whomWords = sayWhom(page.whom, page.shell.member.householdId, url.pathname);
	return { ...page, offers, whomWords, now: new Date().toISOString(), wasAsked: wasAsked(cookies) };
};

export const actions: Actions = {
	/** Not now: this phone is not asked again. */
	later: ({ cookies, url }) => {
		requireMember();
		rememberAsked(cookies);
		redirect(303, url.pathname);
	},

	cancel: async ({ params, request, cookies, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(cancelOrderSchema, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await cancelOrder(client, parsed.value.order, parsed.value.baseVersion);
		} catch (problem) {
			return refuseOrder(problem, data);
		}
		const forThem = askedFor(url) !== null;
		setFlash(cookies, forThem ? m.orders_cancelled_flash_for() : m.orders_cancelled_flash());
		redirect(303, withFor(`/r/${params.residence}/orders/${params.round}`, askedFor(url)));
	}
};
