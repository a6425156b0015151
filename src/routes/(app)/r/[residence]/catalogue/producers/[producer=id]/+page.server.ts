import { fail, redirect, type Cookies } from '@sveltejs/kit';
import { putAway } from '#lib/catalogue/actions.server.ts';
import { SaveProducer } from '#lib/catalogue/schema.ts';
import { archiveProducer, changeProducer, readProducer } from '#lib/catalogue/server.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad, RouteParams } from './$types';

export const load: PageServerLoad = ({ params }) =>
	readProducer(requireMember(), params.residence, params.producer);

export const actions: Actions = {
	async save({ request, params, cookies }) {
		const client = requireMember();
		const data = await request.formData();
		const parsed = await parseForm(SaveProducer, data);
		if (!parsed.ok) return fail(422, parsed);
		try {
			await changeProducer(client, params.residence, params.producer, parsed.value);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.catalogue_saved({ name: parsed.value.name }));
		redirect(303, `/r/${params.residence}/catalogue`);
	},
	archive: (event) => archive(event, true),
	restore: (event) => archive(event, false)
};

type Event = { request: Request; params: RouteParams; cookies: Cookies };

async function archive(event: Event, archived: boolean) {
	const client = requireMember();
	const { residence, producer: id } = event.params;
	const { producer } = await readProducer(client, residence, id);
	const thing = { name: producer.name, archived, catalogue: `/r/${residence}/catalogue` };
	return putAway(event, thing, () => archiveProducer(client, residence, id, archived));
}
