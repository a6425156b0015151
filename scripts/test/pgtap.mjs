/*
 * Runs supabase/tests/*.test.sql, each in the transaction that the file itself begins and rolls
 * back:  node scripts/test/pgtap.mjs            in process (PGlite)
 *        node scripts/test/pgtap.mjs --server   on a fresh database of TEST_DATABASE_URL
 * Prints one line per file, what went wrong, and at the end "tests <passed> <failed>".
 */
import { readdirSync } from 'node:fs';
import process from 'node:process';
import { folder, freshSession, inProcess, onServer, readTest } from './pgtap-database.mjs';

/** @param {string[]} rows */
function read(rows) {
	const lines = rows.flatMap((row) => row.split('\n'));
	// A file may hold several stories, each with a plan of its own.
	const plans = lines.flatMap((line) => /^1\.\.(\d+)/.exec(line)?.[1] ?? []).map(Number);
	const passed = lines.filter((line) => /^ok \d/.test(line)).length;
	const failed = lines.filter((line) => /^not ok \d/.test(line)).length;
	const told = lines.filter((line) => /^(not ok|#)/.test(line));
	return { planned: plans.length ? plans.reduce((a, b) => a + b) : null, passed, failed, told };
}

const runner = await (process.argv.includes('--server') ? onServer() : inProcess());
const files = readdirSync(folder)
	.filter((file) => file.endsWith('.test.sql'))
	.sort();
const sum = { passed: 0, failed: 0 };
try {
	await freshSession(runner);
	for (const file of files) {
		const { planned, passed, failed, told } = await runner
			.run(readTest(file))
			.then(read, (error) => ({
				planned: null,
				passed: 0,
				failed: 1,
				told: [`stopped: ${error.message}`]
			}))
			.finally(() => freshSession(runner));
		// A file that ends early, or without a plan, must not look like one that passed;
		// nor one that does more than it says, which pg_prove refuses as well.
		const missing = planned === null ? (failed ? 0 : 1) : Math.abs(planned - passed - failed);
		sum.passed += passed;
		sum.failed += failed + missing;
		process.stdout.write(
			`${failed + missing ? 'FAIL' : 'ok  '} ${file}: ${passed} of ${planned ?? '?'}\n`
		);
		if (failed + missing)
			process.stdout.write(`${told.map((line) => `     ${line}`).join('\n')}\n`);
	}
} finally {
	await runner.close();
}
process.stdout.write(`tests ${sum.passed} ${sum.failed}\n`);
process.exitCode = sum.failed ? 1 : 0;
