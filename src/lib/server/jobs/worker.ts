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
import { sendPushes, type PushComposer } from './send-pushes.ts';
import { tellDue } from './tell-due.ts';

export type JobContext = {
	client: SupabaseClient<Database>;
	mailer: Mailer;
	/** Public address of the app, for links in mails; null when nobody told us one. */
	origin: string | null;
	stopping: () => boolean;
	/** A job that takes longer than a round says with this that it goes on. */
	beat: () => void;
	/** What jobs want watched from outside. */
	report: WorkerReport;
};

export type WorkerReport = {
	/** Rounds past their deadline that the clock could not close. */
	roundsNotClosed: number;
	/** Phones bound to keys of this server that are lost: they must be turned on again. */
	phonesOfOtherKey: number;
	/** Messages to phones given up since yesterday. */
	pushesFailed: number;
};

/** Something to do every few seconds. Several processes may run it at the same moment. */
export type Job = { name: string; run(context: JobContext): Promise<void> };

const EVERY_MS = 15_000;
const ALIVE_MS = 4 * EVERY_MS;

// Acts that come close together are sent in one go.
const GATHER_MS = 100;

/** Jobs one after the other, again and again. Lanes do not wait for each other. */
type Lane = {
	wake: () => void;
	done: Promise<void>;
	lastRound: () => number;
	failing: () => string[];
};

type Worker = {
	wake: () => void;
	wakePushes: () => void;
	stop: () => Promise<void>;
	lastRound: () => number;
	failing: () => string[];
	report: WorkerReport;
};

// On globalThis for the same reason as the backend: one worker per process, also in development.
const KEY = Symbol.for('palier.worker');
const shared = globalThis as { [KEY]?: Worker };

export type Composers = {
	/** Kinds of mail that SQL functions put into the outbox, each with the function that words it. */
	mails: MailComposers;
	/** Words what phones are told. */
	push: PushComposer;
};

/** Starts the rounds of the worker. The first one begins at once. */
export async function startWorker(running: Running, composers: Composers): Promise<void> {
	await stopWorker();
	const jobs: Job[] = [
		closeDueRounds,
		endDueMandates,
		tellDue,
		sendMails(composers.mails),
		dropUnusedPhotos(),
		dropOldImports(),
		deleteAccounts(running.backend),
		keepNoLonger()
	];
	const push = sendPushes(running.push, composers.push);
	shared[KEY] = start(jobs, push, running);
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

/** Asks for what phones are told to be sent now. Costs one question, so every act may. */
export function wakePushes(): void {
	shared[KEY]?.wakePushes();
}

/** For /healthz: whether rounds still come, and which jobs failed in the last one. */
export function workerHealth(): { alive: boolean; failing: string[] } & WorkerReport {
	const worker = shared[KEY];
	if (!worker) return { alive: false, failing: [], ...nothingYet() };
	return {
		alive: Date.now() - worker.lastRound() < ALIVE_MS,
		failing: worker.failing(),
		...worker.report
	};
}

const nothingYet = (): WorkerReport => ({
	roundsNotClosed: 0,
	phonesOfOtherKey: 0,
	pushesFailed: 0
});

function start(jobs: Job[], push: Job, { backend, mailer, config }: Running): Worker {
	let stopping = false;
	const report = nothingYet();
	const context = {
		client: serviceClient(backend),
		mailer,
		// Mails that stay on this machine may point at it: a demonstration can be followed to its end.
		origin: config.origin ?? (mailer.outbox ? `http://localhost:${config.port}` : null),
		stopping: () => stopping,
		report
	};
	let gathering: NodeJS.Timeout | undefined;
	function wakePushes(): void {
		gathering ??= setTimeout(() => {
			gathering = undefined;
			pushes.wake();
		}, GATHER_MS).unref();
	}

	// A push service that does not answer must not keep a round from closing.
	const pushes = startLane([push], context);
	const usual = startLane(jobs, context, wakePushes);
	const lanes = [usual, pushes];
	return {
		wake: () => usual.wake(),
		wakePushes,
		async stop() {
			stopping = true;
			clearTimeout(gathering);
			for (const lane of lanes) lane.wake();
			await Promise.all(lanes.map(({ done }) => done));
		},
		lastRound: () => Math.min(...lanes.map((lane) => lane.lastRound())),
		failing: () => lanes.flatMap((lane) => lane.failing()),
		report
	};
}

function startLane(jobs: Job[], shared: Omit<JobContext, 'beat'>, afterRound = () => {}): Lane {
	let lastRound = Date.now();
	let failing: string[] = [];
	let wake = () => {};
	const { stopping } = shared;
	const context = { ...shared, beat: () => void (lastRound = Date.now()) };

	async function round(): Promise<void> {
		const failed: string[] = [];
		for (const job of jobs) {
			if (stopping()) return;
			try {
				await job.run(context);
			} catch (error) {
				failed.push(job.name);
				log.error({ job: job.name, err: error }, 'job failed');
			}
		}
		failing = failed;
		lastRound = Date.now();
		afterRound();
	}

	async function rounds(): Promise<void> {
		while (!stopping()) {
			// Made before the round: a wake-up that comes while it runs leads to another one.
			const woken = new Promise<void>((resolve) => (wake = resolve));
			await round();
			if (stopping()) return;
			let timer: NodeJS.Timeout | undefined;
			const pause = new Promise<void>((resolve) => (timer = setTimeout(resolve, EVERY_MS)));
			await Promise.race([woken, pause]);
			clearTimeout(timer);
		}
	}

	const done = rounds();
	return { wake: () => wake(), done, lastRound: () => lastRound, failing: () => failing };
}
