import { self } from '$app/service-worker';
import { NOBODY, PERSON } from './kept-pages.ts';
import { readNote, writeNote } from '#lib/push/notes.ts';
import { PAGES } from './release.ts';

/*
 * Several people may use one phone. Every page says for whom it was made; when that is somebody else
 * than before, nothing that was kept is left for them.
 */

let asked = 0;
let newest = 0;
/** One after the other: two answers must not both find the phone as it was before. */
let queue: Promise<unknown> = Promise.resolve();

/** The number of a request, taken when it leaves. */
export function takeTurn(): number {
	return ++asked;
}

/**
 * Takes note of whom an answer was made for. Answers whether it is who uses the phone now: a slow
 * answer to who used it before is not.
 *
 * @param turn number of its request
 */
export function seePerson(response: Response, turn: number): Promise<boolean> {
	const seen = queue.then(() => see(response, turn));
	queue = seen.catch(() => 'the caller is told; the next one begins anew');
	return seen;
}

async function see(response: Response, turn: number): Promise<boolean> {
	const mark = response.headers.get(PERSON);
	if (mark === null || !response.ok) return false;
	const before = await readNote('person');
	if (mark === before) {
		newest = Math.max(newest, turn);
		return true;
	}
	if (turn < newest) return false;
	newest = turn;
	// First the pages, then the name: ended in between, nobody's page is found under another's.
	await caches.delete(PAGES);
	await writeNote('person', mark);
	if (mark === NOBODY) await stopPush();
	return true;
}

/** Nobody uses the phone: what is told to who used it must not appear on it. Nothing else can end it
 * here, as the session is over. It begins again by itself for who signs in next; see confirm-push.ts. */
async function stopPush(): Promise<void> {
	const subscription = await self.registration.pushManager?.getSubscription();
	await subscription?.unsubscribe();
	await writeNote('confirmed', '');
}

/** The mark of who uses the phone; null when nobody does. */
export async function currentPerson(): Promise<string | null> {
	const mark = await readNote('person');
	return mark === NOBODY ? null : mark;
}
