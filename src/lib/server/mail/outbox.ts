import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A mail as the outbox page shows it. */
export type OutboxMail = { id: string; at: string; to: string; subject: string; text: string };

/*
 * Without a mail server, mails are files: the .eml opens in any mail program, the .json beside it
 * spares the outbox page a MIME parser.
 */

/** Keeps a mail that no server will carry. */
export async function keepMail(
	folder: string,
	raw: Buffer,
	mail: { to: string; subject: string; text: string }
): Promise<void> {
	await mkdir(folder, { recursive: true });
	const at = new Date().toISOString();
	const id = `${at.replaceAll(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}`;
	const { to, subject, text } = mail;
	await writeFile(join(folder, `${id}.eml`), raw, { mode: 0o600 });
	// Renamed into place, so that the page never reads half a file.
	const partial = join(folder, `${id}.partial`);
	await writeFile(partial, JSON.stringify({ id, at, to, subject, text }), { mode: 0o600 });
	await rename(partial, join(folder, `${id}.json`));
}

/** The newest mails first. */
export async function listMails(folder: string, limit = 100): Promise<OutboxMail[]> {
	const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return [];
		throw error;
	});
	const newest = files
		.filter((file) => file.endsWith('.json'))
		.sort()
		.reverse()
		.slice(0, limit);
	return Promise.all(newest.map((file) => read(join(folder, file))));
}

/** One mail, or null when there is none with that id. */
export async function findMail(folder: string, id: string): Promise<OutboxMail | null> {
	// The id comes from an address bar: nothing but our own names may become a path.
	if (!/^[\dTZ-]+-[0-9a-f]{8}$/.test(id)) return null;
	return read(join(folder, `${id}.json`)).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return null;
		throw error;
	});
}

async function read(path: string): Promise<OutboxMail> {
	return JSON.parse(await readFile(path, 'utf8')) as OutboxMail;
}
