/**
 * Headers of every answer: pages, files, redirects and refusals, also those that SvelteKit gives before
 * our hooks run. A page may be stricter, and brings its own policy for scripts and styles
 * (vite.config.ts); this one is for what is opened by itself.
 */
export const SECURITY_HEADERS = {
	'content-security-policy': "default-src 'self'; base-uri 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'strict-origin-when-cross-origin',
	'permissions-policy':
		'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin'
};

/** Sent over https only. */
export const TRANSPORT_SECURITY = 'max-age=31536000';
