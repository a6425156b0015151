import type { Job } from './worker.ts';

const EVERY_MS = 60 * 60 * 1000;
const AT_ONCE = 100;

/** Deletes photos that were replaced and that no round has ever shown. Once an hour is plenty. */
export function dropUnusedPhotos(): Job {
	let due = 0;
	return {
		name: 'drop-unused-photos',
		async run({ client, stopping }) {
			if (Date.now() < due) return;
			let dropped: number;
			do {
				const unused = await client.rpc('unused_photos', { p_limit: AT_ONCE });
				if (unused.error) throw unused.error;
				dropped = unused.data.length;
				if (dropped === 0) break;
				const { error } = await client.storage.from('photos').remove(unused.data);
				if (error) throw error;
			} while (dropped === AT_ONCE && !stopping());
			due = Date.now() + EVERY_MS;
		}
	};
}
