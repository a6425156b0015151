import { redirect } from '@sveltejs/kit';
import { localPath } from '#lib/members/next-path.ts';
import { savePreferences } from '#lib/server/preferences.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = ({ url }) => ({
	next: localPath(url.searchParams.get('next'))
});

export const actions: Actions = {
	default: async ({ cookies, request }) => {
		const data = await request.formData();
		savePreferences(cookies, data);
		redirect(303, localPath(data.get('next')) ?? '/');
	}
};
