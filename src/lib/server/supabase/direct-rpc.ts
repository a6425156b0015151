import { availableParallelism } from 'node:os';
import postgres from 'postgres';
import { connectionOptions } from './embedded.ts';
import type { Secrets } from './prepare.ts';
import { RESIDENCE_HEADER } from './residence-header.ts';
import { describeError, statusOf, type RestError } from './rpc-errors.ts';
import { callText, makeCatalogue, type RpcFunction } from './rpc-functions.ts';
import type { Claims, Verifier } from './tokens.ts';

/** Answers calls of SQL functions; null when lite should answer. */
export type DirectRpc = {
	/** A call as PostgREST's clients send it. */
	answer(request: RpcRequest): Promise<Response | null>;
	/** The same from inside this process: no address, no headers, no body to write and read again. */
	call: CallFunction;
	close(): Promise<void>;
};

export type CallFunction = (
	token: string,
	name: string,
	args: Record<string, unknown>,
	residence: string | undefined
) => Promise<{ data: unknown; error: RestError | null } | null>;

/** `body` is JSON, or null when the function returns nothing. */
type Outcome = { body: string | null } | { error: RestError };

export type RpcRequest = { url: string; method: string; headers: Headers; body: string };

const RPC_PATH = /\/rest\/v1\/rpc\/([A-Za-z_][A-Za-z0-9_]*)$/;

// Roles that a token may name: a role from a token never becomes SQL unless it is one of these.
const ROLES = ['anon', 'authenticated', 'service_role'];

// Acts wait for each other's locks: as many as that may wait while others go on.
const ACTS_AT_ONCE = 10;
// Pages never wait for a lock. More of them at once than processors only take turns, each with its
// own caches: ten connections on two cores answered a third fewer pages than three (npm run bench).
const READS_AT_ONCE = availableParallelism() + 1;

/**
 * Calls SQL functions without the REST emulation: one statement that sets role and claims for its
 * own transaction, as PostgREST does. Pages ask one function each, so this is nearly all traffic; it
 * costs about a seventh of the way through lite. Calls that use more of PostgREST than "POST these
 * arguments, give me the result" are left to lite, and a test runs the same calls both ways.
 */
export function startDirectRpc(url: string, secrets: Secrets, verify: Verifier): DirectRpc {
	const connect = (max: number) =>
		postgres(url, {
			...connectionOptions(url),
			max,
			onnotice: () => {},
			connection: {
				application_name: 'palier-rpc',
				statement_timeout: 15_000,
				TimeZone: 'UTC',
				// A page is planned as costly, with the policies of all its tables, and done in two milliseconds:
				// compiling it first, as PostgreSQL does by itself, took hundreds.
				jit: 'off'
			}
		});
	const acts = connect(ACTS_AT_ONCE);
	const reads = connect(READS_AT_ONCE);
	const catalogue = makeCatalogue(reads);

	async function run(
		fn: RpcFunction,
		args: Record<string, unknown>,
		claims: Claims,
		residence: string | null | undefined
	): Promise<Outcome> {
		const text = callText(fn, Object.keys(args));
		const payload = JSON.stringify(args);
		// Of the headers of a call, as PostgREST hands them on, the one that a function reads.
		const headers = JSON.stringify(residence ? { [RESIDENCE_HEADER]: residence } : {});
		const [row] = await (fn.readOnly ? reads : acts)<{ body: string | null }[]>`
			select private.call_as(${JSON.stringify(claims)}, ${claims.sub ?? ''}, ${claims.role}, ${headers}, ${text}, ${payload}) as body`;
		return { body: fn.result === 'void' ? null : (row?.body ?? 'null') };
	}

	async function ask(
		name: string,
		args: Record<string, unknown>,
		claims: Claims,
		residence: string | null | undefined
	): Promise<Outcome | null> {
		const fn = await catalogue.find(name);
		if (!fn || !fits(fn, args)) return null;
		try {
			return await run(fn, args, claims, residence);
		} catch (error) {
			if (isOutdated(error)) {
				catalogue.forget(name);
				return null;
			}
			return { error: describeError(error) };
		}
	}

	return {
		async answer(request) {
			const name = request.method === 'POST' ? RPC_PATH.exec(request.url)?.[1] : undefined;
			if (!name || !isPlain(request.headers)) return null;
			const claims = await readClaims(request.headers, secrets, verify);
			if (claims instanceof Response || claims === null) return claims;
			const args = readArguments(request.body);
			if (!args) return null;
			const outcome = await ask(name, args, claims, request.headers.get(RESIDENCE_HEADER));
			return outcome && respond(outcome, claims.role === 'anon');
		},
		async call(token, name, args, residence) {
			const checked = await verify(token);
			if (!checked.ok || !ROLES.includes(checked.claims.role)) return null;
			// An argument that is undefined is not given, as in JSON.
			const given = Object.entries(args).filter(([, value]) => value !== undefined);
			const outcome = await ask(name, Object.fromEntries(given), checked.claims, residence);
			if (!outcome) return null;
			if ('error' in outcome) return { data: null, error: outcome.error };
			return { data: outcome.body === null ? null : JSON.parse(outcome.body), error: null };
		},
		close: async () =>
			void (await Promise.all([acts.end({ timeout: 5 }), reads.end({ timeout: 5 })]))
	};
}

function respond(outcome: Outcome, anonymous: boolean): Response {
	if ('error' in outcome) {
		return Response.json(outcome.error, { status: statusOf(outcome.error.code, anonymous) });
	}
	if (outcome.body === null) return new Response(null, { status: 204 });
	return new Response(outcome.body, {
		headers: { 'content-type': 'application/json; charset=utf-8' }
	});
}

/** True when the caller asks for nothing but the plain JSON result. */
function isPlain(headers: Headers): boolean {
	const accept = headers.get('accept') ?? '*/*';
	const schema = headers.get('content-profile') ?? 'public';
	const type = headers.get('content-type') ?? 'application/json';
	return (
		/^(\*\/\*|application\/json)$/.test(accept) &&
		schema === 'public' &&
		type.startsWith('application/json') &&
		!headers.has('prefer') &&
		!headers.has('range')
	);
}

/** Who is calling. Null leaves odd cases to lite; a Response refuses. */
async function readClaims(
	headers: Headers,
	secrets: Secrets,
	verify: Verifier
): Promise<Claims | Response | null> {
	const key = headers.get('apikey');
	if (key !== secrets.publishableKey && key !== secrets.secretKey) return null;
	const token = /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1];
	if (!token || token === key) return { role: key === secrets.secretKey ? 'service_role' : 'anon' };
	const checked = await verify(token);
	if (checked.ok) return ROLES.includes(checked.claims.role) ? checked.claims : null;
	if (checked.reason === 'invalid') return null;
	const body = { code: 'PGRST303', message: 'JWT expired', details: null, hint: null };
	return Response.json(body, { status: 401 });
}

function readArguments(body: string): Record<string, unknown> | null {
	if (body === '') return {};
	try {
		const value: unknown = JSON.parse(body);
		const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		return isObject ? (value as Record<string, unknown>) : null;
	} catch {
		// Not JSON: lite answers with PostgREST's sentence for that.
		return null;
	}
}

function fits(fn: RpcFunction, args: Record<string, unknown>): boolean {
	const given = Object.keys(args);
	return given.every((name) => fn.args.has(name)) && fn.required.every((name) => name in args);
}

/** The function was replaced by one with other arguments since we read it. */
function isOutdated(error: unknown): boolean {
	return (
		error instanceof postgres.PostgresError &&
		error.code === '42883' &&
		error.routine === 'ParseFuncOrColumn'
	);
}
