import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Server = {
	url: string;
	/** One JSON object per request, as the application logged it. */
	logged: { route: string; calls: number }[];
	stop(): Promise<void>;
};

const READY = /(?:Palier is ready: |Listening on )(http:\/\/\S+)/;

/** Starts a program and waits for the line that says its address. */
async function start(args: string[], env: Record<string, string>, cwd: string): Promise<Server> {
	const child = spawn(process.execPath, args, {
		cwd,
		env: { ...process.env, HOST: '127.0.0.1', ...env },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const logged: Server['logged'] = [];
	const url = await new Promise<string>((resolve, reject) => {
		child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code}`)));
		createInterface({ input: child.stdout }).on('line', (line) => {
			const ready = READY.exec(line)?.[1];
			if (ready) resolve(ready);
			const entry = line.startsWith('{') ? (JSON.parse(line) as Partial<Logged>) : {};
			if (entry.route !== undefined && entry.calls !== undefined) {
				logged.push({ route: String(entry.route), calls: entry.calls });
			}
		});
	});
	return { url, logged, stop: () => stop(child) };
}

type Logged = { route: string; calls: number };

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null) return;
	child.kill('SIGTERM');
	await once(child, 'exit');
}

/** The application itself, on a data folder of its own, with the demonstration residence. */
export function startApp(root: string, data: string): Promise<Server> {
	return start(
		['scripts/server.mjs'],
		{ PORT: '0', PALIER_DATA: data, PALIER_DEMO: '1', LOG_LEVEL: 'info', DATABASE_URL: '' },
		root
	);
}

/** The bare application that figures are compared with, built first. */
export function startReference(root: string, port: number): Promise<Server> {
	const cwd = `${root}/tests/bench/reference`;
	const built = spawnSync(process.execPath, [`${root}/node_modules/vite/bin/vite.js`, 'build'], {
		cwd,
		encoding: 'utf8'
	});
	if (built.status !== 0) throw new Error(`The reference page does not build:\n${built.stderr}`);
	return start(['build/index.js'], { PORT: String(port), PROTOCOL_HEADER: '' }, cwd);
}
