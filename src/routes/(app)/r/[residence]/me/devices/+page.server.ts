import { error, fail, redirect } from '@sveltejs/kit';
import { ChooseDevice, NameDevice } from '#lib/accounts/schema.ts';
import { readDevices, renameDevice, signOutDevice, signOutOthers } from '#lib/accounts/server.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const page = await readDevices(requireMember(), params.residence);
	if (page.shell.residence.id !== params.residence) error(404, m.error_not_found());
	return { ...page, now: new Date().toISOString() };
};

export const actions: Actions = {
	rename: async ({ cookies, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(NameDevice, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await renameDevice(client, parsed.value.device, parsed.value.name);
		} catch (problem) {
			return refuse(problem, data, { not_found: 'name' });
		}
		setFlash(cookies, m.devices_renamed({ name: parsed.value.name }));
		redirect(303, url.pathname);
	},

	end: async ({ cookies, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(ChooseDevice, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await signOutDevice(client, parsed.value.device);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.devices_ended());
		redirect(303, url.pathname);
	},

	others: async ({ cookies, url }) => {
		const count = await signOutOthers(requireMember());
		setFlash(cookies, m.devices_ended_count({ count }));
		redirect(303, url.pathname);
	}
};
