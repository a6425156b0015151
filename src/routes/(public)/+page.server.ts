import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { listOwnRequests } from '#lib/joining/join.server.ts';
import { listMyResidences } from '#lib/members/sign-in.server.ts';
import { OpenDemo } from '#lib/residences/schema.ts';
import { howDemoOpens, openDemo, readSetupStatus } from '#lib/residences/server.ts';
import { personMark } from '#lib/server/person-mark.ts';
import { isMadeAddress } from '#lib/server/supabase/clients.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

/** Where the shortcuts of the installed app lead (static/manifest.webmanifest), below the residence. */
const SHORTCUTS = ['orders', 'orders/mine', 'inbox'];

/** The first page: one's own residence, the way in, or the choice that an empty database offers. */
export const load: PageServerLoad = async ({ locals, url }) => {
	if (locals.user) {
		const residences = await listMyResidences(locals.supabase);
		const [only, another] = residences;
		if (only && !another) {
			const to = SHORTCUTS.find((place) => place === url.searchParams.get('to'));
			redirect(303, to ? `/r/${only.id}/${to}` : `/r/${only.id}`);
		}
		if (!only) {
			const [request] = await listOwnRequests(locals.supabase);
			// Let in and gone again, or taken back: there is nothing to wait for.
			if (request?.state === 'waiting' || request?.state === 'refused') redirect(303, '/waiting');
		}
		const { email } = locals.user;
		return {
			kind: 'residences' as const,
			mark: personMark(locals.user.id),
			residences,
			email: isMadeAddress(email) ? null : email
		};
	}
	const { empty } = await readSetupStatus(locals.supabase);
	if (!empty) redirect(303, locals.sessionExpired ? '/sign-in?expired' : '/sign-in');
	return { kind: 'empty' as const, demo: await howDemoOpens() };
};

export const actions: Actions = {
	demo: async ({ request }) => {
		const data = await request.formData();
		const parsed = await parseForm(OpenDemo, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await openDemo(parsed.value.setupCode);
		} catch (problem) {
			return refuse(problem, data, { setup_code_wrong: 'setupCode', too_many_tries: 'setupCode' });
		}
		redirect(303, '/');
	}
};
