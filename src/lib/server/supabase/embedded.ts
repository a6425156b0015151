import postgres from 'postgres';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from './config.ts';
import { preparePlace } from './embedded-place.ts';
import { ensureCluster, ensureRunning, stopServer } from './embedded-process.ts';
import { socketFolder, socketPort } from './embedded-state.ts';

export type EmbeddedServer = {
	/** Connection address over the Unix socket, for postgres.js and @supabase/lite. */
	url: string;
	/** Stops the server and gives the data folder free. */
	stop(): Promise<void>;
};

export type EmbeddedOptions = {
	/** Also listen on this port of 127.0.0.1, for tools that cannot use a socket. */
	port?: number;
	/** False for test servers that several processes of one run share. */
	exclusive?: boolean;
};

// "Palier" in ASCII: the key of the advisory lock that says "an app is using this data folder".
const IN_USE = 0x50616c696572;
const WAIT_FOR_DEAD_SESSIONS_MS = 5_000;

/**
 * Starts (or adopts) the PostgreSQL of a data folder. The lock against a second app is a session
 * lock of the database itself: it disappears with the process that holds it, even after SIGKILL,
 * and cannot be mistaken for that of an unrelated process with the same number.
 */
export async function startEmbedded(
	data: string,
	options: EmbeddedOptions = {}
): Promise<EmbeddedServer> {
	const place = preparePlace(data);
	ensureCluster(place);
	await ensureRunning(place, options);
	const url = `postgres://postgres@${encodeURIComponent(socketFolder(place))}:${socketPort(place)}/postgres`;
	const lock = options.exclusive === false ? null : await takeLock(url, data);
	return {
		url,
		async stop() {
			await lock?.release();
			stopServer(place);
		}
	};
}

/** postgres.js wants the socket folder as an option: its URLs cannot carry a path as host. */
export function connectionOptions(url: string): { host?: string; port?: number } {
	const match = /^postgres(?:ql)?:\/\/[^@/]*@(%2F[^:/]*):(\d+)\//i.exec(url);
	return match?.[1] ? { host: decodeURIComponent(match[1]), port: Number(match[2]) } : {};
}

async function takeLock(url: string, data: string) {
	let released = false;
	const sql = postgres(url, {
		...connectionOptions(url),
		max: 1,
		idle_timeout: 0,
		max_lifetime: 0,
		connection: { application_name: 'palier-lock' },
		onnotice: () => {},
		onclose: () => void retake()
	});
	const tryLock = async () => {
		const [row] = await sql`select pg_try_advisory_lock(${IN_USE}) as taken`;
		return row?.taken === true;
	};

	/** The server ends every session when one of its processes crashes; then we must hold the lock again. */
	async function retake(): Promise<void> {
		while (!released) {
			await sleep(500);
			if (released) return;
			const taken = await tryLock().catch(() => null);
			if (taken) return;
			if (taken === false) {
				process.stderr.write('Another Palier took over this data folder: this one stops.\n');
				process.kill(process.pid, 'SIGTERM');
				return;
			}
		}
	}

	// The session of an app that was killed a moment ago may need a second to end.
	const deadline = Date.now() + WAIT_FOR_DEAD_SESSIONS_MS;
	while (!(await tryLock())) {
		if (Date.now() > deadline) {
			released = true;
			await sql.end({ timeout: 1 });
			throw new SetupError(
				`Another Palier is already running on the data folder ${data}: use that one, stop it, or set PALIER_DATA to another folder.`
			);
		}
		await sleep(200);
	}
	return {
		async release() {
			released = true;
			await sql.end({ timeout: 1 });
		}
	};
}
