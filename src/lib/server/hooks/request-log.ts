import { randomUUID } from 'node:crypto';
import { isHttpError, isRedirect } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { log } from '#lib/server/log.ts';

/** Gives the request an id and writes its line: the route, never the address with its ids and tokens. */
export const requestLog: Handle = async ({ event, resolve }) => {
	const started = performance.now();
	// The last part of a UUID is all chance, and Node draws many at a time.
	event.locals.requestId = randomUUID().slice(-12);
	event.locals.backendCalls = 0;
	let status = 500;
	try {
		const response = await resolve(event);
		status = response.status;
		response.headers.set('x-request-id', event.locals.requestId);
		return response;
	} catch (thrown) {
		// A later hook answers by throwing.
		if (isRedirect(thrown) || isHttpError(thrown)) status = thrown.status;
		throw thrown;
	} finally {
		log.info(
			{
				id: event.locals.requestId,
				method: event.request.method,
				route: event.route.id,
				status,
				calls: event.locals.backendCalls,
				ms: Math.round((performance.now() - started) * 10) / 10
			},
			'request'
		);
	}
};
