import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Place } from './embedded-place.ts';

export type ServerState = 'stopped' | 'starting' | 'ready' | 'stopping';

const STATES: Record<string, ServerState> = {
	starting: 'starting',
	ready: 'ready',
	standby: 'ready',
	stopping: 'stopping'
};

/** Reads the state from postmaster.pid, which outlives a server that was killed. */
export function readState(place: Place): ServerState {
	const file = join(place.cluster, 'postmaster.pid');
	let lines: string[];
	try {
		lines = readFileSync(file, 'utf8').split('\n');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'stopped';
		throw error;
	}
	const pid = Number(lines[0]);
	if (!isPostgres(pid)) return 'stopped';
	return STATES[lines[7]?.trim() ?? ''] ?? 'starting';
}

/** After a power cut the number in postmaster.pid may belong to another program: PostgreSQL would refuse to start. */
export function removeStalePid(place: Place): void {
	const file = join(place.cluster, 'postmaster.pid');
	if (!existsSync(file)) return;
	const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
	if (isAlive(pid) && !isPostgres(pid)) rmSync(file, { force: true });
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

function isPostgres(pid: number): boolean {
	if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false;
	const seen = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
	if (!seen.error) return /postgres/.test(seen.stdout) && !/defunct/.test(seen.stdout);
	return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
}

/** The port in the file name of the socket: PostgreSQL writes it even when TCP is off. */
export function socketPort(place: Place): number {
	const lines = readFileSync(join(place.cluster, 'postmaster.pid'), 'utf8').split('\n');
	return Number(lines[3]) || 5432;
}

/** Folder of the socket as the running server has it. */
export function socketFolder(place: Place): string {
	const lines = readFileSync(join(place.cluster, 'postmaster.pid'), 'utf8').split('\n');
	return lines[4]?.trim() || dirname(place.log);
}
