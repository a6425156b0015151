import { error } from '@sveltejs/kit';
import { requireMember } from '#lib/members/server.ts';
import { readSlips } from '#lib/orders/server.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const page = await readSlips(requireMember(), params.round);
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	return page;
};
