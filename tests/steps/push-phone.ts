import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page, Worker } from '@playwright/test';
import { startPushService, type PushService } from '../../src/lib/server/push/test-service.ts';
import { startApp, type RunningApp } from '../app.ts';
import { expect } from '../fixtures.ts';

export type PushApp = { app: RunningApp; service: PushService; stop(): Promise<void> };

/** The app beside a push service on this machine, which it knows and trusts. */
export async function startPushApp(mode: 'embedded' | 'postgres'): Promise<PushApp> {
	const service = await startPushService();
	const folder = await mkdtemp(join(tmpdir(), 'palier-push-'));
	const certificate = join(folder, 'ca.pem');
	await writeFile(certificate, service.ca);
	const env = {
		PALIER_PUSH_HOSTS: service.host,
		NODE_EXTRA_CA_CERTS: certificate,
		// Known beforehand: messages name the address at which the app is reached.
		PORT: await findPort()
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

async function findPort(): Promise<string> {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return String(port);
}

/**
 * Lets the page's browser subscribe at the push service of the test: a browser asks its maker's, which
 * is far away. Everything else is the browser's own.
 */
export async function subscribeHere(page: Page, service: PushService): Promise<string> {
	const { endpoint, p256dh, auth } = service.subscribe();
	await page.addInitScript(
		({ endpoint, keys }) => {
			const KEPT = 'subscribed';
			const made = (options: PushSubscriptionOptionsInit = {}) => ({
				endpoint,
				options,
				toJSON: () => ({ endpoint, keys }),
				unsubscribe: () => Promise.resolve(sessionStorage.removeItem(KEPT) === undefined)
			});
			const { prototype } = PushManager;
			prototype.getSubscription = () =>
				Promise.resolve(sessionStorage.getItem(KEPT) ? (made() as never) : null);
			prototype.subscribe = (options) => {
				sessionStorage.setItem(KEPT, 'yes');
				return Promise.resolve(made(options) as never);
			};
		},
		{ endpoint, keys: { p256dh, auth } }
	);
	return endpoint.split('/').at(-1) ?? '';
}

/** The messages that came for one browser, as it reads them. */
export function messagesFor(service: PushService, device: string): string[] {
	return service.arrived
		.filter((message) => message.device === device)
		.map(({ payload }) => JSON.stringify(payload));
}

/**
 * What the push service does for a real browser: hands a message to its service worker. Ends when the
 * open page has shown what changed.
 */
export async function makeDelivery(page: Page): Promise<(data: string) => Promise<void>> {
	const cdp: CDPSession = await page.context().newCDPSession(page);
	const registered = new Promise<string>((resolve) =>
		cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
			if (registrations[0]) resolve(registrations[0].registrationId);
		})
	);
	await cdp.send('ServiceWorker.enable');
	const registrationId = await registered;
	const { origin } = new URL(page.url());
	return async (data) => {
		await page.evaluate(() => Object.assign(window, { isOld: true }));
		await cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
		await page.waitForFunction(() => !('isOld' in window));
	};
}

type Seen = { title: string; body: string; tag: string };

/** The notifications that the phone shows now. */
export async function expectShown(worker: Worker, count: number): Promise<Seen[]> {
	const read = () =>
		worker.evaluate(async () => {
			const scope = self as unknown as ServiceWorkerGlobalScope;
			const shown = await scope.registration.getNotifications();
			return shown.map(({ title, body, tag }) => ({ title, body, tag }));
		});
	await expect.poll(async () => (await read()).length).toBe(count);
	return read();
}

/**
 * A tap on the notification with this tag. No hand can tap what is outside the page, so the worker is told of
 * it as the browser would; that a tap lets a window come to the front is the browser's to know.
 */
export async function tap(worker: Worker, tag: string): Promise<void> {
	await worker.evaluate(async (tag) => {
		const scope = self as unknown as ServiceWorkerGlobalScope;
		const [notification] = await scope.registration.getNotifications({ tag });
		if (!notification) throw new Error(`Nothing is shown under ${tag}.`);
		WindowClient.prototype.focus = function () {
			return Promise.resolve(this);
		};
		const event = new NotificationEvent('notificationclick', { notification });
		const done: Promise<unknown>[] = [];
		Object.defineProperty(event, 'waitUntil', { value: (act: Promise<unknown>) => done.push(act) });
		scope.dispatchEvent(event);
		await Promise.all(done);
	}, tag);
}
