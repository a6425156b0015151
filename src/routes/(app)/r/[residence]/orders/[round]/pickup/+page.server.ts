import { fail, redirect } from '@sveltejs/kit';
import { LISTS } from '#lib/delivery/baskets.ts';
import { checkSchema, pickUpSchema } from '#lib/delivery/schema.ts';
import { pickUp, readPickup } from '#lib/delivery/server.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { paySchema } from '#lib/payments/schema.ts';
import {
	handOver,
	refusePayment,
	settlePay,
	takenWords,
	takePayment
} from '#lib/payments/server.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const page = await readPickup(requireMember(), params.residence, params.round);
	const by = LISTS.find((kind) => kind === url.searchParams.get('by')) ?? 'stairs';
	const query = url.searchParams.get('q') ?? '';
	const order = url.searchParams.get('order');
	return {
		...page,
		by,
		query,
		open: page.orders.find(({ id }) => id === order) ?? null,
		now: new Date()
	};
};

/** The list in its order, ready for the next person: nothing open, nothing searched for. */
function listAddress(url: URL): string {
	const by = LISTS.find((kind) => kind === url.searchParams.get('by'));
	return by ? `${url.pathname}?by=${by}` : url.pathname;
}

export const actions: Actions = {
	/** The box of a row. It answers in place: after a redirect the list would jump to its top. */
	check: async ({ request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(checkSchema, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			const { order } = parsed.value;
			await pickUp(client, { order, state: 'collected', by: '', note: '' });
		} catch (problem) {
			return refuse(problem, data);
		}
		return { checked: parsed.value.order };
	},

	hand: async ({ request, cookies, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(pickUpSchema, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await pickUp(client, parsed.value);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, handedWords(parsed.value.state));
		redirect(303, listAddress(url));
	},

	pay: async ({ params, request, cookies, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(paySchema, data);
		if (!parsed.ok) return fail(422, parsed);
		const settled = settlePay(parsed.value, data);
		if (!('ok' in settled)) return settled;
		const { collect } = parsed.value;
		try {
			if (collect) await handOver(client, collect, parsed.value, settled);
			else await takePayment(client, params.round, parsed.value, settled);
		} catch (problem) {
			return refusePayment(problem, data);
		}
		setFlash(
			cookies,
			collect ? m.pickup_paid_and_handed({ paid: takenWords(settled) }) : takenWords(settled)
		);
		redirect(303, listAddress(url));
	}
};

function handedWords(state: 'collected' | 'partly' | 'carry_up' | 'not_collected' | 'waiting') {
	switch (state) {
		case 'collected':
			return m.pickup_done_collected();
		case 'partly':
			return m.pickup_done_partly();
		case 'carry_up':
			return m.pickup_done_carry_up();
		case 'not_collected':
			return m.pickup_done_not_collected();
		case 'waiting':
			return m.pickup_done_waiting();
	}
}
