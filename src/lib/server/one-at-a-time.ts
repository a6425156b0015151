// On globalThis: after a change of this module in development, acts that are under way still count.
const KEY = Symbol.for('palier.one-at-a-time');
const shared = globalThis as { [KEY]?: Map<string, Promise<unknown>> };
const last = (shared[KEY] ??= new Map());

/**
 * Runs acts with the same key one after the other, in the order they came. One that fails tells its
 * own caller; those behind it run all the same.
 */
export async function oneAtATime<T>(key: string, act: () => Promise<T>): Promise<T> {
	const before = last.get(key);
	const mine = Promise.allSettled([before]).then(act);
	last.set(key, mine);
	try {
		return await mine;
	} finally {
		if (last.get(key) === mine) last.delete(key);
	}
}
