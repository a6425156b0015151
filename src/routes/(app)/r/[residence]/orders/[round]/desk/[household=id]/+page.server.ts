import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { requireMember } from '#lib/members/server.ts';
import { quantitiesOf } from '#lib/orders/basket.ts';
import { sayRepeat } from '#lib/orders/choose.ts';
import { sayOffers } from '#lib/orders/offer-words.ts';
import { refuseOrder } from '#lib/orders/refusal.server.ts';
import { repeatOrder } from '#lib/orders/repeat.ts';
import { cancelOrderSchema, placeOrderSchema } from '#lib/orders/schema.ts';
import { cancelOrder, placeOrder, readDeskOrder } from '#lib/orders/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const page = await readDeskOrder(requireMember(), params.round, params.household);
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	const offers = sayOffers(page.offers, page.round.producer);
	const saved = quantitiesOf(page.order?.lines);
	const repeat = page.last && url.searchParams.has('repeat') && repeatOrder(page.last, offers);
	return {
		...page,
		offers,
		saved,
		start: repeat ? { ...saved, ...repeat.quantities } : saved,
		repeated: repeat
			? sayRepeat(repeat, { done: m.desk_repeat_done, none: m.desk_repeat_none })
			: null,
		now: new Date().toISOString()
	};
};

export const actions: Actions = {
	async place({ params, request }) {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(placeOrderSchema, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await placeOrder(client, params.round, params.household, parsed.value);
		} catch (problem) {
			return refuseOrder(problem, data);
		}
		redirect(303, `/r/${params.residence}/orders/${params.round}/desk?saved=${params.household}`);
	},

	async cancel({ params, request, cookies }) {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(cancelOrderSchema, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await cancelOrder(client, parsed.value.order, parsed.value.baseVersion);
		} catch (problem) {
			return refuseOrder(problem, data);
		}
		setFlash(cookies, m.desk_cancelled({ door: String(data.get('door') ?? '').slice(0, 60) }));
		redirect(303, `/r/${params.residence}/orders/${params.round}/desk`);
	}
};
