import type { HandleServerError } from '@sveltejs/kit/hooks';
import { m } from '#lib/paraglide/messages.js';
import { log } from '#lib/server/log.ts';

/** Logs what was unexpected in full; the person sees a calm sentence and an id to read out. */
export const handleError: HandleServerError = ({ event, kind, error }) => {
	const id = event.locals.requestId;
	if (kind !== 'unknown') return { id };
	log.error({ id, route: event.route.id, err: error }, 'unexpected error');
	return { id, message: m.error_unknown() };
};
