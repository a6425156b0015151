import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '#lib/database.types.ts';
import { log } from '#lib/server/log.ts';
import type { Mailer } from '#lib/server/mail/mailer.ts';
import type { Running } from '#lib/server/supabase/running.ts';
import { serviceClient } from '#lib/server/supabase/service-client.ts';
import { closeDueRounds } from './close-due-rounds.ts';
import { deleteAccounts } from './delete-accounts.ts';
import { dropOldImports } from './drop-old-imports.ts';
import { dropUnusedPhotos } from './drop-unused-photos.ts';
import { keepNoLonger } from './keep-no-longer.ts';
import { endDueMandates } from './end-due-mandates.ts';
import { sendMails, type MailComposers } from './send-mails.ts';
import { tellDue } from './tell-due.ts';

export type JobContext = {
	client: SupabaseClient<Database>;
	mailer: Mailer;
	/** Public address of the app, for links in mails; null when nobody told us one. */
	origin: string | null;
	stopping: () => boolean;
	/** What jobs want watched from outside. */
	report: WorkerReport;
};

export type WorkerReport = {
	/** Rounds past their deadline that the clock could not close. */
	roundsNotClosed: number;
};

/** Something to do every few seconds. Several processes may run it at the same moment. */
export type Job = { name: string; run(context: JobContext): Promise<void> };

const EVERY_MS = 15_000;
const ALIVE_MS = 4 * EVERY_MS;

type Worker = {
	wake: () => void;
	stop: () => Promise<void>;
	lastRound: () => number;
	failing: () => string[];
	report: WorkerReport;
};

// On globalThis for the same reason as the backend: one worker per process, also in development.
const KEY = Symbol.for('palier.worker');
const shared = globalThis as { [KEY]?: Worker };

/** Starts the rounds of the worker. The first one begins at once. */
export async function startWorker(running: Running, mails: MailComposers): Promise<void> {
	await stopWorker();
	const jobs: Job[] = [
		closeDueRounds,
		endDueMandates,
		tellDue,
		sendMails(mails),
		dropUnusedPhotos(),
		dropOldImports(),
		deleteAccounts(running.backend),
		keepNoLonger()
	];
	shared[KEY] = start(jobs, running);
}

/** Lets the round that runs finish; no other begins. */
export async function stopWorker(): Promise<void> {
	const worker = shared[KEY];
	delete shared[KEY];
	await worker?.stop();
}

/** Asks for a round now, after an act that left something to send. */
export function wakeWorker(): void {
	shared[KEY]?.wake();
}

/** For /healthz: whether rounds still come, and which jobs failed in the last one. */
export function workerHealth(): { alive: boolean; failing: string[] } & WorkerReport {
	const worker = shared[KEY];
	if (!worker) return { alive: false, failing: [], roundsNotClosed: 0 };
	return {
		alive: Date.now() - worker.lastRound() < ALIVE_MS,
		failing: worker.failing(),
		...worker.report
	};
}

function start(jobs: Job[], { backend, mailer, config }: Running): Worker {
	let stopping = false;
	let lastRound = Date.now();
	let failing: string[] = [];
	let wake = () => {};
	const context: JobContext = {
		client: serviceClient(backend),
		mailer,
		// Mails that stay on this machine may point at it: a demonstration can be followed to its end.
		origin: config.origin ?? (mailer.outbox ? `http://localhost:${config.port}` : null),
		stopping: () => stopping,
		report: { roundsNotClosed: 0 }
	};

	async function round(): Promise<void> {
		const failed: string[] = [];
		for (const job of jobs) {
			if (stopping) return;
			try {
				await job.run(context);
			} catch (error) {
				failed.push(job.name);
				log.error({ job: job.name, err: error }, 'job failed');
			}
		}
		failing = failed;
		lastRound = Date.now();
	}

	async function rounds(): Promise<void> {
		while (!stopping) {
			// Made before the round: a wake-up that comes while it runs leads to another one.
			const woken = new Promise<void>((resolve) => (wake = resolve));
			await round();
			if (stopping) return;
			let timer: NodeJS.Timeout | undefined;
			const pause = new Promise<void>((resolve) => (timer = setTimeout(resolve, EVERY_MS)));
			await Promise.race([woken, pause]);
			clearTimeout(timer);
		}
	}

	const done = rounds();
	return {
		wake: () => wake(),
		stop() {
			stopping = true;
			wake();
			return done;
		},
		lastRound: () => lastRound,
		failing: () => failing,
		report: context.report
	};
}
