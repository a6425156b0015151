import { fail, redirect } from '@sveltejs/kit';
import { SaveProducer } from '#lib/catalogue/schema.ts';
import { addProducer, readCatalogue } from '#lib/catalogue/server.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const { shell } = await readCatalogue(requireMember(), params.residence);
	return { shell };
};

export const actions: Actions = {
	async save({ request, params, cookies }) {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(SaveProducer, data);
		if (!parsed.ok) return fail(422, parsed);
		let id: string;
		try {
			id = await addProducer(client, params.residence, parsed.value);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.catalogue_producer_added({ name: parsed.value.name }));
		redirect(303, `/r/${params.residence}/catalogue/products/new?producer=${id}`);
	}
};
