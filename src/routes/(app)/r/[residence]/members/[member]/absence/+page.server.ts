import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { nameSubstitute, readPerson, revokeSubstitute } from '#lib/members/roles.server.ts';
import { NameSubstitute, RevokeSubstitute } from '#lib/members/schema.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { wallClock } from '#lib/text/dates.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const page = await readPerson(requireMember(), params.residence, params.member);
	if (page.isStandingIn) error(403, m.error_substitute_limits());
	if (page.person.role !== 'caretaker') error(404, m.error_not_found());
	const { date } = wallClock(new Date(), page.shell.residence.timeZone);
	return { ...page, today: date };
};

export const actions: Actions = {
	name: async ({ cookies, params, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(NameSubstitute, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await nameSubstitute(client, params.residence, params.member, parsed.value);
		} catch (problem) {
			return refuse(problem, data, { not_found: 'substitute' });
		}
		setFlash(cookies, m.absence_named());
		redirect(303, url.pathname);
	},

	revoke: async ({ cookies, request, url }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(RevokeSubstitute, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await revokeSubstitute(client, parsed.value.substitution);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.absence_ended());
		redirect(303, url.pathname);
	}
};
