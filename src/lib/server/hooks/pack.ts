import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { chooseCoding } from './coding.ts';

/**
 * Who sees only the length of packed answers can guess a secret in them if the answer also repeats
 * what they put there (BREACH). So only these pages are packed, which tenants open on slow networks:
 * no code, no private link, no token stands in them, and they repeat nothing of a request. The mark
 * of their forms is no secret (see person-mark.ts), and the key of an order is new in each answer.
 */
const PACKED = new Set([
	'/(app)/r/[residence]',
	'/(app)/r/[residence]/orders',
	'/(app)/r/[residence]/orders/[round]'
]);

const packers = {
	br: (body: Buffer) =>
		promisify(brotliCompress)(body, {
			params: {
				// The highest that is quicker than gzip; files of the build are packed once, at 11.
				[constants.BROTLI_PARAM_QUALITY]: 4,
				[constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength
			}
		}),
	gzip: (body: Buffer) => promisify(gzip)(body)
};

/** Packs the pages that tenants open most, for browsers that can read it. */
export const pack: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	if (!isPackable(event, response)) return response;
	response.headers.append('vary', 'accept-encoding');
	const coding = chooseCoding(event.request.headers.get('accept-encoding') ?? '');
	if (!coding || event.request.method !== 'GET') return response;

	const headers = new Headers(response.headers);
	headers.set('content-encoding', coding);
	// That of the page as it was; the server counts anew.
	headers.delete('content-length');
	// Other bytes, another tag: a kept answer is asked about by the tag that came with it.
	const etag = headers.get('etag');
	if (etag) headers.set('etag', etag.replace(/"$/, `-${coding}"`));
	const packed = await packers[coding](Buffer.from(await response.arrayBuffer()));
	const { status, statusText } = response;
	return new Response(new Uint8Array(packed), { status, statusText, headers });
};

/** A whole page, with nothing from outside in its address; a streamed one does not know its length. */
function isPackable({ isSubRequest, request, route, url }: RequestEvent, response: Response) {
	const { body, headers, status } = response;
	return (
		(request.method === 'GET' || request.method === 'HEAD') &&
		status === 200 &&
		body !== null &&
		PACKED.has(route.id ?? '') &&
		!isSubRequest &&
		url.search === '' &&
		headers.has('content-length') &&
		!headers.has('content-encoding') &&
		!headers.has('content-range') &&
		/^text\/html\b/.test(headers.get('content-type') ?? '')
	);
}
