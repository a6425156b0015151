/* npm run bench: builds when needed, then measures with the project's own Node. */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { ensureBuilt, ensureInstalled, nodeOfProject, root } from './setup.mjs';

await ensureInstalled();
await ensureBuilt();
spawn(nodeOfProject(), ['tests/bench/run.ts', ...process.argv.slice(2)], {
	cwd: root,
	stdio: 'inherit'
}).on('exit', (code) => {
	process.exitCode = code ?? 1;
});
