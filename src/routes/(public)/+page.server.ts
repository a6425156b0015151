import { fail, redirect } from '@sveltejs/kit';
import { listMyResidences } from '#lib/members/sign-in.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { canOpenDemo, openDemo, readSetupStatus } from '#lib/residences/server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

/** The first page: one's own residence, the way in, or the choice that an empty database offers. */
export const load: PageServerLoad = async ({ locals }) => {
	if (locals.user) {
		const residences = await listMyResidences(locals.supabase);
		const [only, another] = residences;
		if (only && !another) redirect(303, `/r/${only.id}`);
		return { kind: 'residences' as const, residences, email: locals.user.email };
	}
	const { empty } = await readSetupStatus(locals.supabase);
	if (!empty) redirect(303, locals.sessionExpired ? '/sign-in?expired' : '/sign-in');
	return { kind: 'empty' as const, canOpenDemo: await canOpenDemo() };
};

export const actions: Actions = {
	demo: async () => {
		if (!(await openDemo())) {
			return fail(409, {
				values: {},
				issues: {},
				message: m.start_demo_busy(),
				key: 'setup_closed'
			});
		}
		redirect(303, '/');
	}
};
