import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../src/lib/server/supabase/embedded.ts';
import { openDatabase } from '../src/lib/server/supabase/pool.ts';
import { withDatabase } from './db/databases.ts';

export type SentMail = { id: string; at: string; to: string; subject: string; text: string };

export type RunningApp = {
	url: string;
	/** Everything the app printed, log lines included. */
	output(): string;
	/** The code in the terminal that lets somebody create the first residence. */
	setupCode(): string | undefined;
	/** Mails that were not sent but kept, oldest first. */
	mails(to?: string): Promise<SentMail[]>;
	/** One statement with the owner's rights: moving the clock of a row, looking behind a page. */
	sql(text: string): Promise<object[]>;
	/** Ends the app as a power cut would, and starts it again on the same data. */
	killAndRestart(): Promise<void>;
	stop(): Promise<void>;
};

const START_MS = 60_000;

/** Starts the built app on a free port, with a data folder and a database of its own. */
export async function startApp(options: {
	mode: 'embedded' | 'postgres';
	demo: boolean;
	env?: Record<string, string>;
}): Promise<RunningApp> {
	if (!existsSync('build/handler.js')) throw new Error('There is no build: run "npx vite build".');
	const data = await mkdtemp(join(tmpdir(), 'palier-app-'));
	// As root, PostgreSQL runs as another user, who must be able to enter.
	await chmod(data, 0o755);
	const database = options.mode === 'postgres' ? await makeDatabase() : null;
	const env = {
		PALIER_DATA: data,
		PALIER_DEMO: options.demo ? '1' : '0',
		PORT: '0',
		LOG_LEVEL: 'info',
		...(database ? { DATABASE_URL: database.url } : {}),
		...options.env
	};
	let run = await launch(env);
	return {
		get url() {
			return run.url;
		},
		output: () => run.output(),
		setupCode: () => /Set-up code[^:]*: (\S+)/.exec(run.output())?.[1],
		async sql(text) {
			// Another user of the server that the app runs; it is not ours to stop.
			const url = database?.url ?? (await startEmbedded(data, { exclusive: false })).url;
			const owner = openDatabase(url);
			return owner.query(text).finally(() => owner.close());
		},
		mails: (to) => readMails(join(data, 'outbox'), to),
		async killAndRestart() {
			const { port } = new URL(run.url);
			await end(run.child, 'SIGKILL');
			run = await launch({ ...env, PORT: port });
		},
		async stop() {
			await end(run.child, 'SIGTERM');
			await database?.drop();
			await rm(data, { recursive: true, force: true });
		}
	};
}

async function launch(env: Record<string, string>) {
	const child = spawn(process.execPath, ['scripts/server.mjs'], {
		env: { ...process.env, ...env, NODE_ENV: 'production' },
		// The channel ends the app when the test process dies.
		stdio: ['ignore', 'pipe', 'pipe', 'ipc']
	});
	let output = '';
	const url = await new Promise<string>((resolve, reject) => {
		const fail = (reason: string) =>
			reject(new Error(`The app did not start (${reason}):\n${output}`));
		const timer = setTimeout(() => fail('too slow'), START_MS);
		const read = (chunk: Buffer) => {
			output += chunk;
			const address = /Palier is ready: (\S+)/.exec(output)?.[1];
			if (!address) return;
			clearTimeout(timer);
			resolve(address);
		};
		child.stdout?.on('data', read);
		child.stderr?.on('data', read);
		child.on('exit', (code) => fail(`exit ${code}`));
	});
	return { child, url, output: () => output };
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
	return new Promise((resolve) => {
		child.once('exit', () => resolve());
		child.kill(signal);
	});
}

async function makeDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
	const server = process.env.TEST_DATABASE_URL;
	if (!server) {
		throw new Error(
			'The journeys on an own PostgreSQL need TEST_DATABASE_URL: "npm test" sets it.'
		);
	}
	const name = `palier_app_${randomUUID().slice(0, 8)}`;
	const owner = openDatabase(server);
	await owner.script(`create database ${name}`);
	return {
		url: withDatabase(server, name),
		async drop() {
			await owner.script(`drop database ${name} with (force)`);
			await owner.close();
		}
	};
}

async function readMails(outbox: string, to?: string): Promise<SentMail[]> {
	if (!existsSync(outbox)) return [];
	const files = (await readdir(outbox)).filter((file) => file.endsWith('.json')).sort();
	const mails = await Promise.all(
		files.map(async (file) => JSON.parse(await readFile(join(outbox, file), 'utf8')) as SentMail)
	);
	return to ? mails.filter((mail) => mail.to === to) : mails;
}
