import { error } from '@sveltejs/kit';
import { getRequestEvent } from '$app/server';
import { m } from '#lib/paraglide/messages.js';
import { Refusal } from '#lib/server/supabase/rpc.ts';
import { readSheet } from './server.ts';
import { isToken } from './token.ts';
import type { SheetView } from './views.ts';

/**
 * First line of everything behind a producer's link: the sheet, and headers that keep the address
 * to whoever was given it.
 *
 * Not `no-referrer`: browsers would then send `Origin: null` with a form, which SvelteKit refuses;
 * `same-origin` tells other sites as little.
 *
 * @throws {HttpError} 404 for an unknown link, 410 for one that has ended
 */
export async function requireSheet(token: string): Promise<SheetView> {
	const { locals, setHeaders } = getRequestEvent();
	setHeaders({
		'cache-control': 'no-store',
		'referrer-policy': 'same-origin',
		'x-robots-tag': 'noindex, nofollow'
	});
	if (!isToken(token)) error(404, m.error_not_found());
	try {
		return await readSheet(locals.supabase, token);
	} catch (problem) {
		if (problem instanceof Refusal) error(problem.status, problem.sentence);
		throw problem;
	}
}
