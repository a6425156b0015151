import { fail, redirect } from '@sveltejs/kit';
import {
	listPeopleHere,
	signOutEverybody,
	signOutWaiting,
	switchTo
} from '#lib/accounts/people-here.server.ts';
import { ChooseSession } from '#lib/accounts/schema.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { personMark } from '#lib/server/person-mark.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ locals, url }) => {
	const people = await listPeopleHere();
	if (!locals.user && people.length === 0) redirect(303, '/sign-in');
	return {
		people,
		isOther: url.searchParams.has('other'),
		...(locals.user && { mark: personMark(locals.user.id) })
	};
};

export const actions: Actions = {
	to: async ({ cookies, locals, request }) => {
		const parsed = await parseForm(ChooseSession, await request.formData());
		if (!parsed.ok) return fail(422, parsed);
		if (await switchTo(parsed.value.session)) redirect(303, '/');
		setFlash(cookies, m.switch_gone(), 'brick');
		redirect(303, locals.user ? '/sign-in?add' : '/sign-in');
	},

	out: async ({ cookies, locals, request }) => {
		const parsed = await parseForm(ChooseSession, await request.formData());
		if (!parsed.ok) return fail(422, parsed);
		await signOutWaiting(parsed.value.session);
		setFlash(cookies, m.switch_out_done());
		redirect(303, locals.user ? '/switch' : '/sign-in');
	},

	everybody: async ({ cookies }) => {
		await signOutEverybody();
		setFlash(cookies, m.switch_everybody_done());
		redirect(303, '/sign-in');
	}
};
