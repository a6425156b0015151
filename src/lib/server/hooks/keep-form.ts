import { redirect } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { CARRIED, packForm } from '#lib/forms/carried.ts';

/**
 * A form that arrives after its session has ended, sent without JavaScript: the answer is the
 * sign-in page, which carries what was typed and offers to send it afterwards. With JavaScript the
 * page itself keeps it; see `forms/enhance.ts`.
 */
export const keepForm: Handle = async ({ event, resolve }) => {
	if (!isLostForm(event)) return resolve(event);
	const { pathname, search } = event.url;
	const carried = packForm(pathname + search, await event.request.formData());
	if (!carried) redirect(303, `/sign-in?next=${encodeURIComponent(pathname)}&expired`);
	// Asked of ourselves: what was typed is in no address, and the browser stays where it is.
	return event.fetch('/sign-in/resume?/keep', {
		method: 'POST',
		headers: { accept: 'text/html' },
		body: new URLSearchParams({ [CARRIED]: carried })
	});
};

function isLostForm({ locals, request, route }: RequestEvent): boolean {
	const type = request.headers.get('content-type') ?? '';
	return (
		request.method === 'POST' &&
		!locals.user &&
		Boolean(route.id?.startsWith('/(app)/')) &&
		/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type) &&
		!request.headers.has('x-sveltekit-action')
	);
}
