import { randomBytes } from 'node:crypto';
import { generateApiKey } from '@supabase/lite';
import { SetupError } from './config.ts';
import type { Database } from './migrate.ts';
import { SHELF, STORAGE_GRANTS } from './storage.ts';

/** Keys of one installation, made once and kept in its database. */
export type Secrets = { jwtSecret: string; publishableKey: string; secretKey: string };

const ROLES = `
do $$
begin
	if not exists (select from pg_catalog.pg_roles where rolname = 'anon') then
		create role anon nologin noinherit;
	end if;
	if not exists (select from pg_catalog.pg_roles where rolname = 'authenticated') then
		create role authenticated nologin noinherit;
	end if;
	if not exists (select from pg_catalog.pg_roles where rolname = 'service_role') then
		create role service_role nologin noinherit bypassrls;
	end if;
	if not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
		execute format('grant anon, authenticated, service_role to %I', current_user);
	end if;
end
$$;`;

// What a hosted project has before its first migration. No grant on tables or functions:
// the migrations say who may do what, and a test compares the result in every mode.
const SCHEMAS = `
create schema if not exists extensions;
create schema if not exists private;
create schema if not exists supabase_migrations;
revoke all on schema private from public;
grant usage on schema public, extensions to anon, authenticated, service_role;

create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
alter table supabase_migrations.schema_migrations
	add column if not exists statements text[],
	add column if not exists name text;

create table if not exists private.secrets (
	name text primary key,
	value text not null,
	created_at timestamptz not null default now()
);
comment on table private.secrets is 'Keys of this installation. Only the owner of the database reads them.';
revoke all on table private.secrets from public, anon, authenticated, service_role;`;

// The direct way of direct-rpc.ts: one statement, so one round trip and its own transaction. Role
// and claims are set for that transaction alone, before the function is called. Nobody but the
// owner of the database may execute it: its text comes from the application.
const CALL_AS = `
create or replace function private.call_as(p_claims text, p_sub text, p_role text, p_headers text, p_call text, p_args text)
returns text language plpgsql set search_path = '' as $call$
declare
	v_answer text;
begin
	perform set_config('role', p_role, true), set_config('request.jwt.claims', p_claims, true),
		set_config('request.jwt.claim.sub', p_sub, true), set_config('request.jwt.claim.role', p_role, true),
		set_config('request.headers', p_headers, true);
	execute p_call into v_answer using p_args;
	return v_answer;
end;
$call$;
comment on function private.call_as(text, text, text, text, text, text) is
	'Runs one call of the application as a role with its claims. In-process modes only.';
revoke all on function private.call_as(text, text, text, text, text, text)
	from public, anon, authenticated, service_role;`;

const AUTH_GRANTS = 'grant usage on schema auth to anon, authenticated, service_role;';

/**
 * Gives a plain PostgreSQL what the migrations expect of a Supabase project: roles, schemas, keys.
 * `makeAuthSchema` creates the schemas of Auth and Storage. Everything may run again.
 */
export async function prepare(db: Database, makeAuthSchema: () => Promise<void>): Promise<Secrets> {
	await refuseOldServer(db);
	try {
		await db.script(ROLES);
		await db.script(SCHEMAS);
		await db.script(CALL_AS);
		await db.script(SHELF);
	} catch (cause) {
		if ((cause as { code?: string }).code !== '42501') throw cause;
		throw new SetupError(
			'The user of DATABASE_URL may not create what Palier needs: let a superuser run "create role anon nologin; create role authenticated nologin; create role service_role nologin bypassrls;", grant these roles to that user, and make that user owner of the database.',
			{ cause }
		);
	}
	await makeAuthSchema();
	await db.script(AUTH_GRANTS);
	await db.script(STORAGE_GRANTS);
	return readSecrets(db);
}

async function refuseOldServer(db: Database): Promise<void> {
	const [row] = await db.query<{ version: number }>(
		`select current_setting('server_version_num')::int as version`
	);
	const version = row?.version ?? 0;
	if (version < 150_000) {
		throw new SetupError(
			`This PostgreSQL is version ${Math.floor(version / 10_000)}: Palier needs 15 or newer.`
		);
	}
}

async function readSecrets(db: Database): Promise<Secrets> {
	const made = {
		jwt_secret: randomBytes(48).toString('base64url'),
		publishable_key: (await generateApiKey('publishable')).key,
		secret_key: (await generateApiKey('secret')).key
	};
	await db.query(
		`insert into private.secrets (name, value)
		select * from unnest($1::text[], $2::text[]) on conflict (name) do nothing`,
		[Object.keys(made), Object.values(made)]
	);
	const rows = await db.query<{ name: string; value: string }>(
		'select name, value from private.secrets'
	);
	const kept = new Map(rows.map((row) => [row.name, row.value]));
	const read = (name: keyof typeof made) => kept.get(name) ?? made[name];
	return {
		jwtSecret: read('jwt_secret'),
		publishableKey: read('publishable_key'),
		secretKey: read('secret_key')
	};
}
