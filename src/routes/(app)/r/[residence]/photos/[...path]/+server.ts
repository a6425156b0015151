import { error } from '@sveltejs/kit';
import { readPhoto } from '#lib/catalogue/photos.server.ts';
import { m } from '#lib/paraglide/messages.js';
import type { RequestHandler } from './$types';

// The whole name, residence included: "%2F.." in it would lead elsewhere in the backend.
const PHOTO = /^[0-9a-f-]{36}\/products\/[0-9a-f-]{36}\.webp$/;

/** A photo, for members of the residence. Its name is new with every photo: it may be kept for long. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const name = `${params.residence}/${params.path}`;
	// No way to the sign-in page from here: a picture cannot show it.
	const photo = locals.user && PHOTO.test(name) ? await readPhoto(locals.supabase, name) : null;
	if (!photo) error(404, m.error_not_found());
	return new Response(photo, {
		headers: {
			'content-type': 'image/webp',
			'cache-control': 'private, max-age=31536000, immutable',
			'x-content-type-options': 'nosniff'
		}
	});
};
