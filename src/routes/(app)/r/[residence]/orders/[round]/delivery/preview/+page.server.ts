import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { listCounted } from '#lib/delivery/count.ts';
import { countSchema, deliverSchema, ruleSchema } from '#lib/delivery/schema.ts';
import { deliverRound, previewDelivery, readDelivery } from '#lib/delivery/server.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const client = requireMember();
	const counted = await listCounted(url.searchParams);
	const count = `/r/${params.residence}/orders/${params.round}/delivery`;
	// Back to the fields, each with its sentence.
	if (counted.arrivals === null) redirect(303, `${count}${url.search}`);
	const rule = v.parse(ruleSchema, url.searchParams.get('rule') ?? undefined);
	const [page, shares] = await Promise.all([
		readDelivery(client, params.residence, params.round),
		previewDelivery(client, params.round, counted.arrivals, rule)
	]);
	if (!['ordered', 'delivered'].includes(page.round.state)) redirect(303, count);
	return { ...page, rule, shares, typed: counted.typed, arrivals: counted.arrivals };
};

export const actions: Actions = {
	default: async ({ params, request, cookies }) => {
		const client = requireMember();
		const data = await request.formData();
		const [counts, parsed] = await Promise.all([
			parseForm(countSchema, data),
			parseForm(deliverSchema, data)
		]);
		if (!counts.ok) return fail(422, counts);
		if (!parsed.ok) return fail(422, parsed);
		let changed: number;
		try {
			changed = await deliverRound(client, params.round, {
				...parsed.value,
				arrivals: counts.value
			});
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(
			cookies,
			changed > 0 ? m.delivery_done_changed({ count: changed }) : m.delivery_done()
		);
		redirect(303, `/r/${params.residence}/orders/${params.round}/pickup`);
	}
};
