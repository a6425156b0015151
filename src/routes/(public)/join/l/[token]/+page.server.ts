import { redirect } from '@sveltejs/kit';
import { keepLetter } from '#lib/joining/join.server.ts';
import type { PageServerLoad } from './$types';

/** The address in a letter's QR code: nothing is used up, and the token leaves the address bar. */
export const load: PageServerLoad = ({ params, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
	// Anything else than a token of ours opens nothing; a cookie must not hold it all the same.
	keepLetter(/^[0-9a-f]{64}$/.test(params.token) ? params.token : '-');
	redirect(303, '/join/letter');
};
