import { error } from '@sveltejs/kit';
import { requireMember } from '#lib/members/server.ts';
import { sayDesk } from '#lib/orders/desk.ts';
import { readDesk } from '#lib/orders/server.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const page = await readDesk(requireMember(), params.round);
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	return {
		shell: page.shell,
		...sayDesk(page, url.searchParams.get('saved'), new Date().toISOString())
	};
};
