/* npm start: installs and builds what is missing, then runs the server until it is told to stop. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import {
	checkNode,
	ensureBuilt,
	ensureInstalled,
	nodeOfProject,
	root,
	SetupError
} from './setup.mjs';

try {
	checkNode();
	await ensureInstalled();
	await ensureBuilt();
	serve();
} catch (error) {
	if (!(error instanceof SetupError)) throw error;
	process.stderr.write(`Palier cannot start. ${error.message}\n`);
	process.exitCode = 1;
}

function serve() {
	const envFile = join(root, '.env');
	const server = spawn(
		nodeOfProject(),
		[
			...(existsSync(envFile) ? [`--env-file=${envFile}`] : []),
			join(root, 'scripts', 'server.mjs')
		],
		{
			cwd: root,
			env: { ...process.env, NODE_ENV: 'production' },
			// The channel tells the server when this process dies, however it dies.
			stdio: ['inherit', 'inherit', 'inherit', 'ipc']
		}
	);
	for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) {
		// Ctrl-C reaches the server by itself as well; it stops once.
		process.on(signal, () => server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
	}
	server.on('error', (error) => {
		process.stderr.write(
			`Palier cannot start. Node 24 of this project does not run here: ${error.message}\n`
		);
		process.exitCode = 1;
	});
	server.on('exit', (code, signal) => {
		process.exitCode = code ?? (signal ? 1 : 0);
		process.disconnect?.();
	});
}
