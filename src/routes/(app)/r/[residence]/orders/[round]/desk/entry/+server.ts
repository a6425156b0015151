import { error, redirect } from '@sveltejs/kit';
import { requireMember } from '#lib/members/server.ts';
import { readDesk } from '#lib/orders/server.ts';
import { m } from '#lib/paraglide/messages.js';
import type { RequestHandler } from './$types';

/** To the first inhabited door without an order; to the list when everybody has one. */
export const GET: RequestHandler = async ({ params }) => {
	const { shell, households } = await readDesk(requireMember(), params.round);
	if (shell.residence.id !== params.residence) error(404, m.error_not_found());
	const first = households.find(({ totalCents, names }) => totalCents === null && names);
	const desk = `/r/${params.residence}/orders/${params.round}/desk`;
	redirect(303, first ? `${desk}/entry/${first.id}` : desk);
};
