import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { requireMember } from '#lib/members/server.ts';
import { canChoose, sayChoice } from '#lib/orders/choose.ts';
import { refuseOrder } from '#lib/orders/refusal.server.ts';
import { ownOrderSchema } from '#lib/orders/schema.ts';
import { placeOrder, readRound } from '#lib/orders/server.ts';
import { askedFor, withFor } from '#lib/orders/with-for.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Actions, PageServerLoad } from './$types';

/** The form, for whom there is something to choose; everybody else goes on to what there is to read. */
export const load: PageServerLoad = async ({ params, request, url, isDataRequest }) => {
	const page = await readRound(requireMember(), params.round, askedFor(url));
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	const asked = (name: string) => url.searchParams.has(name);
	// Who is in the middle of the form keeps it, with what was typed, whatever became of the round.
	const isInside = request.method === 'POST' || isDataRequest;
	if (!canChoose(page, asked('edit') || isInside)) {
		redirect(303, withFor(`${url.pathname}/mine`, askedFor(url)));
	}
	const now = new Date().toISOString();
	return { shell: page.shell, ...sayChoice(page, asked('repeat'), now, url.pathname) };
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
		redirect(303, withFor(`${url.pathname}/mine`, askedFor(url)));
	}
};
