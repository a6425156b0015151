/* A Chromium for the journeys: the system's, else Debian's package when root, else Playwright's own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { nodeOfProject, root, run, say, SetupError } from '../setup.mjs';

const systems = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable'
];

/** @returns {Promise<string | undefined>} path, or undefined for Playwright's own */
export async function ensureChromium() {
	const given = process.env.CHROMIUM_PATH;
	if (given) {
		if (existsSync(given)) return given;
		throw new SetupError(
			`CHROMIUM_PATH names ${given}, which does not exist: correct it or remove it.`
		);
	}
	const found = systems.find((path) => existsSync(path));
	if (found) return found;
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		say('Installing Chromium …');
		const env = { DEBIAN_FRONTEND: 'noninteractive' };
		await run('apt-get', ['update'], { env });
		const { code } = await run(
			'apt-get',
			['install', '-y', '--no-install-recommends', 'chromium'],
			{ env }
		);
		if (code === 0 && existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
	}
	say('Installing Playwright’s Chromium …');
	const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
	const { code, output } = await run(nodeOfProject(), [cli, 'install', 'chromium']);
	if (code === 0) return undefined;
	throw new SetupError(
		`There is no Chromium for the browser tests: install the package "chromium", or set CHROMIUM_PATH.\n${output}`
	);
}
