import type { HandleServerError } from '@sveltejs/kit/hooks';
import { m } from '#lib/paraglide/messages.js';
import { log } from '#lib/server/log.ts';
import { Refusal } from '#lib/server/supabase/rpc.ts';

/** Logs what was unexpected in full; the person sees a calm sentence and an id to read out. */
export const handleError: HandleServerError = ({ event, kind, error }) => {
	const id = event.locals.requestId;
	// SvelteKit's own words for an address that nothing answers are English.
	if (kind === 'framework' && error.status === 404) return { id, message: m.error_not_found() };
	if (kind !== 'unknown') return { id };
	// A form that nobody could have sent from its page needs no sentence beside a field.
	if (error instanceof Refusal) return { id, status: error.status, message: error.sentence };
	if (isBrokenForm(error)) return { id, status: 400, message: m.error_value_invalid() };
	log.error({ id, route: event.route.id, err: error }, 'unexpected error');
	return { id, message: m.error_unknown() };
};

/** A body that says it is a form and is none: made by hand, and no failure of ours. */
function isBrokenForm(error: unknown): boolean {
	return error instanceof TypeError && /FormData|multipart\/form-data/.test(error.message);
}
