import { error, redirect } from '@sveltejs/kit';
import { readProductForm } from '#lib/catalogue/actions.server.ts';
import { countUpload, storePhoto } from '#lib/catalogue/photos.server.ts';
import { addProduct, readCatalogue } from '#lib/catalogue/server.ts';
import { refuse } from '#lib/forms/refuse.ts';
import { requireMember } from '#lib/members/server.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
	const { shell, producers } = await readCatalogue(requireMember(), params.residence);
	const producer = producers.find(({ id }) => id === url.searchParams.get('producer'));
	if (!producer) error(404, m.error_not_found());
	return { shell, producer: { id: producer.id, name: producer.name } };
};

export const actions: Actions = {
	async save({ request, params, url, cookies }) {
		const client = requireMember();
		const data = await request.formData();
		// Refuses those who may not, before the work on a picture.
		await readCatalogue(client, params.residence);
		const read = await readProductForm(data);
		if (!read.ok) return read.failure;
		const { product, photo } = read;
		const producer = url.searchParams.get('producer') ?? '';
		try {
			if (photo) await countUpload(client, params.residence);
			const id = await addProduct(client, params.residence, producer, product);
			if (photo) await storePhoto(client, params.residence, id, photo);
		} catch (problem) {
			return refuse(problem, data, { too_many_tries: 'photo' });
		}
		setFlash(cookies, m.catalogue_product_added({ name: product.name }));
		redirect(303, `/r/${params.residence}/catalogue`);
	}
};
