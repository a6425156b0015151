import { fail, redirect } from '@sveltejs/kit';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { ConfirmImport } from '#lib/imports/schema.ts';
import { applyImport, dropImport, readImport } from '#lib/imports/server.ts';
import type { ImportResult } from '#lib/imports/views.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const { shell, draft } = await readImport(requireMember(), params.residence);
	if (!draft) redirect(303, `/r/${params.residence}/members/import`);
	return { shell, draft };
};

export const actions: Actions = {
	apply: async ({ cookies, params, request }) => {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(ConfirmImport, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			const result = await applyImport(client, params.residence, parsed.value);
			setFlash(cookies, doneSentence(result));
		} catch (problem) {
			const failure = refuse(problem, data);
			if (failure.data.key !== 'import_over') return failure;
			setFlash(cookies, failure.data.message, 'brick');
			redirect(303, `/r/${params.residence}/members/import`);
		}
		redirect(303, `/r/${params.residence}/members`);
	},

	drop: async ({ cookies, params }) => {
		await dropImport(requireMember(), params.residence);
		setFlash(cookies, m.import_dropped(), 'sky');
		redirect(303, `/r/${params.residence}/members/import`);
	}
};

function doneSentence({ doors, added, changed }: ImportResult): string {
	if (doors + added + changed === 0) return m.import_done_nothing();
	return m.import_done({
		doors: m.import_done_doors({ count: doors }),
		people: m.import_done_people({ count: added }),
		changes: m.import_done_changes({ count: changed })
	});
}
