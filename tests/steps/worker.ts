import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page, Worker } from '@playwright/test';
import { expect } from '../fixtures.ts';

/** The service worker of the page's phone, once it controls the page. */
export async function awaitWorker(page: Page): Promise<Worker> {
	await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
	const workers = page.context().serviceWorkers();
	const worker = workers.at(-1);
	if (!worker) throw new Error('The browser shows no service worker.');
	return worker;
}

/** Paths of the pages that the phone keeps for the time without network. */
export function listKeptPages(page: Page): Promise<string[]> {
	return page.evaluate(async () => {
		const names = (await caches.keys()).filter((name) => name.startsWith('palier-pages-'));
		const kept = await Promise.all(
			names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url))
		);
		return kept.flat().map((url) => new URL(url).pathname);
	});
}

/** Waits until the phone keeps a page. */
export async function awaitKept(page: Page, path: string): Promise<void> {
	await expect.poll(() => listKeptPages(page)).toContain(path);
}

export type NewVersion = {
	url: string;
	/** From now on the server has a new version. */
	release(): void;
	close(): Promise<void>;
};

/** The app at an address of its own, where a new version can come out while pages are open. */
export async function startReleases(app: string): Promise<NewVersion> {
	let isNew = false;
	const { hostname, port } = new URL(app);
	const server = createServer((incoming, outgoing) => {
		const { method, url: path, headers } = incoming;
		const isWorker = path === '/service-worker.js';
		const passed = isWorker ? { host: headers.host } : headers;
		const onward = request({ hostname, port, method, path, headers: passed }, (answer) => {
			if (!isWorker) {
				outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(outgoing);
				return;
			}
			const parts: Buffer[] = [];
			answer.on('data', (part: Buffer) => parts.push(part));
			answer.on('end', () => {
				const code = Buffer.concat(parts).toString('utf8');
				outgoing.writeHead(200, {
					'content-type': 'text/javascript',
					'cache-control': 'no-cache'
				});
				outgoing.end(isNew ? code.replace(/version:[`"'](\d+)/, (text) => `${text}9`) : code);
			});
		});
		onward.on('error', () => outgoing.destroy());
		incoming.pipe(onward);
	});
	server.listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		release() {
			isNew = true;
		},
		close() {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		}
	};
}
