import pino from 'pino';

// A write for each line took an eighth of the time of a page. Lines are gathered instead, for at most this long; what is
// left when the process ends is written then, and a fatal line at once.
const GATHERED_MS = 200;
const GATHERED_BYTES = 4_096;
// Whoever reads the output may hang: lines are lost then, not the memory of the machine.
const UNREAD_BYTES = 4_194_304;

/** One JSON line per event on standard output. No names, addresses, tokens or ids of people in it. */
export const log = pino(
	{
		level: process.env.LOG_LEVEL || 'info',
		base: null,
		timestamp: pino.stdTimeFunctions.isoTime,
		formatters: { level: (label) => ({ level: label }) },
		serializers: { err: describeError }
	},
	pino.destination({
		dest: 1,
		sync: false,
		minLength: GATHERED_BYTES,
		maxLength: UNREAD_BYTES,
		periodicFlush: GATHERED_MS
	})
);

type LoggedError = {
	type: string;
	message: string;
	code?: string;
	stack?: string;
	cause?: LoggedError;
};

/** What a log may keep of an error: database errors carry the values of the row in other fields. */
export function describeError(error: unknown): LoggedError {
	if (!(error instanceof Error)) {
		// supabase-js hands back plain objects { code, message, details, hint }.
		const plain = error as { code?: unknown; message?: unknown } | null;
		return {
			type: typeof error,
			message: scrub(String(plain?.message ?? error)),
			...(plain?.code ? { code: String(plain.code) } : {})
		};
	}
	const { code } = error as { code?: unknown };
	return {
		type: error.name,
		message: scrub(error.message),
		...(code ? { code: String(code) } : {}),
		...(error.stack ? { stack: scrub(error.stack) } : {}),
		...(error.cause ? { cause: describeError(error.cause) } : {})
	};
}

/** Takes out what may be about a person: addresses, quoted input, long numbers, tokens. */
export function scrub(text: string): string {
	return text
		.replace(/[^\s"'<>(),;:]+@[^\s"'<>(),;:]+\.[a-z]{2,}/gi, '[address]')
		.replace(/: "(?:[^"\\]|\\.)*"/g, ': [value]')
		.replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '[token]')
		.replace(/\b(?:\+?\d[ .-]?){6,}\b/g, '[number]');
}
