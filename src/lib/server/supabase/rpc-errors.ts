import postgres from 'postgres';

/** The body of a PostgREST error. */
export type RestError = {
	code: string;
	message: string;
	details: string | null;
	hint: string | null;
};

// https://docs.postgrest.org/en/stable/references/errors.html: by whole code, then by class.
const BY_CODE: Record<string, number> = {
	'23503': 409,
	'23505': 409,
	'25006': 405,
	'42883': 404,
	'42P01': 404,
	'42P17': 500,
	'53400': 500,
	'57014': 500,
	P0001: 400
};

const BY_CLASS: Record<string, number> = {
	'08': 503,
	'09': 500,
	'0L': 403,
	'0P': 403,
	'25': 500,
	'28': 403,
	'2D': 500,
	'38': 500,
	'39': 500,
	'3B': 500,
	'40': 500,
	'53': 503,
	'54': 500,
	'55': 500,
	'57': 500,
	'58': 500,
	F0: 500,
	HV: 500,
	P0: 500,
	XX: 500
};

/** HTTP status of a database error, as PostgREST answers it. */
export function statusOf(code: string, anonymous: boolean): number {
	const custom = /^PT([2-5]\d\d)$/.exec(code);
	if (custom) return Number(custom[1]);
	if (code.startsWith('PT')) return 500;
	if (code === '42501') return anonymous ? 401 : 403;
	return BY_CODE[code] ?? BY_CLASS[code.slice(0, 2)] ?? 400;
}

/** An error of the database as PostgREST tells it. Other errors are thrown on: they are ours. */
export function describeError(error: unknown): RestError {
	if (!(error instanceof postgres.PostgresError)) throw error;
	return {
		code: error.code,
		message: error.message,
		details: error.detail ?? null,
		hint: error.hint ?? null
	};
}
