import type { Handle } from '@sveltejs/kit/hooks';
import { readParked } from '#lib/server/supabase/parked.ts';

const HEADERS = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'strict-origin-when-cross-origin',
	'permissions-policy':
		'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin'
};

const YEAR_S = 31_536_000;

/** Headers that every answer carries. The policy for scripts and styles is in vite.config.ts. */
export const securityHeaders: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const { headers } = response;
	for (const [name, value] of Object.entries(HEADERS)) {
		// A page may be stricter: a producer's private link is never told to another site.
		if (!headers.has(name)) headers.set(name, value);
	}
	// Pages carry the whole policy; files and JSON need only not be framed.
	if (!headers.has('content-security-policy')) {
		headers.set('content-security-policy', "frame-ancestors 'none'");
	}
	if (event.url.protocol === 'https:') {
		headers.set('strict-transport-security', `max-age=${YEAR_S}`);
	}
	// Back would show the pages of somebody else, kept by the browser as they were.
	if (event.locals.forgetPages) headers.set('clear-site-data', '"cache"');
	if (event.locals.uncacheable) headers.set('cache-control', 'private, no-store');
	else if (event.locals.user && !headers.has('cache-control')) {
		const isShared = readParked(event.cookies).length > 0;
		headers.set('cache-control', isShared ? 'private, no-store' : 'private, no-cache');
	}
	return response;
};
