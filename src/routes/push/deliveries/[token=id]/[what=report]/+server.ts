import { error } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { reportDelivery } from '#lib/push/server.ts';
import type { RequestHandler } from './$types';

/** A phone has shown a message, or it was opened from there. Without a session: the token says enough. */
export const POST: RequestHandler = async ({ params, locals, request, url }) => {
	if (request.headers.get('origin') !== url.origin) error(403, m.error_not_allowed());
	await reportDelivery(locals.supabase, params.token, params.what);
	return new Response(null, { status: 204 });
};
