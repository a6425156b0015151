/** What became of one push message. */
export type Outcome =
	/** The push service took it. That is not yet a delivery: the device reports that itself. */
	| { kind: 'sent'; status: number }
	/** This subscription exists no more (404, 410). */
	| { kind: 'gone'; status: number }
	/** Our mistake or the address's (400, 401, 403, 413, a redirect, a private address): raise an alarm, keep the subscription. */
	| { kind: 'refused'; status: number | null; reason: string }
	/** Not now (429, 5xx, no or a broken answer): try again, at the earliest after so many seconds. */
	| { kind: 'later'; status: number | null; afterSeconds: number | null; reason: string };

/** A push service that asks for more than a day is not believed. */
const LONGEST_S = 24 * 60 * 60;

/**
 * Reads the answer of a push service (RFC 8030, section 5; RFC 8292, section 4.2). Only 404 and 410 say
 * that a device is gone: services answer 400, 401 or 403 to a mistake of ours, and taking those for
 * gone would lose every phone at once.
 *
 * @param status HTTP status
 * @param retryAfter the `Retry-After` header: seconds or an HTTP date
 * @param now milliseconds since 1970
 */
export function readAnswer(
	status: number,
	retryAfter: string | undefined,
	now: number = Date.now()
): Outcome {
	if (status >= 200 && status < 300) return { kind: 'sent', status };
	if (status === 404 || status === 410) return { kind: 'gone', status };
	const reason = `status ${status}`;
	if (status === 408 || status === 429 || status >= 500) {
		return { kind: 'later', status, afterSeconds: readRetryAfter(retryAfter, now), reason };
	}
	return { kind: 'refused', status, reason };
}

function readRetryAfter(text: string | undefined, now: number): number | null {
	if (text === undefined || text.trim() === '') return null;
	// Date.parse alone takes "-5" for a month.
	const date = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
	const seconds = /^\d+$/.test(text.trim()) ? Number(text) : (date - now) / 1000;
	if (!Number.isFinite(seconds)) return null;
	return Math.min(Math.max(Math.ceil(seconds), 0), LONGEST_S);
}
