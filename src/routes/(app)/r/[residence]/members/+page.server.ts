import { requireMember, readPeople } from '#lib/members/server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const page = await readPeople(requireMember(), params.residence);
	return { ...page, query: url.searchParams.get('q')?.slice(0, 100) ?? '' };
};
