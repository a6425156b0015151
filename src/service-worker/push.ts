import { self } from '$app/service-worker';
import { m } from '#lib/paraglide/messages.js';
import { readLanguage } from '#lib/push/notes.ts';
import { pathHere, readPush, type Shown } from './push-message.ts';

/** What a notification carries for the tap on it. */
type Carried = { path: string; delivery: string | null };

/**
 * Shows what came: always, also while Palier is open, since a phone takes the right to send away from
 * who sends without showing. Everything else comes after, and may fail.
 */
export async function showPush(data: PushMessageData | null): Promise<void> {
	const locale = await readLanguage();
	const shown = readPush(data?.text() ?? null, self.location.origin, {
		title: m.phone_push_title({}, { locale }),
		body: m.phone_push_body({}, { locale })
	});
	await show(shown);
	await Promise.allSettled([
		setBadge(shown.badge),
		report(shown.delivery, 'shown'),
		// The page that says "sent" stays as it is.
		shown.isTest ? null : tellPages()
	]);
}

async function show({ title, body, path, lang, tag, silent, delivery }: Shown): Promise<void> {
	const data: Carried = { path, delivery };
	await self.registration.showNotification(title, {
		body,
		lang,
		tag,
		silent,
		icon: '/icon-192.png',
		badge: '/badge.png',
		data
	});
}

/** Opens the page of a notification that was tapped: in the window that is open, else in a new one. */
export async function openPush(notification: Notification): Promise<void> {
	notification.close();
	const { path, delivery } = (notification.data ?? {}) as Partial<Carried>;
	const safe = pathHere(path, self.location.origin) ?? '/';
	const [opened] = await Promise.allSettled([open(safe), report(delivery ?? null, 'opened')]);
	if (opened.status === 'rejected') throw opened.reason;
}

async function open(path: string): Promise<void> {
	const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
	const url = new URL(path, self.location.origin).href;
	const there = windows.find((window) => window.url === url);
	const window =
		there ?? windows.find(({ visibilityState }) => visibilityState === 'visible') ?? windows[0];
	if (!window) {
		await self.clients.openWindow(url);
		return;
	}
	// First: only the tap itself allows it. Where it does not, the page still waits in that window.
	const focused = await window.focus().catch((cause: unknown) => {
		console.warn('The window could not be brought to the front.', cause);
		return window;
	});
	if (there) return;
	try {
		await focused.navigate(url);
	} catch {
		// A window from before this worker cannot be led anywhere.
		await self.clients.openWindow(url);
	}
}

/** The number on the icon of the installed app. */
async function setBadge(count: number | null): Promise<void> {
	if (count === null || !('setAppBadge' in self.navigator)) return;
	if (count > 0) await self.navigator.setAppBadge(count);
	else await self.navigator.clearAppBadge();
}

async function report(delivery: string | null, what: 'shown' | 'opened'): Promise<void> {
	if (!delivery) return;
	await fetch(`/push/deliveries/${delivery}/${what}`, { method: 'POST', keepalive: true });
}

/** Open pages show what changed. */
async function tellPages(): Promise<void> {
	const windows = await self.clients.matchAll({ type: 'window' });
	for (const window of windows) window.postMessage({ type: 'changed' });
}
