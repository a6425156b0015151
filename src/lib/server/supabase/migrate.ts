import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './config.ts';

/** The little that preparing and migrating need from a database: a server, or PGlite in tests. */
export type Database = {
	query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
	/** Runs several statements in one go, without values. */
	script(text: string): Promise<void>;
};

export type Migration = { version: string; name: string; file: string };

// Any two processes that migrate the same database meet at this key.
const MIGRATION_LOCK = 0x50616c6d;

/** The migrations that this version of the app brings, in order. */
export function listMigrations(folder: string): Migration[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.flatMap((file) => {
			const [, version, name] = /^(\d+)_(.+)\.sql$/.exec(file) ?? [];
			return version && name ? [{ version, name, file: join(folder, file) }] : [];
		})
		.sort((a, b) => (a.version < b.version ? -1 : 1));
}

/** Versions that the database has already, oldest first. */
export async function appliedVersions(db: Database): Promise<string[]> {
	const [found] = await db.query<{ table: string | null }>(
		`select to_regclass('supabase_migrations.schema_migrations')::text as "table"`
	);
	if (!found?.table) return [];
	const rows = await db.query<{ version: string }>(
		'select version from supabase_migrations.schema_migrations order by version'
	);
	return rows.map((row) => row.version);
}

/** What the database still lacks. */
export async function pendingMigrations(db: Database, folder: string): Promise<Migration[]> {
	const applied = new Set(await appliedVersions(db));
	return listMigrations(folder).filter((migration) => !applied.has(migration.version));
}

/**
 * Applies what is missing: each file in a transaction of its own, recorded where the official
 * command line records it, so that `supabase db push` and this function continue each other.
 */
export async function migrate(db: Database, folder: string): Promise<Migration[]> {
	await refuseNewerDatabase(db, folder);
	const pending = await pendingMigrations(db, folder);
	for (const migration of pending) await apply(db, migration);
	return pending;
}

async function refuseNewerDatabase(db: Database, folder: string): Promise<void> {
	const known = new Set(listMigrations(folder).map((migration) => migration.version));
	const strange = (await appliedVersions(db)).filter((version) => !known.has(version));
	if (strange.length > 0) {
		throw new SetupError(
			`The database has migrations that this version of Palier does not know (${strange.join(', ')}): start the version that wrote them, or a newer one.`
		);
	}
}

async function apply(db: Database, migration: Migration): Promise<void> {
	const text = readFileSync(migration.file, 'utf8');
	await db.script('begin');
	try {
		await db.script(text);
		await db.query(
			`insert into supabase_migrations.schema_migrations (version, name, statements)
			values ($1, $2, array[$3])`,
			[migration.version, migration.name, text]
		);
		await db.script('commit');
	} catch (cause) {
		await db.script('rollback');
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new SetupError(
			`The migration ${migration.version}_${migration.name} failed and changed nothing: ${reason}.`,
			{ cause }
		);
	}
}

/** Runs `act` while no other process prepares or migrates the same database. */
export async function alone<T>(db: Database, act: () => Promise<T>): Promise<T> {
	await db.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
	try {
		return await act();
	} finally {
		await db.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
	}
}
