import { redirect } from '@sveltejs/kit';
import { localPath } from '#lib/members/next-path.ts';
import { isLocale } from '#lib/paraglide/runtime.js';
import { keepPreferences } from '#lib/server/preferences.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = ({ url }) => ({
	next: localPath(url.searchParams.get('next'))
});

export const actions: Actions = {
	default: async ({ cookies, request }) => {
		const data = await request.formData();
		const language = data.get('language');
		if (isLocale(language)) keepPreferences(cookies, { language });
		redirect(303, localPath(data.get('next')) ?? '/');
	}
};
