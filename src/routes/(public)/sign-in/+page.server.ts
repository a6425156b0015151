import { fail, redirect } from '@sveltejs/kit';
import { listPeopleHere } from '#lib/accounts/people-here.server.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { nextPath } from '#lib/members/next-path.ts';
import { AskCode, BecomePerson } from '#lib/members/schema.ts';
import { askCode, becomeDemoPerson, enter, listDemoPeople } from '#lib/members/sign-in.server.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const next = nextPath(url.searchParams.get('next'));
	// Somebody else of the same phone comes in while its person stays.
	const isAdding = url.searchParams.has('add');
	if (locals.user && !isAdding) redirect(303, next ?? '/');
	return {
		next,
		isAdding: isAdding && locals.user !== null,
		people: locals.user ? [] : await listPeopleHere(),
		expired: locals.sessionExpired || url.searchParams.has('expired'),
		ended: url.searchParams.has('ended'),
		demo: await listDemoPeople(locals.supabase)
	};
};

export const actions: Actions = {
	ask: async ({ locals, request }) => {
		const data = await request.formData();
		const parsed = await parseForm(AskCode, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await askCode(parsed.value.email, nextPath(data.get('next')), locals.user !== null);
		} catch (problem) {
			return refuse(problem, data, { too_many_tries: 'email' });
		}
		redirect(303, '/sign-in/code');
	},

	demo: async ({ request, locals }) => {
		const data = await request.formData();
		const parsed = await parseForm(BecomePerson, data);
		if (!parsed.ok) return fail(422, parsed);
		if (!(await becomeDemoPerson(parsed.value.email))) {
			return refuseField(data, 'person', m.auth_demo_gone(), 404);
		}
		return enter(locals.supabase, nextPath(data.get('next')));
	},

	/** Signed in, but not yet tied to a residence when they were: look again. */
	retry: async ({ locals }) => {
		if (!locals.user) redirect(303, '/');
		return enter(locals.supabase, null);
	}
};
