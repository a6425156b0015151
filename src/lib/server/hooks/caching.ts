import type { Handle } from '@sveltejs/kit/hooks';

/** Nobody on the way keeps what was made for one person. */
export const caching: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const { headers } = response;
	if (event.locals.uncacheable) headers.set('cache-control', 'private, no-store');
	else if (event.locals.user && !headers.has('cache-control')) {
		headers.set('cache-control', 'private, no-cache');
	}
	return response;
};
