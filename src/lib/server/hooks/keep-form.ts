import { redirect } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { CARRIED, packForm } from '#lib/forms/carried.ts';
import { OPENED_FOR } from '#lib/forms/opened-for.ts';
import { personMark } from '#lib/server/person-mark.ts';

/** The page of the people of this device, told that a form was somebody else's. */
const OTHER_PERSON = '/switch?other';

/**
 * A form that arrives when its person no longer uses this device: their session has ended, or somebody
 * else has taken over. Nothing is done; sent without JavaScript, the answer is a page that carries
 * what was typed and offers to send it as that person. With JavaScript the page itself keeps it; see
 * `forms/enhance.ts`.
 */
export const keepForm: Handle = async ({ event, resolve }) => {
	if (isOthersForm(event)) {
		const isEnhanced = event.request.headers.has('x-sveltekit-action');
		// As SvelteKit answers an action that redirects.
		if (isEnhanced) {
			return Response.json({ type: 'redirect', status: 303, location: OTHER_PERSON });
		}
		return carryOn(event, 'other', OTHER_PERSON);
	}
	if (!isLostForm(event)) return resolve(event);
	return carryOn(event, 'keep', `/sign-in?next=${encodeURIComponent(event.url.pathname)}&expired`);
};

/** Asked of ourselves: what was typed is in no address, and the browser stays where it is. */
async function carryOn(event: RequestEvent, step: string, otherwise: string): Promise<Response> {
	const { pathname, search } = event.url;
	const carried = isPageForm(event)
		? packForm(pathname + search, await event.request.formData())
		: null;
	if (!carried) redirect(303, otherwise);
	return event.fetch(`/sign-in/resume?/${step}`, {
		method: 'POST',
		headers: { accept: 'text/html' },
		body: new URLSearchParams({ [CARRIED]: carried })
	});
}

function isOthersForm({ locals, request, url }: RequestEvent): boolean {
	const mark = url.searchParams.get(OPENED_FOR);
	if (request.method !== 'POST' || mark === null || !locals.user) return false;
	return mark !== personMark(locals.user.id);
}

function isLostForm(event: RequestEvent): boolean {
	const { locals, request } = event;
	return !locals.user && isPageForm(event) && !request.headers.has('x-sveltekit-action');
}

/** A form of a page for signed-in people. */
function isPageForm({ request, route }: RequestEvent): boolean {
	const type = request.headers.get('content-type') ?? '';
	return (
		request.method === 'POST' &&
		Boolean(route.id?.startsWith('/(app)/')) &&
		/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)
	);
}
