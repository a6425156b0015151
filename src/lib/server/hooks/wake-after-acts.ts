import type { Handle } from '@sveltejs/kit/hooks';
import { wakePushes } from '#lib/server/jobs/worker.ts';

/** Whatever was done may have told somebody: their phones ring soon after. */
export const wakeAfterActs: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	if (event.request.method !== 'GET' && event.request.method !== 'HEAD') wakePushes();
	return response;
};
