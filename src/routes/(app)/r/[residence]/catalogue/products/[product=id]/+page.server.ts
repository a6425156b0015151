import { fail, redirect, type Cookies } from '@sveltejs/kit';
import { dropPhoto, readPhotoField, storePhoto } from '#lib/catalogue/photos.server.ts';
import { SaveProduct } from '#lib/catalogue/schema.ts';
import { archiveProduct, changeProduct, readProduct } from '#lib/catalogue/server.ts';
import { parseForm } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
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
		try {
			await changeProduct(client, params.residence, params.product, parsed.value);
			if (photo.value) await storePhoto(client, params.residence, params.product, photo.value);
			else if (data.has('removePhoto')) await dropPhoto(client, params.residence, params.product);
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

async function archive({ request, params, cookies }: Event, archived: boolean) {
	const client = requireMember();
	const { product } = await readProduct(client, params.residence, params.product);
	try {
		await archiveProduct(client, params.residence, params.product, archived);
	} catch (problem) {
		return refuse(problem, await request.formData());
	}
	const { name } = product;
	setFlash(
		cookies,
		archived ? m.catalogue_archived_done({ name }) : m.catalogue_restored_done({ name })
	);
	redirect(303, `/r/${params.residence}/catalogue`);
}
