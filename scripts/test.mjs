/* npm test: installs what is missing, then hands over to the project's own Node. See scripts/test/run.mjs. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { checkNode, ensureInstalled, nodeOfProject, root, SetupError } from './setup.mjs';

try {
	checkNode();
	await ensureInstalled();
	const args = [join(root, 'scripts', 'test', 'run.mjs'), ...process.argv.slice(2)];
	const tests = spawn(nodeOfProject(), args, { cwd: root, stdio: 'inherit' });
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
		process.on(signal, () => tests.kill(signal));
	}
	tests.on('exit', (code, signal) => (process.exitCode = code ?? (signal ? 1 : 0)));
} catch (error) {
	if (!(error instanceof SetupError)) throw error;
	process.stderr.write(`${error.message}\n0 passed, 1 failed\n`);
	process.exitCode = 1;
}
