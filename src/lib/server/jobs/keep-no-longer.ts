import { log } from '#lib/server/log.ts';
import type { Job } from './worker.ts';

// Each residence is done once a day; asking once an hour who is due finds them soon enough.
const EVERY_MS = 60 * 60 * 1000;
/** Rows in one transaction: a moment for the database, and nobody waits behind it. */
const AT_ONCE = 500;

/**
 * Lets go of what is past its date, residence by residence, in small transactions: a process that
 * ends in between loses nothing, the next one goes on. The log gets counts, never whose.
 */
export function keepNoLonger(): Job {
	let due = 0;
	return {
		name: 'keep-no-longer',
		async run({ client, stopping }) {
			if (Date.now() < due) return;
			const leftovers = await client.rpc('forget_leftovers', { p_limit: AT_ONCE });
			if (leftovers.error) throw leftovers.error;
			for (;;) {
				if (stopping()) return;
				const { data, error } = await client.rpc('run_retention', { p_limit: AT_ONCE });
				if (error) throw error;
				const step = data as { isDone: boolean; counts: Record<string, number> } | null;
				if (!step) break;
				if (step.isDone && Object.keys(step.counts).length > 0) {
					log.info({ counts: step.counts }, 'things past their date were let go');
				}
			}
			due = Date.now() + EVERY_MS;
		}
	};
}
