/*
 * What arrives as a push, as something to show. A push that shows nothing makes an iPhone end the
 * subscription after the third: whatever came, there is something to show.
 */

export type PushWords = { title: string; body: string };

export type Shown = PushWords & {
	/** Path on this site that a tap opens. */
	path: string;
	lang: string | undefined;
	/** Replaces a notification with the same one. */
	tag: string | undefined;
	silent: boolean;
	/** Unread things; null leaves the mark on the icon as it is. */
	badge: number | null;
	/** A proof that the phone rings: nothing changed in the app. */
	isTest: boolean;
	/** Under which shown and opened are reported. */
	delivery: string | null;
};

/** Marks the format that Safari shows without our code (Declarative Web Push). */
const DECLARATIVE = 8030;
const TOKEN = /^[\w-]{8,200}$/;

/**
 * Reads a push message.
 *
 * @param text what came; null when it came without
 * @param origin of this site: a message never leads elsewhere
 * @param general what is said where it says nothing that can be understood
 */
export function readPush(text: string | null, origin: string, general: PushWords): Shown {
	const message = parse(text);
	const told = record(message.notification);
	const title = line(told.title);
	if (message.web_push !== DECLARATIVE || !title) {
		return {
			...general,
			path: '/',
			lang: undefined,
			tag: undefined,
			silent: false,
			badge: null,
			isTest: false,
			delivery: null
		};
	}
	const data = record(told.data);
	return {
		title,
		body: line(told.body) ?? '',
		path: pathHere(told.navigate, origin) ?? '/',
		lang: line(told.lang),
		tag: line(told.tag),
		silent: told.silent === true,
		badge: readBadge(message.app_badge),
		isTest: data.kind === 'push_welcome' || data.kind === 'push_test',
		delivery: typeof data.delivery === 'string' && TOKEN.test(data.delivery) ? data.delivery : null
	};
}

/** The path of an address of this site; null for any other. */
export function pathHere(address: unknown, origin: string): string | null {
	if (typeof address !== 'string') return null;
	const url = URL.parse(address, origin);
	if (!url || url.origin !== origin) return null;
	return url.pathname + url.search + url.hash;
}

function readBadge(value: unknown): number | null {
	const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null;
}

function parse(text: string | null): Record<string, unknown> {
	try {
		return record(JSON.parse(text ?? ''));
	} catch {
		// Not from us, or cut short: something general is shown.
		return {};
	}
}

function record(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function line(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() !== '' ? value.slice(0, 500) : undefined;
}
