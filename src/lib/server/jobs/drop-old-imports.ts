import type { Job } from './worker.ts';

const EVERY_MS = 10 * 60 * 1000;

/** Forgets files of people that nobody said yes to within the hour. */
export function dropOldImports(): Job {
	let due = 0;
	return {
		name: 'drop-old-imports',
		async run({ client }) {
			if (Date.now() < due) return;
			const { error } = await client.rpc('drop_old_imports');
			if (error) throw error;
			due = Date.now() + EVERY_MS;
		}
	};
}
