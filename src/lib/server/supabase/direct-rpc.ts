import postgres from 'postgres';
import { connectionOptions } from './embedded.ts';
import type { Secrets } from './prepare.ts';
import { answerError } from './rpc-errors.ts';
import { callText, makeCatalogue, type RpcFunction } from './rpc-functions.ts';
import type { Claims, Verifier } from './tokens.ts';

/** Answers a call of an SQL function, or null when lite should answer it. */
export type DirectRpc = {
	answer(request: RpcRequest): Promise<Response | null>;
	close(): Promise<void>;
};

export type RpcRequest = { url: string; method: string; headers: Headers; body: string };

const RPC_PATH = /\/rest\/v1\/rpc\/([A-Za-z_][A-Za-z0-9_]*)$/;

// Roles that a token may name: a role from a token never becomes SQL unless it is one of these.
const ROLES = ['anon', 'authenticated', 'service_role'];

/**
 * Calls SQL functions without the REST emulation: one statement that sets role and claims for its
 * own transaction, as PostgREST does. Pages ask one function each, so this is nearly all traffic; it
 * costs about a seventh of the way through lite. Calls that use more of PostgREST than "POST these
 * arguments, give me the result" are left to lite, and a test runs the same calls both ways.
 */
export function startDirectRpc(url: string, secrets: Secrets, verify: Verifier): DirectRpc {
	const sql = postgres(url, {
		...connectionOptions(url),
		max: 10,
		onnotice: () => {},
		connection: { application_name: 'palier-rpc', statement_timeout: 15_000, TimeZone: 'UTC' }
	});
	const catalogue = makeCatalogue(sql);

	async function run(
		fn: RpcFunction,
		args: Record<string, unknown>,
		claims: Claims
	): Promise<Response> {
		const text = callText(fn, Object.keys(args));
		const payload = JSON.stringify(args);
		const [row] = await sql<{ body: string | null }[]>`
			select private.call_as(${JSON.stringify(claims)}, ${claims.sub ?? ''}, ${claims.role}, ${text}, ${payload}) as body`;
		if (fn.result === 'void') return new Response(null, { status: 204 });
		return new Response(row?.body ?? 'null', {
			headers: { 'content-type': 'application/json; charset=utf-8' }
		});
	}

	return {
		async answer(request) {
			const name = request.method === 'POST' ? RPC_PATH.exec(request.url)?.[1] : undefined;
			if (!name || !isPlain(request.headers)) return null;
			const claims = await readClaims(request.headers, secrets, verify);
			if (claims instanceof Response || claims === null) return claims;
			const args = readArguments(request.body);
			if (!args) return null;
			const fn = await catalogue.find(name);
			if (!fn || !fits(fn, args)) return null;
			try {
				return await run(fn, args, claims);
			} catch (error) {
				if (isOutdated(error)) {
					catalogue.forget(name);
					return null;
				}
				return answerError(error, claims.role === 'anon');
			}
		},
		close: () => sql.end({ timeout: 5 })
	};
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
