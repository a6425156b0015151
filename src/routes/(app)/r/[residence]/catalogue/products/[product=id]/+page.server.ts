import { redirect, type Cookies } from '@sveltejs/kit';
import { putAway, readProductForm } from '#lib/catalogue/actions.server.ts';
import { countUpload, dropPhoto, storePhoto } from '#lib/catalogue/photos.server.ts';
import { archiveProduct, changeProduct, readProduct } from '#lib/catalogue/server.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad, RouteParams } from './$types';

export const load: PageServerLoad = ({ params }) =>
	readProduct(requireMember(), params.residence, params.product);

export const actions: Actions = {
	async save({ request, params, cookies }) {
		const client = requireMember();
		const data = await request.formData();
		// Refuses those who may not, before the work on a picture.
		await readProduct(client, params.residence, params.product);
		const read = await readProductForm(data);
		if (!read.ok) return read.failure;
		const { product, photo } = read;
		try {
			if (photo) await countUpload(client, params.residence);
			await changeProduct(client, params.residence, params.product, product);
			if (photo) await storePhoto(client, params.residence, params.product, photo);
			else if (data.has('removePhoto')) await dropPhoto(client, params.residence, params.product);
		} catch (problem) {
			return refuse(problem, data, { too_many_tries: 'photo' });
		}
		setFlash(cookies, m.catalogue_saved({ name: product.name }));
		redirect(303, `/r/${params.residence}/catalogue`);
	},
	archive: (event) => archive(event, true),
	restore: (event) => archive(event, false)
};

type Event = { request: Request; params: RouteParams; cookies: Cookies };

async function archive(event: Event, archived: boolean) {
	const client = requireMember();
	const { residence, product: id } = event.params;
	const { product } = await readProduct(client, residence, id);
	const thing = { name: product.name, archived, catalogue: `/r/${residence}/catalogue` };
	return putAway(event, thing, () => archiveProduct(client, residence, id, archived));
}
