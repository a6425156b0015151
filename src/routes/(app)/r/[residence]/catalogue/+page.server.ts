import { readCatalogue } from '#lib/catalogue/server.ts';
import { requireMember } from '#lib/members/server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params }) =>
	readCatalogue(requireMember(), params.residence);
