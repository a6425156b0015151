import { self } from '$app/service-worker';
import { isKept } from './kept-pages.ts';
import { fetchAhead } from './offline.ts';
import { dropOldReleases } from './release.ts';

/**
 * What pages say: `update`, that somebody takes the new version, which waits for that (see
 * static/phone-live.js) or until every page is closed; `came`, that the page came before there was a
 * worker to keep it, on the first visit.
 */
export async function hear({ data, source }: ExtendableMessageEvent): Promise<void> {
	const { type } = (data ?? {}) as { type?: unknown };
	if (type === 'update') await self.skipWaiting();
	if (type === 'came' && source instanceof WindowClient) await keepAgain([source.url]);
}

/** This version has taken over: what the one before kept is forgotten, its pages are kept anew. */
export async function takeOver(): Promise<void> {
	const kept = await dropOldReleases();
	await self.clients.claim();
	await keepAgain(kept);
}

async function keepAgain(pages: string[]): Promise<void> {
	const kept = pages.map((url) => new URL(url)).filter(isKept);
	try {
		await fetchAhead(...kept.map(({ pathname }) => pathname));
	} catch (cause) {
		// They come back as they are opened.
		console.warn('A page could not be kept for later.', cause);
	}
}
