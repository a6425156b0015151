/*
 * What `npm start` and `npm test` need before anything is installed: runs on Node 20 with nothing
 * but Node's own modules.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const OLDEST_NODE = 20;
const LAST_LINES = 30;
const stamp = join(root, 'build', '.sources');
const SOURCES = [
	'src',
	'static',
	'messages',
	'project.inlang/settings.json',
	'messages.config.js',
	'package-lock.json',
	'package.json',
	'vite.config.ts'
];

/** An error whose message is one sentence for the person at the terminal. */
export class SetupError extends Error {}

/** Stops with a sentence on a Node that is too old to install anything. */
export function checkNode() {
	const major = Number(process.versions.node.split('.')[0]);
	if (major < OLDEST_NODE) {
		throw new SetupError(
			`Palier needs Node ${OLDEST_NODE} or newer and this is ${process.versions.node}: install a newer Node.`
		);
	}
}

/** Installs the packages of package-lock.json unless they are there already. */
export async function ensureInstalled() {
	if (isInstalled()) return;
	say('Installing packages. The first time takes a minute or two …');
	const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
	// Not `npm ci`: it refuses a lock that lacks packages of other platforms, which npm leaves out of
	// it where a registry does not offer them. This installs the locked versions and writes no lock.
	const args = ['install', '--no-save', '--include=dev', '--no-fund', '--no-audit'];
	const { code, output } = await run(npm, args);
	if (code !== 0) {
		throw new SetupError(
			`The packages could not be installed (npm install): check the network, then start again.\n${output}`
		);
	}
}

/** Every package that this machine needs is there in the version that package-lock.json names. */
function isInstalled() {
	const installed = readLock(join(root, 'node_modules', '.package-lock.json'));
	if (!installed || !existsSync(nodeOfProject())) return false;
	const wanted = readLock(join(root, 'package-lock.json')) ?? {};
	return Object.entries(wanted).every(
		([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version
	);
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | null}
 */
function readLock(file) {
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : null;
}

/** Node 24 from the project's own packages: the same on every machine. */
export function nodeOfProject() {
	const name = process.platform === 'win32' ? 'node.exe' : 'node';
	return join(root, 'node_modules', 'node', 'bin', name);
}

/** Builds the app when the last build is not of these sources. */
export async function ensureBuilt() {
	const sources = hashSources();
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
	say('Building the app. This takes a few seconds …');
	const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
	const { code, output } = await run(nodeOfProject(), [vite, 'build']);
	if (code !== 0) throw new SetupError(`The app could not be built.\n${lastLines(output)}`);
	writeFileSync(stamp, sources);
}

function hashSources() {
	const hash = createHash('sha256');
	for (const source of SOURCES) addToHash(hash, source);
	return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path
 */
function addToHash(hash, path) {
	const full = join(root, path);
	if (!existsSync(full)) return;
	// Compiled from messages/ by the build itself.
	if (path === 'src/lib/paraglide') return;
	if (statSync(full).isDirectory()) {
		for (const name of readdirSync(full).sort()) addToHash(hash, `${path}/${name}`);
		return;
	}
	hash.update(path).update('\0').update(readFileSync(full)).update('\0');
}

/**
 * Runs a program to its end and keeps what it prints.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined> }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(program, args, options = {}) {
	return new Promise((resolve) => {
		const child = spawn(program, args, {
			cwd: root,
			env: { ...process.env, ...options.env },
			stdio: ['ignore', 'pipe', 'pipe'],
			shell: process.platform === 'win32' && program.endsWith('.cmd')
		});
		let output = '';
		child.stdout.on('data', (data) => (output += data));
		child.stderr.on('data', (data) => (output += data));
		child.on('error', (error) => resolve({ code: 127, output: `${program}: ${error.message}` }));
		child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }));
	});
}

/**
 * The end of what a program printed: the reason of a failure stands there.
 * @param {string} output
 */
export function lastLines(output) {
	return output.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
}

/** @param {string} sentence */
export function say(sentence) {
	process.stdout.write(`${sentence}\n`);
}
