import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import type { PushSubscription as Keys } from '../../src/lib/server/push/sender.ts';
import {
	startPushService,
	type Arrived,
	type PushService
} from '../../src/lib/server/push/test-service.ts';
import { startApp, type RunningApp } from '../app.ts';
import { expect } from '../fixtures.ts';
import { awaitWorker } from './worker.ts';

export type Pushing = { app: RunningApp; service: PushService; stop(): Promise<void> };

/** The demonstration beside a push service on this machine that the app may call. */
export async function startPushing(mode: 'embedded' | 'postgres'): Promise<Pushing> {
	const service = await startPushService();
	const folder = await mkdtemp(join(tmpdir(), 'palier-push-'));
	const ca = join(folder, 'ca.pem');
	await writeFile(ca, service.ca);
	// What a tap opens names the port, so it must be known before the start.
	const env = {
		PALIER_PUSH_HOSTS: service.host,
		NODE_EXTRA_CA_CERTS: ca,
		PORT: String(await findPort())
	};
	const app = await startApp({ mode, demo: true, env });
	return {
		app,
		service,
		async stop() {
			await app.stop();
			await service.close();
			await rm(folder, { recursive: true, force: true });
		}
	};
}

async function findPort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

type StandIn = Keys & { key: string };

/**
 * Browsers subscribe only at their maker's push service, over the internet. Here the browser "subscribes"
 * at ours, whose keys are real: only the two functions that would call the maker are replaced.
 */
function standIn({ endpoint, p256dh, auth, key }: StandIn): void {
	const bytes = Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (sign) =>
		sign.charCodeAt(0)
	);
	// A worker has no such store: it is given the stand-in once its page has subscribed.
	const isWorker = typeof localStorage === 'undefined';
	const subscription = {
		endpoint,
		options: { applicationServerKey: bytes.buffer, userVisibleOnly: true },
		toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh, auth } }),
		async unsubscribe() {
			if (!isWorker) localStorage.removeItem('subscribed');
			return true;
		}
	};
	const prototype = PushManager.prototype as unknown as Record<string, unknown>;
	prototype.getSubscription = async () =>
		isWorker || localStorage.getItem('subscribed') ? subscription : null;
	prototype.subscribe = async (options: PushSubscriptionOptionsInit) => {
		const given = new Uint8Array(options.applicationServerKey as ArrayBuffer);
		if (!options.userVisibleOnly || given.join() !== bytes.join()) {
			throw new DOMException('What no browser would take.', 'AbortError');
		}
		if (!isWorker) localStorage.setItem('subscribed', '1');
		return subscription;
	};
}

/** A phone that may show notifications and subscribes at the local push service. Answers its endpoint. */
export async function givePush(
	context: BrowserContext,
	{ app, service }: Pushing
): Promise<StandIn> {
	const { publicKey } = (await (await context.request.get(`${app.url}/push/key`)).json()) as {
		publicKey: string;
	};
	const given = { ...service.subscribe(), key: publicKey };
	await context.addInitScript(standIn, given);
	await context.grantPermissions(['notifications'], { origin: app.url });
	return given;
}

/** The same in the worker of the page, which subscribes again by itself. */
export async function givePushToWorker(page: Page, given: StandIn): Promise<void> {
	await (await awaitWorker(page)).evaluate(standIn, given);
}

/** The newest message of a kind that came for that phone. */
export async function awaitPush(
	service: PushService,
	{ endpoint }: Keys,
	kind: string
): Promise<Arrived> {
	const device = endpoint.split('/').at(-1);
	const find = () =>
		service.arrived.findLast((one) => one.device === device && kindOf(one) === kind);
	await expect.poll(() => find() !== undefined, { timeout: 20_000 }).toBe(true);
	return find() as Arrived;
}

/** What the message says of itself. */
export function told({ payload }: Arrived) {
	return payload.notification as {
		title: string;
		body: string;
		navigate: string;
		data: { delivery: string; kind: string };
	};
}

const kindOf = (arrived: Arrived) => told(arrived).data.kind;

/** The browser hands a message to the service worker, as it does when one comes from its push service. */
export async function deliver(page: Page, data: string): Promise<void> {
	const session = await page.context().newCDPSession(page);
	const registered = new Promise<string>((resolve) => {
		session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
			const [first] = registrations.filter(({ isDeleted }) => !isDeleted);
			if (first) resolve(first.registrationId);
		});
	});
	await session.send('ServiceWorker.enable');
	const registrationId = await registered;
	const { origin } = new URL(page.url());
	await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
	await session.detach();
}

/** What is used here of a service worker's own scope; the types of pages do not know it. */
type WorkerScope = EventTarget & { registration: ServiceWorkerRegistration };

/** Notifications that the phone shows; asked of the worker, as open pages load again meanwhile. */
export async function listShown(
	page: Page
): Promise<{ title: string; body: string; lang: string }[]> {
	const worker = await awaitWorker(page);
	return worker.evaluate(async () => {
		const scope = globalThis as unknown as WorkerScope;
		const shown = await scope.registration.getNotifications();
		return shown.map(({ title, body, lang }) => ({ title, body, lang }));
	});
}

/** A tap on a notification. The event is made here, as no test reaches the system's own list. */
export async function tapShown(page: Page, title: string): Promise<void> {
	const worker = await awaitWorker(page);
	await worker.evaluate(async (wanted) => {
		const scope = globalThis as unknown as WorkerScope;
		const shown = await scope.registration.getNotifications();
		const notification = shown.find((one) => one.title === wanted);
		if (!notification) throw new Error(`"${wanted}" is not shown.`);
		const Made = (globalThis as unknown as Record<string, unknown>).NotificationEvent as new (
			type: string,
			init: { notification: Notification }
		) => Event;
		const event = new Made('notificationclick', { notification });
		const work: Promise<unknown>[] = [];
		// The browser lets only its own events be waited for.
		Object.defineProperty(event, 'waitUntil', {
			value: (one: Promise<unknown>) => void work.push(one)
		});
		scope.dispatchEvent(event);
		if (work.length === 0) throw new Error('Nobody heard the tap.');
		await Promise.all(work);
	}, title);
}
