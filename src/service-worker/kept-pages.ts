/*
 * Which pages open without network, and what is written on them then. Rules only, so that they can be
 * tested without a worker.
 */

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const KEPT = new RegExp(`^/r/${ID}(?:/orders(?:/mine)?|/orders/${ID}/(?:mine|pickup))?$`);
const HOME = new RegExp(`^/r/${ID}$`);
const PICKUP = new RegExp(`href="(/r/${ID}/orders/${ID}/pickup)"`, 'g');

/** A page as old as this says more wrong than right. */
export const OLDEST_MS = 7 * 24 * 60 * 60 * 1000;
/** A page that is fetched ahead is fetched again after this time. */
export const FRESH_MS = 15 * 60 * 1000;
/** Pages that a phone keeps, the newest. */
export const MOST = 24;

/** Header of every answer that says for whom it was made. */
export const PERSON = 'palier-person';
/** What that header says when nobody is signed in. */
export const NOBODY = 'nobody';
/** On a kept page: when it came, in milliseconds since 1970. */
export const CAME = 'palier-came';

/**
 * Whether a page is kept for the time without network: home, the rounds, my orders, the pick-up list. Not
 * with a query: there stands what was searched for, or another household.
 */
export function isKept({ pathname, search }: URL): boolean {
	return search === '' && KEPT.test(pathname);
}

/** Whether an answer may be kept: a whole page, made for somebody. */
export function isKeepable(response: Response): boolean {
	const person = response.headers.get(PERSON);
	return (
		response.status === 200 &&
		!response.redirected &&
		person !== null &&
		person !== NOBODY &&
		(response.headers.get('content-type') ?? '').startsWith('text/html')
	);
}

/** Whether the page says what was just done: true once, and wrong an hour later. */
export function saysWhatWasDone(html: string): boolean {
	return html.includes('class="toast ');
}

/** Pages worth having before anybody opens them, from the home page: my orders, the pick-up list. */
export function listAhead(pathname: string, html: string): string[] {
	if (!HOME.test(pathname)) return [];
	const lists = [...html.matchAll(PICKUP)].map(([, address]) => address ?? '');
	return [`${pathname}/orders/mine`, ...new Set(lists)].slice(0, 3);
}

/**
 * Addresses that can stand for one that is not kept, best first.
 *
 * @param kept paths of the pages that are, newest first
 */
export function listInstead({ pathname, searchParams }: URL, kept: readonly string[]): string[] {
	if (pathname === '/') {
		const home = kept.find((path) => HOME.test(path));
		if (!home) return [];
		const to = searchParams.get('to');
		return to === 'orders' || to === 'orders/mine' ? [`${home}/${to}`, home] : [home];
	}
	// The order that one has placed stands at its own address; the round itself leads there.
	return [pathname, `${pathname}/mine`];
}

/** The title of a page, as its tab shows it. */
export function readTitle(html: string): string {
	return /<title>([^<]*)<\/title>/.exec(html)?.[1]?.trim() ?? '';
}

/** The language that a page is written in. */
export function readLang(html: string): 'fr' | 'en' {
	return /<html[^>]*\blang="en"/.test(html) ? 'en' : 'fr';
}

/** The words on a page that is not of now. */
export type AgeWords = { title: string; age: string; retry: string };

/** The page with the words that say how old it is, before everything else that it says. */
export function markOld(html: string, words: AgeWords): string {
	const bar = `<div class="kept-bar no-print" role="status"><p><strong>${escape(words.title)}</strong> ${escape(words.age)}</p><a href="">${escape(words.retry)}</a></div>`;
	// After the place of the page itself, which the app takes over as it left the server.
	return html.replace(/<body[^>]*>/, (body) => `${body}${bar}`);
}

/** The page "no network" with links to the pages that open. */
export function linkKept(
	html: string,
	heading: string,
	pages: readonly { path: string; title: string }[]
): string {
	if (pages.length === 0) return html;
	// Titles come from pages and are escaped there already.
	const links = pages.map(({ path, title }) => `<li><a href="${path}">${title}</a></li>`);
	return html.replace(
		'</main>',
		() => `<h2>${escape(heading)}</h2><ul>${links.join('')}</ul></main>`
	);
}

function escape(text: string): string {
	return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
