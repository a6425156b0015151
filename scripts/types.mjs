/*
 * Generates src/lib/database.types.ts from the migrations with the official command line:
 *   npm run types            writes the file
 *   npm run types -- --check fails when the committed file is stale
 * The database is an embedded PostgreSQL of its own in a temporary folder, or TEST_DATABASE_URL's
 * server through --db-url.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import * as prettier from 'prettier';
import { readyDatabase } from '../src/lib/server/supabase/backend.ts';
import { connectionOptions, startEmbedded } from '../src/lib/server/supabase/embedded.ts';

const root = new URL('..', import.meta.url).pathname;
const target = join(root, 'src/lib/database.types.ts');
const run = promisify(execFile);

/** @returns {Promise<number>} */
function freePort() {
	return new Promise((resolve) => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
			server.close(() => resolve(port));
		});
	});
}

async function generate() {
	const data = await mkdtemp(join(tmpdir(), 'palier-types-'));
	// As root, PostgreSQL runs as another user, who must be able to enter.
	await chmod(data, 0o755);
	const port = await freePort();
	const server = await startEmbedded(data, { port });
	try {
		await readyDatabase(server.url, join(root, 'supabase/migrations'));
		// The command line cannot use a Unix socket, and TCP wants a password.
		const sql = postgres(server.url, { ...connectionOptions(server.url), max: 1 });
		await sql.unsafe(`alter role postgres password 'types'`);
		await sql.end();
		const url = `postgresql://postgres:types@127.0.0.1:${port}/postgres?sslmode=disable`;
		const cli = join(root, 'node_modules/.bin/supabase');
		const args = ['gen', 'types', '--lang', 'typescript', '--db-url', url, '--schema', 'public'];
		const { stdout } = await run(cli, args, { cwd: root, maxBuffer: 32 * 1024 * 1024 });
		return format(stdout);
	} finally {
		await server.stop();
		await rm(data, { recursive: true, force: true });
	}
}

/** @param {string} text */
async function format(text) {
	const options = (await prettier.resolveConfig(target)) ?? {};
	return prettier.format(text, { ...options, filepath: target });
}

const types = await generate();
if (!process.argv.includes('--check')) {
	await writeFile(target, types);
} else if ((await readFile(target, 'utf8').catch(() => '')) !== types) {
	process.stderr.write('src/lib/database.types.ts is stale: run "npm run types".\n');
	process.exitCode = 1;
}
