import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workerHealth } from '#lib/server/jobs/worker.ts';
import { running } from '#lib/server/supabase/running.ts';
import type { RequestHandler } from './$types';

const { version } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as {
	version: string;
};

/** For whoever watches the installation: 200 when everything works, 503 when something does not. */
export const GET: RequestHandler = async () => {
	const { backend, push } = await running();
	const database = await backend.health();
	const worker = workerHealth();
	const healthy =
		database.reachable && database.pending === 0 && worker.alive && worker.roundsNotClosed === 0;
	return Response.json(
		{
			status: healthy ? 'ok' : 'failing',
			version,
			mode: backend.mode,
			database: { reachable: database.reachable, migrationsPending: database.pending },
			worker: { alive: worker.alive, failing: worker.failing },
			closing: { roundsNotClosed: worker.roundsNotClosed },
			// Warnings: the app works, but some are not told on their phones.
			push: {
				off: push.off,
				phonesOfOtherKey: worker.phonesOfOtherKey,
				failedSinceYesterday: worker.pushesFailed
			}
		},
		{ status: healthy ? 200 : 503, headers: { 'cache-control': 'no-store' } }
	);
};
