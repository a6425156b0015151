import { error, fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { comeInWithLetter, lookAtCode, readLetter } from '#lib/joining/join.server.ts';
import { UseLetter } from '#lib/joining/schema.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { Refusal } from '#lib/server/supabase/rpc.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs a script. */
export const csr = false;

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
	// "no-referrer" would make the form come from nowhere (Origin: null), and be refused.
	setHeaders({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
	const held = readLetter();
	// Used already, or left for long: one's own door, or the place to type the code.
	if (!held) redirect(303, locals.user ? '/' : '/join');
	const opened = await lookAtCode(held.secret).catch((problem: unknown) => {
		if (problem instanceof Refusal) error(problem.status, problem.sentence);
		throw problem;
	});
	return {
		// Wrong, too old, revoked: the same page for all.
		letter: opened?.kind === 'letter' ? opened : null,
		isSignedIn: locals.user !== null
	};
};

export const actions: Actions = {
	default: async ({ cookies, request }) => {
		const held = readLetter();
		if (!held) redirect(303, '/join/letter');
		const data = await request.formData();
		const parsed = await parseForm(UseLetter, data);
		if (!parsed.ok) return fail(422, parsed);
		let residence;
		try {
			residence = await comeInWithLetter(held, parsed.value);
		} catch (problem) {
			return refuse(problem, data, ({ detail }) => detail.field ?? 'person');
		}
		if (!residence) redirect(303, '/join/letter');
		setFlash(cookies, m.join_welcome());
		redirect(303, `/r/${residence}`);
	}
};
