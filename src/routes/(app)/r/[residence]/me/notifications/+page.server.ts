import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { rememberAsked } from '#lib/push/asked.server.ts';
import { ChoosePhone } from '#lib/push/phones-schema.ts';
import { endPhone } from '#lib/push/phones.server.ts';
import { readNotificationSettings, sendTestPush, sendTestToAll } from '#lib/push/server.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

/* Its own script is all it needs: see src/lib/push/page.ts. */
export const csr = false;

export const load: PageServerLoad = async ({ cookies, params }) => {
	const page = await readNotificationSettings(requireMember(), params.residence);
	rememberAsked(cookies);
	return { ...page, now: new Date().toISOString() };
};

export const actions: Actions = {
	test: async ({ cookies, params, request, url }) => {
		const client = requireMember();
		try {
			const count = await sendTestPush(client, params.residence);
			setFlash(cookies, m.phone_test_sent({ count }));
		} catch (problem) {
			return refuse(problem, await request.formData());
		}
		redirect(303, url.pathname);
	},

	everybody: async ({ cookies, params, request, url }) => {
		const client = requireMember();
		try {
			const { people } = await sendTestToAll(client, params.residence);
			setFlash(cookies, m.phone_all_sent({ count: people }));
		} catch (problem) {
			return refuse(problem, await request.formData());
		}
		redirect(303, url.pathname);
	},

	remove: async ({ cookies, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(ChoosePhone, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await endPhone(client, parsed.value.phone);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.phone_removed());
		redirect(303, url.pathname);
	}
};
