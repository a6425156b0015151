import { getRequestEvent } from '$app/server';

/**
 * How all our cookies are set and deleted. Left alone, SvelteKit marks them Secure everywhere but on
 * localhost; on plain http in the house (a phone on the Wi-Fi of the lodge) browsers then ignore
 * them, deletions as well.
 */
export function cookieOptions() {
	const { url } = getRequestEvent();
	return {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:'
	} as const;
}
