/* Databases for the files of supabase/tests, with pgTAP and all migrations. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from '../setup.mjs';

export const folder = join(root, 'supabase', 'tests');
const migrations = join(root, 'supabase', 'migrations');

/**
 * A prepared database: runs one file and gives the text of every row of every statement.
 * @typedef {{ run(sql: string): Promise<string[]>, close(): Promise<void> }} Runner
 */

/** @returns {Promise<Runner>} */
export async function inProcess() {
	const { createPgliteConnection } = await import('@supabase/lite/pglite');
	const { pgtap } = await import('@electric-sql/pglite/pgtap');
	const { keepPrivileges, makeAuthSchema } = await import('../../src/lib/server/supabase/lite.ts');
	const { prepare } = await import('../../src/lib/server/supabase/prepare.ts');
	const { migrate } = await import('../../src/lib/server/supabase/migrate.ts');
	const connection = await createPgliteConnection({ pgliteOptions: { extensions: { pgtap } } });
	keepPrivileges(connection);
	const { driver } = connection;
	const db = {
		/** @type {import('../../src/lib/server/supabase/migrate.ts').Database['query']} */
		query: async (text, values) => /** @type {any[]} */ ((await driver.query(text, values)).rows),
		/** @param {string} text */
		script: async (text) => void (await driver.exec(text))
	};
	await prepare(db, () => makeAuthSchema(connection));
	await migrate(db, migrations);
	await driver.exec('create extension pgtap with schema extensions');
	return {
		async run(sql) {
			const results = await driver.exec(sql);
			return results.flatMap((result) =>
				result.rows.flatMap((row) => Object.values(row).map(String))
			);
		},
		close: () => connection.close()
	};
}

/** @returns {Promise<Runner>} */
export async function onServer() {
	const { default: postgres } = await import('postgres');
	const { readyDatabase } = await import('../../src/lib/server/supabase/backend.ts');
	const { withDatabase } = await import('../../tests/db/databases.ts');
	const server = process.env.TEST_DATABASE_URL;
	if (!server) throw new Error('TEST_DATABASE_URL is not set.');
	const name = `palier_tap_${randomUUID().slice(0, 8)}`;
	const owner = postgres(server, { max: 1, onnotice: () => {} });
	await owner.unsafe(`create database ${name}`);
	const url = withDatabase(server, name);
	await readyDatabase(url, migrations);
	const sql = postgres(url, { max: 1, onnotice: () => {} });
	await sql.unsafe('create extension if not exists pgtap with schema extensions').catch((error) => {
		throw new Error(
			`pgTAP is missing on that server: install it, on Debian "apt-get install postgresql-15-pgtap" (${error.message}).`
		);
	});
	return {
		async run(text) {
			/** @type {any} */
			const results = await sql.unsafe(text).simple();
			// One statement gives its rows, several give a list of such results.
			const lists = Array.isArray(results[0]) ? results : [results];
			return lists.flatMap((/** @type {object[]} */ rows) =>
				rows.flatMap((row) => Object.values(row).map(String))
			);
		},
		async close() {
			await sql.end();
			await owner.unsafe(`drop database ${name} with (force)`);
			await owner.end();
		}
	};
}

/**
 * A file of the tests, with the text of another in the place of :'name.txt', as psql does with a variable.
 * @param {string} file
 */
export function readTest(file) {
	const sql = readFileSync(join(folder, file), 'utf8');
	return sql.replace(
		/:'([\w-]+\.txt)'/g,
		(_, name) => `$file$${readFileSync(join(folder, name), 'utf8')}$file$`
	);
}

/**
 * What a new connection would give: each file begins without the temporary tables in which pgTAP
 * counts, as under `supabase test db`.
 * @param {Runner} runner
 */
export async function freshSession(runner) {
	await runner.run('rollback');
	await runner.run('discard all');
	await runner.run('set search_path = public, extensions');
}
