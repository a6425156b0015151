import { error } from '@sveltejs/kit';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { readBefore } from '#lib/profile/access-words.ts';
import { readAccess } from '#lib/profile/server.ts';
import type { PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params, url }) => {
	const before = readBefore(url.searchParams.get('before'));
	const page = await readAccess(requireMember(), params.residence, params.member, before);
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	return { ...page, isNewest: before === null, now: new Date().toISOString() };
};
