import { Agent, type Dispatcher } from 'undici';
import webPush from 'web-push';
import { log } from '#lib/server/log.ts';
import { makePublicLookup, PrivateAddressError } from './addresses.ts';
import { isOwnService, isPushEndpoint } from './hosts.ts';
import { readAnswer, type Outcome } from './outcome.ts';
import { makeAuthorization, type VapidKeys } from './vapid.ts';

/** One browser's push subscription: address and keys, base64url (RFC 8291). */
export type PushSubscription = { endpoint: string; p256dh: string; auth: string };

export type PushMessage = {
	/** What the service worker reads. */
	payload: Record<string, unknown>;
	/** Seconds for which a push service keeps it for a phone that is off. */
	ttlSeconds: number;
	urgency: 'very-low' | 'low' | 'normal' | 'high';
	/** Newer messages of a topic replace older ones that wait: at most 32 base64url characters. */
	topic?: string;
};

export type PushSenderOptions = {
	keys: VapidKeys;
	/** "mailto:" or "https:" address of whoever runs this installation. */
	contact: string;
	/** Push services that may be called, as in KNOWN_PUSH_HOSTS. */
	hosts: readonly string[];
	/** Milliseconds for connecting, and again for the answer. */
	patienceMs?: number;
	/** More trusted certificates, PEM: somebody's own push service, tests. */
	ca?: string;
	lookup?: ReturnType<typeof makePublicLookup>;
};

export type PushSender = {
	/**
	 * Encrypts and sends one message. Never throws for what the network or a push service does.
	 *
	 * @param signal when it is given up, also while it still waits for its turn
	 */
	send(
		subscription: PushSubscription,
		message: PushMessage,
		signal?: AbortSignal
	): Promise<Outcome>;
	close(): Promise<void>;
};

/**
 * Every message has this size before it is encrypted, so that its length tells nobody what it is
 * about. RFC 8030 promises 4,096 bytes, of which encryption takes 103; bridges take less.
 */
const PAYLOAD_BYTES = 2_048;
const CONNECTIONS_PER_SERVICE = 4;
const AT_ONCE_PER_CONNECTION = 100;
const PATIENCE_MS = 15_000;
/** How long an answer may go on after its status. */
const REST_MS = 2_000;

/** Sends push messages: few connections that stay open, one token per service and hour. */
export function makePushSender(options: PushSenderOptions): PushSender {
	const { hosts, patienceMs = PATIENCE_MS, ca } = options;
	const authorize = makeAuthorization(options.keys, options.contact);
	const agent = (lookup?: ReturnType<typeof makePublicLookup>) =>
		new Agent({
			allowH2: true,
			connections: CONNECTIONS_PER_SERVICE,
			pipelining: AT_ONCE_PER_CONNECTION,
			connect: { timeout: patienceMs, ...(ca && { ca }), ...(lookup && { lookup }) },
			headersTimeout: patienceMs,
			bodyTimeout: patienceMs
		});
	const outside = agent(options.lookup ?? makePublicLookup());
	const own = agent();

	return {
		async send(subscription, message, signal) {
			const { endpoint } = subscription;
			if (!isPushEndpoint(endpoint, hosts)) {
				return { kind: 'refused', status: null, reason: 'not a known push service' };
			}
			const url = new URL(endpoint);
			let body: Buffer;
			try {
				body = encrypt(subscription, message.payload);
			} catch (error) {
				return { kind: 'refused', status: null, reason: `keys: ${(error as Error).message}` };
			}
			const headers: Record<string, string> = {
				authorization: authorize(url.origin),
				'content-encoding': 'aes128gcm',
				'content-type': 'application/octet-stream',
				ttl: String(message.ttlSeconds),
				urgency: message.urgency
			};
			if (message.topic) headers.topic = message.topic;
			return post(isOwnService(url, hosts) ? own : outside, url, headers, body, signal);
		},
		close: async () => void (await Promise.all([outside.destroy(), own.destroy()]))
	};
}

async function post(
	dispatcher: Dispatcher,
	url: URL,
	headers: Record<string, string>,
	body: Buffer,
	signal?: AbortSignal
): Promise<Outcome> {
	try {
		// Redirects are not followed: they would lead past the list of hosts.
		const answer = await dispatcher.request({
			origin: url.origin,
			path: url.pathname + url.search,
			method: 'POST',
			headers,
			body,
			signal
		});
		await leaveRest(answer.body);
		const retryAfter = answer.headers['retry-after'];
		return readAnswer(answer.statusCode, typeof retryAfter === 'string' ? retryAfter : undefined);
	} catch (error) {
		const cause = error as NodeJS.ErrnoException;
		if (cause instanceof PrivateAddressError) {
			return { kind: 'refused', status: null, reason: 'private address' };
		}
		// The address of a device is a secret of its owner: only the kind of failure is told.
		return { kind: 'later', status: null, afterSeconds: null, reason: cause.code ?? cause.name };
	}
}

/**
 * Reads the rest of an answer, so that the connection can be used again; services say little, liars
 * much, and some forever.
 */
async function leaveRest(body: Dispatcher.ResponseData['body']): Promise<void> {
	try {
		await body.dump({ limit: 16_384, signal: AbortSignal.timeout(REST_MS) });
	} catch (error) {
		// The status has said what became of the message: sending it again would ring twice.
		log.debug({ err: error }, 'a push service did not finish its answer');
	}
}

/**
 * The payload as JSON, filled up with spaces to one size, encrypted for one browser (RFC 8291).
 *
 * @throws {RangeError} when it is too long
 */
export function encrypt(subscription: PushSubscription, payload: PushMessage['payload']): Buffer {
	const text = Buffer.from(JSON.stringify(payload));
	if (text.length > PAYLOAD_BYTES) throw new RangeError('The push message is too long.');
	const padded = Buffer.alloc(PAYLOAD_BYTES, ' ');
	text.copy(padded);
	return webPush.encrypt(
		subscription.p256dh,
		subscription.auth,
		padded as unknown as string,
		'aes128gcm'
	).cipherText;
}
