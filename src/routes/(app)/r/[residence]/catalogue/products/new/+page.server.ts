import { error, fail, redirect } from '@sveltejs/kit';
import { readPhotoField, storePhoto } from '#lib/catalogue/photos.server.ts';
import { SaveProduct } from '#lib/catalogue/schema.ts';
import { addProduct, readCatalogue } from '#lib/catalogue/server.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
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
		const [parsed, photo] = await Promise.all([
			parseForm(SaveProduct, data),
			readPhotoField(data, 'photo')
		]);
		if (!parsed.ok) {
			return fail(
				422,
				photo.ok ? parsed : { ...parsed, issues: { ...parsed.issues, photo: photo.sentence } }
			);
		}
		if (!photo.ok) return refuseField(data, 'photo', photo.sentence);
		const producer = url.searchParams.get('producer') ?? '';
		try {
			const product = await addProduct(client, params.residence, producer, parsed.value);
			if (photo.value) await storePhoto(client, params.residence, product, photo.value);
		} catch (problem) {
			return refuse(problem, data);
		}
		setFlash(cookies, m.catalogue_product_added({ name: parsed.value.name }));
		redirect(303, `/r/${params.residence}/catalogue`);
	}
};
