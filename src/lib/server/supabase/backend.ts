import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError, type Config } from './config.ts';
import { startDirectRpc, type CallFunction } from './direct-rpc.ts';
import { startEmbedded, type EmbeddedServer } from './embedded.ts';
import { makeAuthSchema, openConnection, startLite, type SendCode } from './lite.ts';
import { alone, listMigrations, migrate, pendingMigrations } from './migrate.ts';
import { openDatabase } from './pool.ts';
import { prepare, type Secrets } from './prepare.ts';
import { shareRefreshes } from './refresh.ts';
import { refuseReplays } from './replay.ts';
import { makeVerifier, type TokenCheck } from './tokens.ts';

export type Health = { reachable: boolean; pending: number | null };

export type Backend = {
	mode: Config['database']['mode'];
	/** Base address for supabase-js. In process it is a name only: `fetch` answers it. */
	url: string;
	publishableKey: string;
	secretKey: string;
	fetch: typeof fetch;
	/** Calls an SQL function without going through `fetch`. Null in supabase mode. */
	callFunction: CallFunction | null;
	/** Checks an access token locally. Null in supabase mode: `getClaims()` does it there. */
	verifyToken: ((token: string) => Promise<TokenCheck>) | null;
	health(): Promise<Health>;
	/**
	 * Fills an empty database with the demonstration residence; false when it was not empty. Null in
	 * supabase mode, where `npx supabase db push --include-seed` does it.
	 */
	openDemo: (() => Promise<boolean>) | null;
	stop(): Promise<void>;
};

export type BackendOptions = {
	sendCode: SendCode;
	/** Folder of the project, for its migrations. */
	root?: string;
};

const IN_PROCESS_URL = 'http://backend.palier.invalid';

/** Starts the Supabase project that the configuration names, ready for requests. */
export async function startBackend(config: Config, options: BackendOptions): Promise<Backend> {
	const supabase = join(options.root ?? process.cwd(), 'supabase');
	const target = config.database;
	if (target.mode === 'supabase') return startHosted(target, join(supabase, 'migrations'));
	if (target.mode === 'postgres') {
		return startInProcess('postgres', target.databaseUrl, supabase, options.sendCode, null);
	}
	const server = await startEmbedded(config.data);
	try {
		return await startInProcess('embedded', server.url, supabase, options.sendCode, server);
	} catch (error) {
		await server.stop();
		throw error;
	}
}

/** Prepares and migrates a database. What every start does, and what tests do to theirs. */
export async function readyDatabase(url: string, folder: string): Promise<Secrets> {
	const db = openDatabase(url);
	try {
		await db.query('select 1').catch((cause) => {
			throw new SetupError(
				`The database of DATABASE_URL does not answer (${(cause as { code?: string }).code ?? 'no reason given'}): check that it runs and that the address, name and password are right.`,
				{ cause }
			);
		});
		return await alone(db, async () => {
			const secrets = await prepare(db, async () => {
				const connection = openConnection(url);
				await makeAuthSchema(connection);
				await connection.close();
			});
			await migrate(db, folder);
			return secrets;
		});
	} finally {
		await db.close();
	}
}

/** One transaction, one process at a time: two taps on the button open one demonstration. */
async function openDemo(url: string, seed: string): Promise<boolean> {
	const db = openDatabase(url);
	try {
		return await alone(db, async () => {
			const [found] = await db.query<{ any: boolean }>(
				'select exists (select from public.residences) as "any"'
			);
			if (found?.any) return false;
			await db.script(`begin;\n${await readFile(seed, 'utf8')}\n;commit;`);
			return true;
		});
	} finally {
		await db.close();
	}
}

async function startInProcess(
	mode: 'embedded' | 'postgres',
	url: string,
	supabase: string,
	sendCode: SendCode,
	server: EmbeddedServer | null
): Promise<Backend> {
	const folder = join(supabase, 'migrations');
	const secrets = await readyDatabase(url, folder);
	// lite reads the schema once, when it is made: only now is it complete.
	const lite = await startLite(url, secrets, sendCode);
	const verifyToken = makeVerifier(secrets.jwtSecret);
	const rpc = startDirectRpc(url, secrets, verifyToken);
	const owner = openDatabase(url);

	const answer: typeof fetch = async (input, init) => {
		const direct = typeof input === 'string' && typeof init?.body === 'string' ? init : null;
		if (direct) {
			const answered = await rpc.answer({
				url: input as string,
				method: direct.method ?? 'GET',
				headers: new Headers(direct.headers),
				body: direct.body as string
			});
			if (answered) return answered;
		}
		return lite.fetch(new Request(input, init));
	};
	const guarded = refuseReplays(answer, owner);

	return {
		mode,
		url: IN_PROCESS_URL,
		publishableKey: secrets.publishableKey,
		secretKey: secrets.secretKey,
		fetch: shareRefreshes(guarded),
		callFunction: rpc.call,
		verifyToken,
		async health() {
			try {
				return { reachable: true, pending: (await pendingMigrations(owner, folder)).length };
			} catch {
				// Unreachable is an answer here, not a failure: /healthz says it.
				return { reachable: false, pending: null };
			}
		},
		openDemo: () => openDemo(url, join(supabase, 'seed.sql')),
		async stop() {
			await Promise.all([rpc.close(), lite.close(), owner.close()]);
			await server?.stop();
		}
	};
}

async function startHosted(
	target: Extract<Config['database'], { mode: 'supabase' }>,
	folder: string
): Promise<Backend> {
	const { url, publishableKey, secretKey } = target;
	const health = async (): Promise<Health> => {
		try {
			const response = await fetch(new URL('/rest/v1/rpc/applied_migrations', url), {
				method: 'POST',
				headers: { apikey: secretKey, 'content-type': 'application/json' },
				body: '{}',
				signal: AbortSignal.timeout(5_000)
			});
			// Without migrations the function itself is missing.
			if (response.status === 404)
				return { reachable: true, pending: listMigrations(folder).length };
			if (!response.ok) return { reachable: false, pending: null };
			const applied = new Set((await response.json()) as string[]);
			const pending = listMigrations(folder).filter(({ version }) => !applied.has(version));
			return { reachable: true, pending: pending.length };
		} catch {
			return { reachable: false, pending: null };
		}
	};
	const { reachable, pending } = await health();
	if (!reachable) {
		throw new SetupError(
			'The Supabase project of SUPABASE_URL does not answer: check the address, that the project is not paused, and that SUPABASE_SECRET_KEY belongs to it.'
		);
	}
	if (pending) {
		throw new SetupError(
			`The Supabase project lacks ${pending} migrations: run "npx supabase db push" first.`
		);
	}
	return {
		mode: 'supabase',
		url,
		publishableKey,
		secretKey,
		fetch: shareRefreshes(fetch),
		callFunction: null,
		verifyToken: null,
		health,
		openDemo: null,
		stop: async () => {}
	};
}
