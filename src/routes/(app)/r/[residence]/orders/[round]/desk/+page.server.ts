import { error } from '@sveltejs/kit';
import { requireMember } from '#lib/members/server.ts';
import { readDesk } from '#lib/orders/server.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const page = await readDesk(requireMember(), params.round);
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	const saved = url.searchParams.get('saved');
	return {
		...page,
		now: new Date().toISOString(),
		/** The household whose order has just been entered, to read its total aloud. */
		saved: page.households.find(({ id, orderId }) => id === saved && orderId) ?? null
	};
};
