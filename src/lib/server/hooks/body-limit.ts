import { error, type RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { m } from '#lib/paraglide/messages.js';

/** More than the largest form that people fill in here, which has a thousand doors. */
const MOST_BYTES = 512 * 1024;

/**
 * Only a file of somebody who has signed in may be large: 12 MB of "a=&" are four million fields,
 * which kept the whole process busy for six seconds. What the server itself takes at most is in
 * scripts/server.mjs.
 */
export const bodyLimit: Handle = ({ event, resolve }) => {
	if (isTooLarge(event)) error(413, m.error_too_large());
	return resolve(event);
};

function isTooLarge({ isSubRequest, locals, request }: RequestEvent): boolean {
	if (isSubRequest || !request.body) return false;
	const isFile = /^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '');
	// A session that has just ended counts: its form is kept for after signing in again.
	if (isFile && (locals.user || locals.sessionExpired)) return false;
	// Browsers always say how long a form is. Without that nobody knows before it is too late.
	const length = request.headers.get('content-length');
	return length === null || Number(length) > MOST_BYTES;
}
