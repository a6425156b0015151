import { randomUUID } from 'node:crypto';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { inject } from 'vitest';
import type { Database } from '../../src/lib/database.types.ts';
import { startBackend, type Backend } from '../../src/lib/server/supabase/backend.ts';
import { readConfig } from '../../src/lib/server/supabase/config.ts';
import { connectionOptions } from '../../src/lib/server/supabase/embedded.ts';
import { signToken } from '../../src/lib/server/supabase/tokens.ts';
import { withDatabase } from './databases.ts';

export type Client = SupabaseClient<Database>;

export type TestBackend = {
	backend: Backend;
	/** Address of this file's own database. */
	url: string;
	/** Connections with the owner's rights, past row-level security: arranging and looking behind. */
	sql: postgres.Sql;
	/** A client of the person with this address; they get an account and their memberships first. */
	as(email: string): Promise<Client>;
	/** An access token of that person, valid for an hour unless told otherwise. */
	tokenOf(email: string, lifeSeconds?: number): Promise<string>;
	anonymous(): Client;
	service(): Client;
	/** The newest sign-in code per address, as it would have been mailed. */
	codes: Map<string, string>;
	stop(): Promise<void>;
};

export type TestOptions = {
	/** SQL to run before the backend starts: tables and functions that only this test needs. */
	arrange?: string;
};

/** A started backend over a fresh, migrated database. Call `stop()` in afterAll. */
export async function startTestBackend(options: TestOptions = {}): Promise<TestBackend> {
	const serverUrl = inject('serverUrl');
	const name = `palier_test_${randomUUID().slice(0, 8)}`;
	const server = connect(serverUrl, 1);
	await server.unsafe(`create database ${name} template ${inject('template')}`);
	const url = withDatabase(serverUrl, name);
	const sql = connect(url, 10);
	if (options.arrange) await sql.unsafe(options.arrange).simple();
	const codes = new Map<string, string>();
	const backend = await startBackend(readConfig({ DATABASE_URL: url }), {
		sendCode: async (address, code) => void codes.set(address, code)
	});
	const [secret] = await sql`select value from private.secrets where name = 'jwt_secret'`;

	async function tokenOf(email: string, lifeSeconds?: number): Promise<string> {
		const claims = { sub: await ensureUser(sql, email), email, role: 'authenticated' };
		return signToken(String(secret?.value), claims, lifeSeconds);
	}

	return {
		backend,
		url,
		sql,
		codes,
		tokenOf,
		async as(email) {
			const client = clientWith(backend, backend.publishableKey, await tokenOf(email));
			const { error } = await client.rpc('claim_memberships');
			if (error) throw new Error(`claim_memberships: ${error.message}`);
			return client;
		},
		anonymous: () => clientWith(backend, backend.publishableKey),
		service: () => clientWith(backend, backend.secretKey),
		async stop() {
			await backend.stop();
			await sql.end({ timeout: 5 });
			await server.unsafe(`drop database ${name} with (force)`);
			await server.end();
		}
	};
}

function connect(url: string, max: number): postgres.Sql {
	return postgres(url, { ...connectionOptions(url), max, onnotice: () => {} });
}

async function ensureUser(sql: postgres.Sql, email: string): Promise<string> {
	const [known] = await sql`select id from auth.users where email = ${email}`;
	if (known) return String(known.id);
	const id = randomUUID();
	await sql`insert into auth.users (id, aud, role, email, email_confirmed_at, created_at, updated_at)
		values (${id}, 'authenticated', 'authenticated', ${email}, now(), now(), now())`;
	return id;
}

function clientWith(backend: Backend, key: string, token?: string): Client {
	return createClient<Database>(backend.url, key, {
		global: { fetch: backend.fetch },
		...(token
			? { accessToken: async () => token }
			: { auth: { persistSession: false, autoRefreshToken: false } })
	});
}
