import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/* Real processes, killed for real: what a power cut, an impatient hand or two terminals do. */

const PROGRAM = `
import { startEmbedded, connectionOptions } from './src/lib/server/supabase/embedded.ts';
import postgres from 'postgres';
try {
	const server = await startEmbedded(process.env.DATA);
	const sql = postgres(server.url, { ...connectionOptions(server.url), max: 1, onnotice() {} });
	await sql.unsafe('create table if not exists kept (n serial)');
	await sql.unsafe('insert into kept default values');
	const [{ count }] = await sql.unsafe('select count(*)::int from kept');
	process.send({ rows: count });
	process.on('message', async () => {
		await sql.end();
		await server.stop();
		process.exit(0);
	});
} catch (error) {
	process.send({ error: error.message });
	process.exit(1);
}`;

type Told = { rows?: number; error?: string };

describe('the embedded PostgreSQL', () => {
	let data: string;
	let children: ChildProcess[];

	beforeEach(async () => {
		data = await mkdtemp(join(tmpdir(), 'palier-embedded-'));
		await chmod(data, 0o755);
		children = [];
	});

	afterEach(async () => {
		await Promise.all(children.map(stop));
		// Whatever a killed app left is taken over and stopped, as the next start would do.
		const last = start();
		await last.told;
		await stop(last.child);
		await rm(data, { recursive: true, force: true });
	});

	function start() {
		const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
			env: { ...process.env, DATA: data },
			stdio: ['ignore', 'ignore', 'inherit', 'ipc']
		});
		children.push(child);
		return { child, told: new Promise<Told>((resolve) => child.once('message', resolve as never)) };
	}

	it('keeps its data from one start to the next', async () => {
		const first = start();
		expect(await first.told).toEqual({ rows: 1 });
		await stop(first.child);
		expect(await start().told).toEqual({ rows: 2 });
	});

	it('refuses a second app on the same folder with a sentence', async () => {
		expect(await start().told).toEqual({ rows: 1 });
		const { error } = await start().told;
		expect(error).toMatch(/^Another Palier is already running on the data folder .+\.$/);
	});

	it('is taken over when the app was killed', async () => {
		const first = start();
		await first.told;
		await kill(first.child);
		expect(await start().told).toEqual({ rows: 2 });
	});

	it('starts again when app and database were killed', async () => {
		const first = start();
		await first.told;
		const pid = Number(
			(await readFile(join(data, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]
		);
		process.kill(pid, 'SIGKILL');
		await kill(first.child);
		expect(await start().told).toEqual({ rows: 2 });
	});

	it('lets exactly one of two apps in that start at once', async () => {
		const told = await Promise.all([start().told, start().told]);
		expect(told.filter((answer) => answer.rows === 1)).toHaveLength(1);
		expect(told.filter((answer) => answer.error?.startsWith('Another Palier'))).toHaveLength(1);
	});
});

function kill(child: ChildProcess): Promise<void> {
	return new Promise((resolve) => {
		child.once('exit', () => resolve());
		child.kill('SIGKILL');
	});
}

function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
	return new Promise((resolve) => {
		child.once('exit', () => resolve());
		// Whoever ends by themselves just now needs no word.
		if (child.connected) child.send('stop', () => {});
	});
}
