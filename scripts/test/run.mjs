/*
 * All tests, in the order in which a failure is cheapest to find, two lanes at a time. Ends with one
 * line "N passed, N failed". Nothing is skipped in silence: what is missing is a failure that says
 * what to install. Flags:
 *   --no-pg15       without the second round on PostgreSQL 15
 *   --only <name>   one step, for example --only pgtap
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { ensureBuilt, nodeOfProject, root, run, say, SetupError } from '../setup.mjs';
import { ensureChromium } from './chromium.mjs';
import { startPg15 } from './pg15.mjs';
import { checkProject } from './supabase-cli.mjs';

/**
 * @typedef {{ passed: number, failed: number, output: string }} Result
 * @typedef {{ name: string, act: () => Promise<Result> }} Step
 */

const only = process.argv.includes('--only')
	? process.argv[process.argv.indexOf('--only') + 1]
	: null;
const withPg15 = !process.argv.includes('--no-pg15');
const reports = mkdtempSync(join(tmpdir(), 'palier-reports-'));
const node = nodeOfProject();
const sum = { passed: 0, failed: 0 };
/** @type {Awaited<ReturnType<typeof startPg15>> | null} */
let pg15 = null;

/** @param {string} name */
const bin = (name) => join(root, 'node_modules', '.bin', name);

/**
 * A program that either succeeds or not counts as one test.
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<Result>}
 */
async function whole(program, args) {
	const { code, output } = await run(program, args);
	return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
}

/**
 * @param {string} label
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<Result>}
 */
async function vitest(label, args, env = {}) {
	const file = join(reports, `${label}.json`);
	const { code, output } = await run(
		bin('vitest'),
		['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
		{ env }
	);
	const report = readReport(file);
	const passed = report?.numPassedTests ?? 0;
	// A file that does not even load has no tests to count.
	const failed = Math.max(report?.numFailedTests ?? 0, code === 0 && passed > 0 ? 0 : 1);
	return { passed, failed: failed + (report?.numPendingTests ?? 0), output };
}

/**
 * @param {string[]} flags
 * @param {Record<string, string>} [env]
 * @returns {Promise<Result>}
 */
async function pgtap(flags, env = {}) {
	const { code, output } = await run(node, [join(root, 'scripts/test/pgtap.mjs'), ...flags], {
		env
	});
	const [, passed = '0', failed = '0'] = /^tests (\d+) (\d+)$/m.exec(output) ?? [];
	return { passed: Number(passed), failed: code === 0 ? 0 : Math.max(1, Number(failed)), output };
}

/**
 * @param {string[]} projects
 * @param {Record<string, string>} env
 * @returns {Promise<Result>}
 */
async function journeys(projects, env) {
	const file = join(reports, 'journeys.json');
	const chosen = projects.flatMap((project) => ['--project', project]);
	const { code, output } = await run(
		bin('playwright'),
		['test', ...chosen, '--reporter=list,json'],
		{
			env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file }
		}
	);
	const stats = readReport(file)?.stats;
	const passed = stats?.expected ?? 0;
	const failed = (stats?.unexpected ?? 0) + (stats?.flaky ?? 0) + (stats?.skipped ?? 0);
	return { passed, failed: Math.max(failed, code === 0 && passed > 0 ? 0 : 1), output };
}

/** @param {string} file */
function readReport(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		// No report means that the program did not get that far; its exit code and output tell why.
		return null;
	}
}

/** @param {Step} step */
async function take({ name, act }) {
	const started = Date.now();
	/** @type {Result} */
	const result = await act().catch((error) => ({
		passed: 0,
		failed: 1,
		output: error instanceof SetupError ? error.message : (error.stack ?? String(error))
	}));
	sum.passed += result.passed;
	sum.failed += result.failed;
	const seconds = ((Date.now() - started) / 1000).toFixed(1);
	say(
		`${result.failed ? 'FAIL' : 'ok  '} ${name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)`
	);
	if (result.failed) say(result.output.trim().replace(/^/gm, '     '));
}

/** @param {Step[][]} lanes */
async function takeLanes(lanes) {
	await Promise.all(
		lanes.map(async (steps) => {
			for (const step of steps) if (!only || step.name === only) await take(step);
		})
	);
}

/** @returns {Promise<Awaited<ReturnType<typeof startPg15>> | null>} */
async function pg15OrFailure() {
	if (!withPg15) {
		say('PostgreSQL 15 is left out (--no-pg15).');
		return null;
	}
	try {
		return await startPg15();
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		await take({ name: 'postgresql 15', act: () => Promise.reject(error) });
		return null;
	}
}

// A run that is cut short must not leave servers behind.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
	process.once(signal, () => {
		pg15?.stop();
		rmSync(reports, { recursive: true, force: true });
		process.exit(1);
	});
}

const started = Date.now();
// Two steps need what these write; nothing else may run meanwhile.
await run(node, [join(root, 'scripts/messages.mjs')]);
await run(bin('svelte-kit'), ['sync']);
pg15 = await pg15OrFailure();
const own = pg15 ? { TEST_DATABASE_URL: pg15.url } : null;
// The steps on the embedded server must not be led elsewhere by the caller's environment.
const embedded = { TEST_DATABASE_URL: '' };
try {
	await takeLanes([
		[
			{ name: 'types', act: () => whole(bin('svelte-check'), ['--fail-on-warnings']) },
			{ name: 'lint', act: () => whole(bin('eslint'), ['.']) },
			{ name: 'format', act: () => whole(bin('prettier'), ['--check', '.']) },
			// One after the other: they share a server, whose roles belong to all its databases.
			...(own
				? [
						{ name: 'pgtap on 15', act: () => pgtap(['--server'], own) },
						{ name: 'database on 15', act: () => vitest('db15', ['--project', 'db'], own) },
						{ name: 'supabase cli', act: () => checkProject(own.TEST_DATABASE_URL) }
					]
				: [])
		],
		[
			{ name: 'unit', act: () => vitest('unit', ['--project', 'unit']) },
			{ name: 'pgtap', act: () => pgtap([]) },
			{ name: 'database', act: () => vitest('db', ['--project', 'db'], embedded) },
			{
				name: 'database types',
				act: () => whole(node, [join(root, 'scripts/types.mjs'), '--check'])
			}
		]
	]);
	await takeLanes([
		[
			{
				name: 'build',
				act: async () => (await ensureBuilt(), { passed: 1, failed: 0, output: '' })
			},
			{
				name: 'journeys',
				act: async () => {
					const chromium = await ensureChromium();
					const projects = own ? ['embedded', 'postgres'] : ['embedded'];
					return journeys(projects, { ...own, ...chromium });
				}
			}
		]
	]);
} finally {
	pg15?.stop();
	rmSync(reports, { recursive: true, force: true });
}
say(`${((Date.now() - started) / 1000).toFixed(0)} s`);
say(`${sum.passed} passed, ${sum.failed} failed`);
// A run in which nothing ran proves nothing.
process.exitCode = sum.failed || sum.passed === 0 ? 1 : 0;
