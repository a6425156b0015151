import { fail, redirect, type Cookies } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { paySchema, refundSchema, reverseSchema } from '#lib/payments/schema.ts';
import {
	giveBack,
	readMoney,
	refusePayment,
	reversePayment,
	settlePay,
	takenWords,
	takePayment
} from '#lib/payments/server.ts';
import { settleRound } from '#lib/rounds/states.server.ts';
import { setFlash } from '#lib/server/flash.ts';
import { formatCents } from '#lib/text/money.ts';
import type { Actions, PageServerLoad } from './$types';

const LISTS = ['owing', 'all', 'journal'] as const;

export const load: PageServerLoad = async ({ params, url }) => {
	const page = await readMoney(requireMember(), params.residence, params.round);
	const household = url.searchParams.get('household');
	return {
		...page,
		list: LISTS.find((list) => list === url.searchParams.get('list')) ?? 'owing',
		open: page.households.find(({ id }) => id === household) ?? null,
		now: new Date()
	};
};

/** Says what was done and shows the page as it was looked at. */
function stay(url: URL, cookies: Cookies, text: string): never {
	const kept = new URLSearchParams();
	for (const key of ['list', 'household']) {
		const value = url.searchParams.get(key);
		if (value) kept.set(key, value);
	}
	setFlash(cookies, text);
	redirect(303, kept.size ? `${url.pathname}?${kept}` : url.pathname);
}

export const actions: Actions = {
	pay: async ({ params, request, cookies, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(paySchema, data);
		if (!parsed.ok) return fail(422, parsed);
		const settled = settlePay(parsed.value, data);
		if (!('ok' in settled)) return settled;
		try {
			await takePayment(client, params.round, parsed.value, settled);
		} catch (problem) {
			return refusePayment(problem, data);
		}
		stay(url, cookies, takenWords(settled));
	},

	refund: async ({ params, request, cookies, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(refundSchema, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await giveBack(client, params.round, parsed.value);
		} catch (problem) {
			return refusePayment(problem, data);
		}
		stay(url, cookies, m.money_given_back({ amount: formatCents(parsed.value.amount) }));
	},

	reverse: async ({ request, cookies, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(reverseSchema, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await reversePayment(client, parsed.value.entry);
		} catch (problem) {
			return refuse(problem, data);
		}
		stay(url, cookies, m.money_reversed());
	},

	settle: async ({ params, request, cookies, url }) => {
		const client = requireMember();
		try {
			await settleRound(client, params.round);
		} catch (problem) {
			return refuse(problem, await request.formData());
		}
		stay(url, cookies, m.money_settled());
	},

	unsettle: async ({ params, request, cookies, url }) => {
		const client = requireMember();
		try {
			await settleRound(client, params.round, true);
		} catch (problem) {
			return refuse(problem, await request.formData());
		}
		stay(url, cookies, m.money_unsettled());
	}
};
