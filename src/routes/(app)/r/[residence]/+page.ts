import { isStaff } from '#lib/residences/views.ts';
import type { PageLoad } from './$types';

/** Neighbours' phones do not fetch the code of the caretaker's page. */
export const load: PageLoad = async ({ data }) => {
	const home = isStaff(data.shell.member.role)
		? await import('./StaffHome.svelte')
		: await import('./NeighbourHome.svelte');
	return { ...data, Home: home.default };
};
