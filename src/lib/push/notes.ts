/*
 * What the phone itself remembers between two visits: a worker is ended after half a minute, and only a
 * store outlives it. Never a secret: pages can read it too.
 */
const STORE = 'palier-phone';

/** Who uses the phone (mark), its language, whether it is told things, when that was last confirmed. */
export type Note = 'person' | 'language' | 'push' | 'confirmed';

const address = (note: Note) => `/-/${note}`;

export async function readNote(note: Note): Promise<string | null> {
	const kept = await caches.match(address(note), { cacheName: STORE });
	return kept ? kept.text() : null;
}

export async function writeNote(note: Note, value: string): Promise<void> {
	const store = await caches.open(STORE);
	await store.put(address(note), new Response(value));
}

/** The language in which this phone reads Palier. */
export async function readLanguage(): Promise<'fr' | 'en'> {
	return (await readNote('language')) === 'en' ? 'en' : 'fr';
}
