/*
 * The official command line on a plain PostgreSQL that has what a hosted project has: the same
 * migrations apply, and its advisors find nothing at warning level or above.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { withDatabase } from '../../tests/db/databases.ts';
import { root, run } from '../setup.mjs';

const cli = join(root, 'node_modules', '.bin', 'supabase');
const env = { DO_NOT_TRACK: '1', SUPABASE_TELEMETRY_DISABLED: '1' };

/**
 * @param {string} server
 * @returns {Promise<{ passed: number, failed: number, output: string }>}
 */
export async function checkProject(server) {
	const name = `palier_cli_${randomUUID().slice(0, 8)}`;
	const owner = postgres(server, { max: 1, onnotice: () => {} });
	await owner.unsafe(`create database ${name}`);
	try {
		const plain = withDatabase(server, name);
		const sql = postgres(plain, { max: 1, onnotice: () => {} });
		await sql.unsafe(readFileSync(join(root, 'tests/db/hosted-project.sql'), 'utf8')).simple();
		await sql.end();
		const url = `${plain}?sslmode=disable`;
		const steps = [
			['db', 'push', '--db-url', url, '--yes'],
			['db', 'advisors', `--remote=${url}`, '--type', 'all', '--level', 'warn', '--fail-on', 'warn']
		];
		const result = { passed: 0, failed: 0, output: '' };
		for (const args of steps) {
			const { code, output } = await run(cli, args, { env });
			result[code === 0 ? 'passed' : 'failed'] += 1;
			// The address holds the password of the server.
			result.output += `supabase ${args[0]} ${args[1]}\n${output.replaceAll(url, '[address]')}\n`;
		}
		return result;
	} finally {
		await owner.unsafe(`drop database ${name} with (force)`);
		await owner.end();
	}
}
