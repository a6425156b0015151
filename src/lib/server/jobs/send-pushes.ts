import { log } from '#lib/server/log.ts';
import type { Outcome } from '#lib/server/push/outcome.ts';
import type { Push } from '#lib/server/push/push.ts';
import type { PushMessage, PushSender } from '#lib/server/push/sender.ts';
import type { Job, JobContext } from './worker.ts';

/** One message that this process has taken, as `claim_deliveries` answers it. */
export type ClaimedPush = {
	id: number;
	attempt: number;
	/** By which the phone says that it has shown it. */
	token: string;
	kind: string;
	endpoint: string;
	p256dh: string;
	auth: string;
	language: 'fr' | 'en';
	urgency: PushMessage['urgency'];
	topic: string;
	ttlSeconds: number;
	residenceId: string;
	timeZone: string;
	/** What waits in the app, for the number on its icon. */
	unread: number;
	/** Null for a test and a welcome. */
	notificationId: string | null;
	subjectId: string | null;
	[more: string]: unknown;
};

/** Words a message; null for a kind that only a newer version knows. */
export type PushComposer = (
	delivery: ClaimedPush,
	origin: string
) => Pick<PushMessage, 'payload' | 'topic'> | null;

type Result = { id: number; attempt: number } & Outcome;

const AT_ONCE = 200;
/** Taken and not yet answered: more only wait in this process, where a crash repeats them. */
const MOST_IN_FLIGHT = 400;
/** The database gives a message to another process after two minutes: by then, ours is given up. */
const GIVE_UP_MS = 90_000;
const WATCH_EVERY_MS = 60_000;

/** Sends what phones are told. Each message is taken by one process at a time. */
export function sendPushes(push: Push, compose: PushComposer): Job {
	let watchedAt = -Infinity;
	return {
		name: 'send-pushes',
		async run(context) {
			if (performance.now() - watchedAt > WATCH_EVERY_MS) {
				await watch(context);
				watchedAt = performance.now();
			}
			if (push.sender && context.origin)
				await sendAll(push.sender, compose, context, context.origin);
		}
	};
}

async function sendAll(
	sender: PushSender,
	compose: PushComposer,
	context: JobContext,
	origin: string
): Promise<void> {
	const recorder = makeRecorder(context);
	const inFlight = new Set<Promise<void>>();
	let taken: number;
	do {
		const { data, error } = await context.client.rpc('claim_deliveries', {
			p_channel: 'push',
			p_limit: AT_ONCE
		});
		if (error) throw error;
		const claimed = data as { taken: number; deliveries: ClaimedPush[] };
		taken = claimed.taken;
		const signal = AbortSignal.timeout(GIVE_UP_MS);
		for (const delivery of claimed.deliveries) {
			const sending = sendOne(delivery, sender, compose, origin, signal)
				.then((outcome) => recorder.add({ id: delivery.id, attempt: delivery.attempt, ...outcome }))
				.finally(() => inFlight.delete(sending));
			inFlight.add(sending);
		}
		context.beat();
		while (inFlight.size > MOST_IN_FLIGHT - AT_ONCE) await Promise.race(inFlight);
	} while (taken === AT_ONCE && !context.stopping());
	await Promise.all(inFlight);
	await recorder.done();
}

async function sendOne(
	delivery: ClaimedPush,
	sender: PushSender,
	compose: PushComposer,
	origin: string,
	signal: AbortSignal
): Promise<Outcome> {
	let message: ReturnType<PushComposer>;
	try {
		message = compose(delivery, origin);
	} catch (error) {
		log.error({ kind: delivery.kind, err: error }, 'a message to a phone cannot be worded');
		return { kind: 'refused', status: null, reason: 'cannot be worded' };
	}
	if (!message) return later(`kind ${delivery.kind} is not known here`);
	const { endpoint, p256dh, auth, ttlSeconds, urgency } = delivery;
	const outcome = await sender.send(
		{ endpoint, p256dh, auth },
		{ ...message, ttlSeconds, urgency },
		signal
	);
	if (outcome.kind === 'refused') {
		const { reason, status } = outcome;
		// The host alone: the rest of the address is its owner's secret.
		log.error({ service: URL.parse(endpoint)?.host, status, reason }, 'push refused');
	}
	return outcome;
}

const later = (reason: string): Outcome => ({
	kind: 'later',
	status: null,
	afterSeconds: null,
	reason
});

/** Writes results down soon after they come, many at once: what a crash forgets is sent twice. */
function makeRecorder({ client, beat }: JobContext) {
	let waiting: Result[] = [];
	let writing: Promise<void> | null = null;
	let failure: unknown = null;

	async function write(): Promise<void> {
		// Lets what has come in the same moment go along.
		await new Promise((resolve) => setImmediate(resolve));
		while (waiting.length > 0) {
			const results = waiting;
			waiting = [];
			const { error } = await client.rpc('record_deliveries', { p_results: results });
			if (error) failure = error;
			beat();
		}
		writing = null;
	}

	return {
		add(result: Result): void {
			waiting.push(result);
			writing ??= write().catch((error: unknown) => {
				failure = error;
				writing = null;
			});
		},
		/** @throws {unknown} when something could not be written down: it is sent again after its lease */
		async done(): Promise<void> {
			while (writing) await writing;
			if (failure) throw failure;
		}
	};
}

/** What whoever runs the installation must know: see /healthz. */
async function watch({ client, report }: JobContext): Promise<void> {
	const { data, error } = await client.rpc('push_health');
	if (error) throw error;
	const { otherKey, failed } = data as { otherKey: number; failed: number };
	if (otherKey > 0 && otherKey !== report.phonesOfOtherKey) {
		log.error(
			{ phones: otherKey },
			'keys for push services are lost: these phones are told nothing until the app is opened on them and notifications are turned on again'
		);
	}
	report.phonesOfOtherKey = otherKey;
	report.pushesFailed = failed;
}
