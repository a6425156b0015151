/*
 * A push address comes from a browser, so from anybody: without these limits the server could be
 * made to call any address, also inside the house's own network.
 */

/** Push services of the browsers. A name that begins with a dot stands for everything under it. */
export const KNOWN_PUSH_HOSTS = [
	'fcm.googleapis.com',
	'android.googleapis.com',
	'updates.push.services.mozilla.com',
	'.push.services.mozilla.com',
	'.notify.windows.com',
	'.push.apple.com'
];

/** RFC 8030 sets no limit; the longest known addresses have about 500 characters. */
const LONGEST = 2_000;

/**
 * Whether notifications may be sent to this address: https, no login, a known push service on the
 * usual port. An entry of the list with a port ("push.example:8443") stands for that host and port
 * alone and is somebody's own push service.
 *
 * @param endpoint address that a browser's push subscription names
 * @param hosts names of push services, as in KNOWN_PUSH_HOSTS
 */
export function isPushEndpoint(endpoint: string, hosts: readonly string[]): boolean {
	if (endpoint.length > LONGEST) return false;
	const url = URL.parse(endpoint);
	if (!url || url.protocol !== 'https:' || url.username || url.password) return false;
	if (isOwnService(url, hosts)) return true;
	// `URL` writes 443 as an empty port.
	if (url.port !== '') return false;
	return hosts.some((host) =>
		host.startsWith('.') ? url.hostname.endsWith(host) : url.hostname === host
	);
}

/** Whether the address is one that whoever runs Palier named with its port: it may be in the house. */
export function isOwnService(url: URL, hosts: readonly string[]): boolean {
	return hosts.some((host) => /:\d+$/.test(host) && url.host === host);
}
