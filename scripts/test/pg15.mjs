/*
 * A PostgreSQL 15 for the tests of own-Postgres mode: TEST_DATABASE_URL when set, else Debian's
 * server programs run on a free port of 127.0.0.1 with a data folder of their own.
 */
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { findOwner, runAs } from '../../src/lib/server/supabase/embedded-owner.ts';
import { run, say, SetupError } from '../setup.mjs';

const programs = '/usr/lib/postgresql/15/bin';
const pgtap = '/usr/share/postgresql/15/extension/pgtap.control';

/** @returns {Promise<{ url: string, stop(): void }>} */
export async function startPg15() {
	if (process.env.TEST_DATABASE_URL) return { url: process.env.TEST_DATABASE_URL, stop() {} };
	await ensurePrograms();
	const folder = mkdtempSync(join(tmpdir(), 'palier-pg15-'));
	const data = join(folder, 'data');
	const owner = findOwner(data);
	const password = randomBytes(12).toString('hex');
	const passwordFile = join(folder, 'password');
	writeFileSync(passwordFile, password);
	mkdirSync(data);
	if (owner) {
		for (const path of [folder, data, passwordFile]) chownSync(path, owner.uid, owner.gid);
	}

	const port = await freePort();
	check(
		'initdb',
		runAs(owner, join(programs, 'initdb'), [
			'-D',
			data,
			'-U',
			'postgres',
			'-A',
			'scram-sha-256',
			'-E',
			'UTF8',
			'--locale=C.UTF-8',
			`--pwfile=${passwordFile}`
		])
	);
	// A test database need not survive a power cut: without waiting for the disk the run is faster.
	const options = `-p ${port} -h 127.0.0.1 -k '${folder}' -c fsync=off -c jit=off -c max_connections=200`;
	check(
		'pg_ctl',
		runAs(owner, join(programs, 'pg_ctl'), [
			'start',
			'-w',
			'-D',
			data,
			'-l',
			join(folder, 'log'),
			'-o',
			options
		])
	);
	return {
		url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
		stop() {
			runAs(owner, join(programs, 'pg_ctl'), ['stop', '-w', '-m', 'immediate', '-D', data]);
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

async function ensurePrograms() {
	if (existsSync(join(programs, 'initdb')) && existsSync(pgtap)) return;
	const wanted = ['postgresql-15', 'postgresql-15-pgtap'];
	const sentence = `PostgreSQL 15 with pgTAP is missing: install ${wanted.join(' and ')}, or set TEST_DATABASE_URL to a server of version 15, or run "npm test -- --no-pg15".`;
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new SetupError(sentence);
	say(`Installing ${wanted.join(' and ')} …`);
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	await run('apt-get', ['update'], { env });
	const { code, output } = await run(
		'apt-get',
		['install', '-y', '--no-install-recommends', ...wanted],
		{ env }
	);
	if (code !== 0) throw new SetupError(`${sentence}\n${output.split('\n').slice(-5).join('\n')}`);
}

/**
 * @param {string} program
 * @param {import('node:child_process').SpawnSyncReturns<string>} result
 */
function check(program, result) {
	if (result.status === 0) return;
	throw new SetupError(
		`PostgreSQL 15 did not start (${program}): ${result.error?.message ?? result.stderr}`
	);
}

/** @returns {Promise<number>} */
export function freePort() {
	return new Promise((resolve) => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
			server.close(() => resolve(port));
		});
	});
}
