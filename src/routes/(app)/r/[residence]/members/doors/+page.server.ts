import { error, fail, redirect, type Cookies } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { proposeDoors } from '#lib/members/doors.ts';
import { AddDoors, DescribeStaircase } from '#lib/members/schema.ts';
import { addDoors, readPeople, requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { isStaff } from '#lib/residences/views.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const { shell, households } = await readPeople(requireMember(), params.residence);
	if (!isStaff(shell.member.role)) error(403, m.error_not_allowed());
	const known = [...new Set(households.map(({ building }) => building))].filter(Boolean);
	if (!url.searchParams.has('staircase')) return { shell, known, asked: null, plan: null };

	// The first step is a question, not an act: it lives in the address, and "back" works.
	const asked = new FormData();
	for (const [name, value] of url.searchParams) asked.append(name, value);
	const parsed = await parseForm(DescribeStaircase, asked);
	if (!parsed.ok) return { shell, known, asked: parsed, plan: null };
	const { building, staircase } = parsed.value;
	return {
		shell,
		known,
		asked: null,
		plan: { building, staircase, floors: proposeDoors(parsed.value) }
	};
};

export const actions: Actions = {
	default: async ({ cookies, params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(AddDoors, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			const added = await addDoors(client, params.residence, parsed.value);
			tellAdded(cookies, added, parsed.value.doors.length);
		} catch (problem) {
			return refuse(problem, data);
		}
		redirect(303, `/r/${params.residence}/members`);
	}
};

function tellAdded(cookies: Cookies, added: number, asked: number): void {
	if (added === 0) setFlash(cookies, m.doors_added_none(), 'sky');
	else if (added === asked) setFlash(cookies, m.doors_added({ count: added }));
	else setFlash(cookies, m.doors_added_some({ added, asked }));
}
