import { version } from '$app/env';
import { immutable } from '$app/manifest';

/** One store for each release: pages and code of two releases never mix. */
const CODE = `palier-code-${version}`;
/** Pages of this release that open without network; see offline.ts. */
export const PAGES = `palier-pages-${version}`;
const OLD_PAGES = /^palier-pages-/;
const OLD = /^palier-(code-|pages-|\d)/;

export const OFFLINE = '/offline.html';
/** What the page "no network" is made of, and the scripts of every page. */
const SHELL = [OFFLINE, '/plain.css', '/mark.svg', '/phone.js', '/phone-live.js'];

/** Keeps the page "no network" and the parts of the app that never change under their name. */
export async function fillStore(): Promise<void> {
	const store = await caches.open(CODE);
	// Not what the browser kept of the release before.
	await store.addAll(SHELL.map((path) => new Request(path, { cache: 'reload' })));
	// Styles, type and pictograms; code is kept as it is used, to spare small data plans.
	const looks = immutable.map(({ path }) => `/${path.replace(/^\//, '')}`);
	await store.addAll(looks.filter((path) => /\.(css|woff2|svg)$/.test(path)));
}

/** Forgets the releases before. Answers the addresses of the pages that they had kept. */
export async function dropOldReleases(): Promise<string[]> {
	const names = await caches.keys();
	const old = names.filter((name) => OLD.test(name) && name !== CODE && name !== PAGES);
	const pages = old.filter((name) => OLD_PAGES.test(name));
	const kept = await Promise.all(pages.map(async (name) => (await caches.open(name)).keys()));
	await Promise.all(old.map((name) => caches.delete(name)));
	return kept.flat().map(({ url }) => url);
}

/** An unchanging part of the app: from the store, else from the network and then kept. */
export async function answerImmutable(request: Request): Promise<Response> {
	const store = await caches.open(CODE);
	const kept = await store.match(request);
	if (kept) return kept;
	const fresh = await fetch(request);
	if (fresh.ok) await store.put(request, fresh.clone());
	return fresh;
}

/** One of the files of the shell, when the network is gone. */
export async function answerShell(request: Request): Promise<Response> {
	try {
		return await fetch(request);
	} catch (cause) {
		const kept = await readShell(request);
		if (kept) return kept;
		throw cause;
	}
}

export async function readShell(request: Request | string): Promise<Response | undefined> {
	return (await caches.open(CODE)).match(request);
}

/** Whether an address is one of those files. */
export function isShell(pathname: string): boolean {
	return SHELL.includes(pathname);
}
