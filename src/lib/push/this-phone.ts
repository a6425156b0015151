import { writeNote } from './notes.ts';
import { fetchKey, removeSubscription, sendSubscription, subscribe } from './subscribe.ts';

/*
 * What the phone in somebody's hand can do, and how it is turned on and off. Runs in the page: a browser
 * asks its question only after a tap.
 */

/**
 * on, off; denied: the person or the phone has said no; install: an iPhone that tells only apps on its
 * home screen; unsupported: a browser that tells nobody anything.
 */
export type PhoneState = 'on' | 'off' | 'denied' | 'install' | 'unsupported';

/** What a browser says of itself. */
export type Signs = {
	hasPush: boolean;
	isApple: boolean;
	isInstalled: boolean;
	permission: NotificationPermission;
	/** The server knows the subscription of this browser. */
	isKnown: boolean;
};

export function judge({ hasPush, isApple, isInstalled, permission, isKnown }: Signs): PhoneState {
	if (!hasPush) return isApple && !isInstalled ? 'install' : 'unsupported';
	if (permission === 'denied') return 'denied';
	return isKnown && permission === 'granted' ? 'on' : 'off';
}

/** Whether a browser is on an iPhone or iPad; an iPad calls itself a Mac, and Macs have no touch screen. */
export function isApplePhone(agent: string, touchPoints: number): boolean {
	return /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1);
}

/** How this phone is named on the list of phones: SHA-256 of its endpoint, hex. */
export async function hashEndpoint(endpoint: string): Promise<string> {
	const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint));
	return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * What this phone is now.
 *
 * @param known hashes of the endpoints on which the server tells this person
 */
export async function readPhone(
	known: readonly string[]
): Promise<{ state: PhoneState; hash: string | null }> {
	const hasPush =
		'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
	const subscription = hasPush ? await (await ready()).pushManager.getSubscription() : null;
	const hash = subscription && (await hashEndpoint(subscription.endpoint));
	const state = judge({
		hasPush,
		isApple: isApplePhone(navigator.userAgent, navigator.maxTouchPoints),
		isInstalled: matchMedia('(display-mode: standalone)').matches,
		permission: hasPush ? Notification.permission : 'default',
		isKnown: hash !== null && known.includes(hash)
	});
	return { state, hash };
}

/** How turning on ended: what the person answered, or what failed. */
export type TurnedOn = 'on' | 'denied' | 'dismissed' | 'off' | 'refused' | 'failed';

/** Asks the person, subscribes and tells the server; a welcome follows as a proof. */
export async function turnOn(language: string): Promise<TurnedOn> {
	const answer = await Notification.requestPermission();
	if (answer !== 'granted') return answer === 'denied' ? 'denied' : 'dismissed';
	try {
		const key = await fetchKey();
		if (!key) return 'off';
		const subscription = await subscribe((await ready()).pushManager, key);
		const status = await sendSubscription(subscription, { welcome: true, language });
		if (status >= 400) return status < 500 ? 'refused' : 'failed';
		await writeNote('push', 'on');
		return 'on';
	} catch (cause) {
		// No network, no push service: the page says so, and the console says more.
		console.warn(cause);
		return 'failed';
	}
}

/** This phone is told nothing any more, and is not turned on again by itself. */
export async function turnOff(): Promise<boolean> {
	await writeNote('push', 'off');
	const subscription = await (await ready()).pushManager.getSubscription();
	if (!subscription) return true;
	try {
		const status = await removeSubscription(subscription.endpoint);
		await subscription.unsubscribe();
		return status < 400;
	} catch (cause) {
		console.warn(cause);
		return false;
	}
}

/** The service worker's registration: made on every page, awaited here. */
function ready(): Promise<ServiceWorkerRegistration> {
	return navigator.serviceWorker.ready;
}
