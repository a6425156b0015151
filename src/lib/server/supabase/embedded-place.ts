import { createHash } from 'node:crypto';
import {
	accessSync,
	constants,
	existsSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	writeFileSync
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { SetupError } from './config.ts';
import { findBinaries } from './embedded-binaries.ts';
import {
	canEnter,
	findOwner,
	makeSharedHome,
	ownedDir,
	SHARED_HOME,
	type Owner
} from './embedded-owner.ts';

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
