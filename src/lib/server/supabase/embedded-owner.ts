import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './config.ts';

/** Who runs PostgreSQL: it refuses to run as root. `null` means the user of this process. */
export type Owner = { uid: number; gid: number } | null;

/** Where root and the owner both get in, for a checkout below a closed home directory. */
export const SHARED_HOME = '/var/lib/palier';

/** Who may run a server over this folder: the user of its cluster, else a system user; null when we are not root. */
export function findOwner(data: string): Owner {
	if (process.getuid?.() !== 0) return null;
	// A cluster that an ordinary user began goes on as theirs.
	const begun = statSync(join(data, 'postgres'), { throwIfNoEntry: false });
	if (begun && begun.uid !== 0) return { uid: begun.uid, gid: begun.gid };
	for (const name of ['postgres', 'palier']) {
		const owner = lookUp(name);
		if (owner) return owner;
	}
	const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'palier']);
	const owner = made.status === 0 ? lookUp('palier') : null;
	if (owner) return owner;
	throw new SetupError(
		'PostgreSQL refuses to run as root and no user could be created for it: create one with "useradd --system --user-group palier", or start Palier as an ordinary user.'
	);
}

function lookUp(name: string): Owner {
	const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' });
	const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' });
	if (uid.status !== 0 || gid.status !== 0) return null;
	return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** Runs a program as the owner of the database and waits for it. */
export function runAs(owner: Owner, program: string, args: string[]) {
	return spawnSync(program, args, {
		...(owner ?? {}),
		cwd: '/',
		encoding: 'utf8',
		// LC_ALL keeps the messages of pg_ctl in one language; the rest of our environment is not its business.
		env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' }
	});
}

/** Whether the owner may enter and list a folder. */
export function canEnter(path: string, owner: NonNullable<Owner>): boolean {
	return runAs(owner, '/bin/sh', ['-c', 'test -x "$1" && test -r "$1"', 'sh', path]).status === 0;
}

/** Makes a folder that only the owner may enter. */
export function ownedDir(path: string, owner: Owner): string {
	mkdirSync(path, { recursive: true, mode: 0o700 });
	if (owner) chownSync(path, owner.uid, owner.gid);
	return path;
}

/** Makes it: open to everybody whatever the umask says; what it holds is closed. */
export function makeSharedHome(): void {
	mkdirSync(SHARED_HOME, { recursive: true });
	chmodSync(SHARED_HOME, 0o755);
}
