import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from './config.ts';
import { runAs } from './embedded-owner.ts';
import type { Place } from './embedded-place.ts';
import { readState, removeStalePid } from './embedded-state.ts';

const START_MS = 60_000;
const START_TRIES = 15;

/** Makes the cluster when there is none. A half-made one is never left under the final name. */
export function ensureCluster(place: Place): void {
	const versionFile = join(place.cluster, 'PG_VERSION');
	if (existsSync(versionFile)) {
		const found = readFileSync(versionFile, 'utf8').trim();
		if (found === majorVersion(place)) return;
		throw new SetupError(
			`The database in ${place.cluster} was made by PostgreSQL ${found} and this Palier brings ${majorVersion(place)}: start the older Palier, or move that folder away to begin again.`
		);
	}
	const partial = `${place.cluster}.${process.pid}.new`;
	rmSync(partial, { recursive: true, force: true });
	mkdirSync(partial, { mode: 0o700 });
	if (place.owner) chownSync(partial, place.owner.uid, place.owner.gid);
	// Trust is safe behind the folder of the socket (mode 700); TCP, used by tools only, wants a password.
	const made = run(place, 'initdb', [
		'--pgdata',
		partial,
		'--username',
		'postgres',
		'--auth-local',
		'trust',
		'--auth-host',
		'scram-sha-256',
		'--encoding',
		'UTF8',
		'--locale',
		'C',
		'--locale-provider',
		'builtin',
		'--builtin-locale',
		'C.UTF-8'
	]);
	if (made.status !== 0) {
		rmSync(partial, { recursive: true, force: true });
		throw new SetupError(`The database could not be made in ${place.cluster}: ${lastLine(made)}`);
	}
	try {
		renameSync(partial, place.cluster);
	} catch (error) {
		// Another process was quicker by a hair: its cluster is as good as ours.
		rmSync(partial, { recursive: true, force: true });
		if (!existsSync(versionFile)) throw error;
	}
}

/** Brings the server up, whatever an earlier process left: adopts it, waits for it, or starts it. */
export async function ensureRunning(place: Place, options: { port?: number } = {}): Promise<void> {
	const deadline = Date.now() + START_MS;
	let failures = 0;
	while (Date.now() < deadline) {
		const state = readState(place);
		if (state === 'ready') return;
		if (state === 'stopped') {
			if (startServer(place, options.port).status === 0) return;
			// Processes of a killed server need a moment to notice and let go of its memory; and
			// somebody else may be starting it at the same time.
			failures += 1;
			if (failures > START_TRIES) break;
			await sleep(500);
		}
		await sleep(100);
	}
	throw new SetupError(
		`The embedded PostgreSQL did not start (${lastLogLine(place)}): read ${place.log}.`
	);
}

function lastLogLine(place: Place): string {
	const lines = existsSync(place.log) ? readFileSync(place.log, 'utf8').trim().split('\n') : [];
	return lines.findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? 'it took longer than a minute';
}

/** Stops the server: connections are closed, nothing committed is lost. */
export function stopServer(place: Place): void {
	const stopped = run(place, 'pg_ctl', [
		'stop',
		'-D',
		place.cluster,
		'-m',
		'fast',
		'-w',
		'-t',
		'60'
	]);
	if (stopped.status !== 0 && readState(place) !== 'stopped') {
		throw new Error(`PostgreSQL did not stop: ${lastLine(stopped)}`);
	}
}

function startServer(place: Place, port?: number) {
	removeStalePid(place);
	const options = [
		`-k '${place.socketDir}'`,
		`-c unix_socket_permissions=0700`,
		port ? `-h 127.0.0.1 -p ${port}` : `-c listen_addresses=''`,
		'-c max_connections=120',
		'-c timezone=UTC',
		'-c log_timezone=UTC',
		// A residence fits in memory: following an index costs no more there than reading on.
		'-c random_page_cost=1.1',
		// Statements carry names and addresses: the log says what went wrong, not with which values.
		'-c log_min_error_statement=panic',
		'-c log_error_verbosity=terse',
		'-c log_min_messages=error'
	].join(' ');
	return run(place, 'pg_ctl', [
		'start',
		'-D',
		place.cluster,
		'-w',
		'-t',
		'60',
		'-l',
		place.log,
		'-o',
		options
	]);
}

function majorVersion(place: Place): string {
	const told = run(place, 'postgres', ['--version']).stdout;
	return /(\d+)/.exec(told)?.[1] ?? '';
}

function run(place: Place, program: string, args: string[]) {
	return runAs(place.owner, join(place.binaries, 'bin', program), args);
}

function lastLine(result: { stdout: string; stderr: string; error?: Error }): string {
	const text = `${result.stdout ?? ''}\n${result.stderr ?? ''}`.trim();
	return text.split('\n').at(-1) || result.error?.message || 'no reason given';
}
