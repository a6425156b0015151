import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { requireMember } from '#lib/members/server.ts';
import { refuseOrder } from '#lib/orders/refusal.server.ts';
import { placeOrderSchema } from '#lib/orders/schema.ts';
import { placeOrder, readDeskOrder } from '#lib/orders/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { formatCents } from '#lib/text/money.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const page = await readDeskOrder(requireMember(), params.round, params.household);
	const desk = `/r/${params.residence}/orders/${params.round}/desk`;
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	if (page.round.phase !== 'open') redirect(303, desk);
	return { ...page, now: new Date().toISOString() };
};

export const actions: Actions = {
	async place({ params, request, cookies }) {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(placeOrderSchema, data);
		if (!parsed.ok) return fail(422, parsed);

		const next = String(data.get('next') ?? '');
		const desk = `/r/${params.residence}/orders/${params.round}/desk`;
		const target = /^[0-9a-f-]{36}$/.test(next) ? `${desk}/entry/${next}` : desk;
		const { lines, baseVersion } = parsed.value;
		// An empty slip for a door without an order: nothing to keep, on to the next door.
		if (lines.length === 0 && baseVersion === 0) redirect(303, target);
		try {
			const { totalCents } = await placeOrder(client, params.round, params.household, parsed.value);
			const door = String(data.get('door') ?? '').slice(0, 60);
			setFlash(cookies, m.desk_entry_saved({ door, total: formatCents(totalCents) }));
		} catch (problem) {
			return refuseOrder(problem, data);
		}
		redirect(303, target);
	}
};
