import { fail, redirect, type ActionFailure, type Cookies } from '@sveltejs/kit';
import { parseForm, type FormFailure } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { m } from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { readPhotoField } from './photos.server.ts';
import { SaveProduct } from './schema.ts';

type ProductForm =
	| { ok: false; failure: ActionFailure<FormFailure> }
	| { ok: true; product: SaveProduct; photo: Buffer | null };

/** A product's form and the photo in it: both are read before either is refused. */
export async function readProductForm(data: FormData): Promise<ProductForm> {
	const [parsed, photo] = await Promise.all([
		parseForm(SaveProduct, data),
		readPhotoField(data, 'photo')
	]);
	if (!parsed.ok) {
		const issues = photo.ok ? parsed.issues : { ...parsed.issues, photo: photo.sentence };
		const message = m.form_summary({ count: Object.keys(issues).length });
		return { ok: false, failure: fail(422, { ...parsed, issues, message }) };
	}
	if (!photo.ok) return { ok: false, failure: refuseField(data, 'photo', photo.sentence) };
	return { ok: true, product: parsed.value, photo: photo.value };
}

/** Puts a producer or a product away, or back, and leads to the catalogue. */
export async function putAway(
	event: { request: Request; cookies: Cookies },
	{ name, archived, catalogue }: { name: string; archived: boolean; catalogue: string },
	act: () => Promise<void>
): Promise<ActionFailure<FormFailure>> {
	try {
		await act();
	} catch (problem) {
		return refuse(problem, await event.request.formData());
	}
	const done = archived ? m.catalogue_archived_done : m.catalogue_restored_done;
	setFlash(event.cookies, done({ name }));
	redirect(303, catalogue);
}
