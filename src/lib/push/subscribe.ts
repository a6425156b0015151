/*
 * How a phone subscribes: the same in a page, where somebody taps, and in the service worker, which
 * keeps it alive.
 */

/** Where the phone's address for pushes is kept on the server. */
const SUBSCRIPTIONS = '/push/subscriptions';

/** The browser or its push service refused; nothing that was typed here is wrong. */
export class SubscribeError extends Error {}

/** The public key by which push services know this installation; null while push is off. */
export async function fetchKey(): Promise<string | null> {
	const response = await fetch('/push/key');
	if (!response.ok) return null;
	const { publicKey } = (await response.json()) as { publicKey?: string | null };
	return publicKey ?? null;
}

/**
 * The subscription of this phone under this key, made where there is none. One under another key is
 * ended: nothing could be sent to it any more.
 *
 * @throws {SubscribeError}
 */
export async function subscribe(
	manager: PushManager,
	publicKey: string
): Promise<PushSubscription> {
	const key = decodeKey(publicKey);
	const before = await manager.getSubscription();
	const used = before?.options.applicationServerKey;
	if (before && used && isSame(new Uint8Array(used), key)) return before;
	await before?.unsubscribe();
	try {
		return await manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
	} catch (cause) {
		throw new SubscribeError('The browser did not subscribe.', { cause });
	}
}

/**
 * Tells the server where this phone can be reached: from now on it is whoever is signed in on it.
 *
 * @param welcome a push follows at once, as a proof
 * @returns the answer's status
 */
export async function sendSubscription(
	subscription: PushSubscription,
	{ welcome, language }: { welcome: boolean; language: string }
): Promise<number> {
	const { endpoint, keys } = subscription.toJSON();
	const response = await fetch(SUBSCRIPTIONS, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ endpoint, keys, welcome, language })
	});
	return response.status;
}

/** The server forgets where this phone can be reached. */
export async function removeSubscription(endpoint: string): Promise<number> {
	const response = await fetch(SUBSCRIPTIONS, {
		method: 'DELETE',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ endpoint })
	});
	return response.status;
}

/** Base64url as the bytes that it stands for. */
export function decodeKey(base64url: string): Uint8Array<ArrayBuffer> {
	const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
