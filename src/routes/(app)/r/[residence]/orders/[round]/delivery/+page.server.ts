import { listCounted } from '#lib/delivery/count.ts';
import { readDelivery } from '#lib/delivery/server.ts';
import { requireMember } from '#lib/members/server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const page = await readDelivery(requireMember(), params.residence, params.round);
	// Coming back from the preview: what was counted is in the address.
	return { ...page, counted: await listCounted(url.searchParams) };
};
