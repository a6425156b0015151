import { version } from '$app/env';
import { immutable } from '$app/manifest';

/** One store for each release: pages and code of two releases never mix. */
const STORE = `palier-${version}`;
const OFFLINE = '/offline.html';
/** What the page "no network" is made of. */
const SHELL = [OFFLINE, '/plain.css', '/mark.svg'];

/** Keeps the page "no network" and the parts of the app that never change under their name. */
export async function fillStore(): Promise<void> {
	const store = await caches.open(STORE);
	await store.addAll(SHELL);
	// Styles, type and pictograms; code is kept as it is used, to spare small data plans.
	const looks = immutable.map(({ path }) => `/${path.replace(/^\//, '')}`);
	await store.addAll(looks.filter((path) => /\.(css|woff2|svg)$/.test(path)));
}

/** Forgets the releases before. */
export async function dropOldStores(): Promise<void> {
	const names = await caches.keys();
	const old = names.filter((name) => name.startsWith('palier-') && name !== STORE);
	await Promise.all(old.map((name) => caches.delete(name)));
}

/** An unchanging part of the app: from the store, else from the network and then kept. */
export async function answerImmutable(request: Request): Promise<Response> {
	const store = await caches.open(STORE);
	const kept = await store.match(request);
	if (kept) return kept;
	const fresh = await fetch(request);
	if (fresh.ok) await store.put(request, fresh.clone());
	return fresh;
}

/**
 * A page: always from the network, since it belongs to one person and one moment. Without network
 * the page that says so.
 */
export async function answerPage(request: Request): Promise<Response> {
	try {
		return await fetch(request);
	} catch (cause) {
		const offline = await caches.match(OFFLINE);
		if (offline) return offline;
		throw cause;
	}
}

/** One of the files of the page "no network", when the network is gone. */
export async function answerShell(request: Request): Promise<Response> {
	try {
		return await fetch(request);
	} catch (cause) {
		const kept = await caches.match(request);
		if (kept) return kept;
		throw cause;
	}
}

/** Whether an address is one of those files. */
export function isShell(pathname: string): boolean {
	return SHELL.includes(pathname);
}
