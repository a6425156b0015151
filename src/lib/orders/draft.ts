import type { Quantities } from '#lib/orders/basket.ts';

/** Where a basket waits on the device; `sessionStorage`, which ends with the tab. */
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * The place of a basket: one per round and person (and whom they help), so that nobody finds somebody
 * else's.
 */
export function draftKey(round: string, whose: string): string {
	return `palier-basket-${round}-${whose}`;
}

/**
 * Keeps what was chosen but not yet ordered, with the version of the order it started from.
 * A full or forbidden store costs the memory, never the page.
 */
export function keepDraft(
	store: () => Store,
	key: string,
	version: number,
	quantities: Quantities
): boolean {
	try {
		store().setItem(key, JSON.stringify({ version, quantities }));
		return true;
	} catch (problem) {
		if (problem instanceof DOMException) return false;
		throw problem;
	}
}

/** What was kept, or null. A basket that started from another version of the order is dropped. */
export function readDraft(store: () => Store, key: string, version: number): Quantities | null {
	try {
		const draft: unknown = JSON.parse(store().getItem(key) ?? 'null');
		if (isDraft(draft) && draft.version === version) return draft.quantities;
		store().removeItem(key);
		return null;
	} catch (problem) {
		if (problem instanceof DOMException || problem instanceof SyntaxError) return null;
		throw problem;
	}
}

/** Forgets what was kept. */
export function dropDraft(store: () => Store, key: string): void {
	try {
		store().removeItem(key);
	} catch (problem) {
		if (!(problem instanceof DOMException)) throw problem;
	}
}

function isDraft(draft: unknown): draft is { version: number; quantities: Quantities } {
	return (
		typeof draft === 'object' &&
		draft !== null &&
		'version' in draft &&
		'quantities' in draft &&
		typeof draft.quantities === 'object' &&
		draft.quantities !== null &&
		Object.values(draft.quantities).every((quantity) => typeof quantity === 'number')
	);
}
