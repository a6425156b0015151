import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { OpenNotification, ReadAll } from '#lib/notifications/schema.ts';
import { openNotification, readAllNotifications, readInbox } from '#lib/notifications/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const page = await readInbox(requireMember(), params.residence);
	return { ...page, now: new Date().toISOString() };
};

export const actions: Actions = {
	open: async ({ request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(OpenNotification, data);
		if (!parsed.ok) return fail(422, parsed);
		let address: string;
		try {
			address = await openNotification(client, parsed.value.notification);
		} catch (problem) {
			return refuse(problem, data);
		}
		redirect(303, address);
	},

	all: async ({ cookies, params, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(ReadAll, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await readAllNotifications(client, params.residence, parsed.value.until);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.inbox_all_read());
		redirect(303, url.pathname);
	}
};
