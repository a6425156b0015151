import type { Handle } from '@sveltejs/kit/hooks';
import { personMark } from '#lib/server/person-mark.ts';
import { readParked } from '#lib/server/supabase/parked.ts';

/** Nobody on the way keeps what was made for one person. */
export const caching: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const { headers } = response;
	// The service worker keeps pages for the time without network, and never for somebody else.
	headers.set('palier-person', event.locals.user ? personMark(event.locals.user.id) : 'nobody');
	// Back would show the pages of somebody else, kept by the browser as they were.
	if (event.locals.forgetPages) headers.set('clear-site-data', '"cache"');
	if (event.locals.uncacheable) headers.set('cache-control', 'private, no-store');
	else if (event.locals.user && !headers.has('cache-control')) {
		const isShared = readParked(event.cookies).length > 0;
		headers.set('cache-control', isShared ? 'private, no-store' : 'private, no-cache');
	}
	return response;
};
