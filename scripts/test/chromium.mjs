/*
 * The browsers of the journeys: Chromium's shell without windows, which does the same pages in little
 * more than half the time, and a whole Chromium for what the shell lacks (notifications). The
 * system's if there are some, else Debian's packages when root, else Playwright's own.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { nodeOfProject, root, run, say, SetupError } from '../setup.mjs';

/** @typedef {{ package: string, paths: string[], variable: string, flags: string[] }} Browser */

/** @type {Browser} */
const SHELL = {
	package: 'chromium-headless-shell',
	paths: ['/usr/bin/chromium-headless-shell'],
	variable: 'CHROMIUM_SHELL_PATH',
	flags: ['--only-shell']
};

/** @type {Browser} */
const WHOLE = {
	package: 'chromium',
	paths: [
		'/usr/bin/chromium',
		'/usr/bin/chromium-browser',
		'/usr/bin/google-chrome',
		'/usr/bin/google-chrome-stable'
	],
	variable: 'CHROMIUM_PATH',
	flags: ['--no-shell']
};

/**
 * Finds both browsers, or installs them.
 * @returns {Promise<Record<string, string>>} their paths by the variables that playwright.config.ts
 *   reads; Playwright's own have none
 */
export async function ensureChromium() {
	/** @type {Record<string, string>} */
	const found = {};
	for (const browser of [SHELL, WHOLE]) {
		const path = await ensure(browser);
		if (path) found[browser.variable] = path;
	}
	return found;
}

/** @param {Browser} browser */
async function ensure({ package: name, paths, variable, flags }) {
	const given = process.env[variable];
	if (given) {
		if (existsSync(given)) return given;
		throw new SetupError(
			`${variable} names ${given}, which does not exist: correct it or remove it.`
		);
	}
	const find = () => paths.find((path) => existsSync(path));
	const found = find();
	if (found) return found;
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		say(`Installing ${name} …`);
		const env = { DEBIAN_FRONTEND: 'noninteractive' };
		await run('apt-get', ['update'], { env });
		await run('apt-get', ['install', '-y', '--no-install-recommends', name], { env });
		const installed = find();
		if (installed) return installed;
	}
	say(`Installing Playwright’s ${name} …`);
	const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
	const { code, output } = await run(nodeOfProject(), [cli, 'install', 'chromium', ...flags]);
	if (code === 0) return undefined;
	throw new SetupError(
		`The browser tests need ${name}: install this package, or set ${variable}.\n${output}`
	);
}
