import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { m } from '#lib/paraglide/messages.js';
import { formatMoment } from '#lib/text/dates.ts';
import {
	CAME,
	FRESH_MS,
	isKeepable,
	isKept,
	linkKept,
	listAhead,
	listInstead,
	markOld,
	MOST,
	OLDEST_MS,
	PERSON,
	readLang,
	readTitle,
	saysWhatWasDone
} from './kept-pages.ts';
import { readLanguage, writeNote } from '#lib/push/notes.ts';
import { currentPerson, seePerson, takeTurn } from './person.ts';
import { OFFLINE, PAGES, readShell } from './release.ts';

/** Longer than this, a page that is there already helps more than one that may come. */
const PATIENCE_MS = 8_000;
/** A page that was kept just now is still right: a link that is passed over asks for its data too. */
const JUST_MS = 5_000;
/** How the address of a page's data ends. */
const DATA = '/__data.json';

/** Whether an address is that of a page's data. */
export function isData(pathname: string): boolean {
	return pathname.endsWith(DATA);
}

/**
 * A page: from the network, since it belongs to one person and one moment. Without network what was
 * kept of it, with its age, else the page that says so.
 */
export async function answerPage(request: Request): Promise<Response> {
	const url = new URL(request.url);
	const turn = takeTurn();
	const network = fetch(request).then(async (response) => {
		await take(url, response.clone(), turn);
		return response;
	});
	try {
		return (await giveUpWith(network, () => findKept(url))) ?? (await network);
	} catch (cause) {
		const page = (await findKept(url)) ?? (await showOffline());
		if (page) return page;
		throw cause;
	}
}

/**
 * What a page that the app itself puts together is made of: the page as the server makes it is kept
 * afterwards.
 */
export async function answerData(request: Request): Promise<Response> {
	const page = new URL(request.url);
	page.pathname = page.pathname.slice(0, -DATA.length) || '/';
	page.searchParams.delete('x-sveltekit-invalidated');
	page.searchParams.delete('x-sveltekit-trailing-slash');
	const turn = takeTurn();
	const response = await fetch(request);
	const isTheirs = await seePerson(response, turn);
	if (isTheirs && isKept(page)) {
		later(async () => {
			const kept = await (await caches.open(PAGES)).match(page.pathname);
			if (!kept || ageOf(kept) > JUST_MS) await fetchAhead(page.pathname);
		});
	}
	return response;
}

/** What the network gives, or after a while what is kept, if anything is. */
function giveUpWith(
	network: Promise<Response>,
	kept: () => Promise<Response | undefined>
): Promise<Response | undefined> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(
			() => kept().then((page) => page && resolve(page), reject),
			PATIENCE_MS
		);
		network.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}

/** Keeps a page that just came, if it is one to keep, and those that go with it. */
async function take(url: URL, response: Response, turn: number): Promise<void> {
	const isTheirs = await seePerson(response, turn);
	if (!isTheirs || !isKept(url) || !isKeepable(response)) return;
	const html = await response.clone().text();
	await writeNote('language', readLang(html));
	if (saysWhatWasDone(html)) {
		later(() => fetchAhead(url.pathname));
	} else {
		await keep(url, response);
	}
	later(async () => {
		for (const path of listAhead(url.pathname, html)) {
			const kept = await (await caches.open(PAGES)).match(path);
			if (!kept || ageOf(kept) > FRESH_MS) await fetchAhead(path);
		}
	});
}

/** After the page that is waited for. Without network nothing is lost: it was only for later. */
function later(work: () => Promise<void>): void {
	setTimeout(() => {
		work().catch((cause) => console.warn('A page could not be kept for later.', cause));
	}, 500);
}

/** Fetches pages as the person who uses the phone, to keep them. */
export async function fetchAhead(...paths: string[]): Promise<void> {
	for (const path of paths) {
		const url = new URL(path, location.origin);
		const turn = takeTurn();
		await take(url, await fetch(url, { redirect: 'manual' }), turn);
	}
}

async function keep(url: URL, response: Response): Promise<void> {
	const headers = new Headers(response.headers);
	headers.set(CAME, String(Date.now()));
	const store = await caches.open(PAGES);
	await store.put(url.pathname, new Response(await response.blob(), { headers }));
	const pages = await store.keys();
	await Promise.all(pages.slice(0, -MOST).map((old) => store.delete(old)));
}

type KeptPage = { path: string; response: Response };

/** The pages of who uses the phone, newest first. */
async function listKept(): Promise<KeptPage[]> {
	const person = await currentPerson();
	if (!person) return [];
	const store = await caches.open(PAGES);
	const pages = await Promise.all(
		(await store.keys()).map(async (request) => ({
			path: new URL(request.url).pathname,
			response: await store.match(request)
		}))
	);
	return pages
		.filter(
			(page): page is KeptPage =>
				page.response?.headers.get(PERSON) === person && ageOf(page.response) < OLDEST_MS
		)
		.sort((a, b) => ageOf(a.response) - ageOf(b.response));
}

/** What is kept of a page, with its age on it. */
async function findKept(url: URL): Promise<Response | undefined> {
	const kept = await listKept();
	const paths = listInstead(
		url,
		kept.map(({ path }) => path)
	);
	for (const path of paths) {
		const page = kept.find((one) => one.path === path);
		if (page) return showOld(page.response);
	}
	return undefined;
}

async function showOld(response: Response): Promise<Response> {
	const html = await response.text();
	const locale = readLang(html);
	overwriteGetLocale(() => locale);
	const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
	const came = new Date(Date.now() - ageOf(response));
	const page = markOld(html, {
		title: m.phone_kept_title(),
		age: m.phone_kept_age({ when: formatMoment(came, new Date(), timeZone) }),
		retry: m.phone_kept_retry()
	});
	// With its own policy for scripts; its length is another now.
	const headers = new Headers(response.headers);
	headers.delete('content-length');
	return new Response(page, { headers });
}

/** The page "no network", with links to what opens without it. */
async function showOffline(): Promise<Response | undefined> {
	const page = await readShell(OFFLINE);
	if (!page) return undefined;
	const locale = await readLanguage();
	overwriteGetLocale(() => locale);
	const pages = await Promise.all(
		(await listKept()).map(async ({ path, response }) => ({
			path,
			title: readTitle(await response.text())
		}))
	);
	const html = linkKept(await page.text(), m.phone_offline_pages(), pages);
	return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}

function ageOf(response: Response): number {
	return Date.now() - Number(response.headers.get(CAME) ?? 0);
}
