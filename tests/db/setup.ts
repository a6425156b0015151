import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { readyDatabase } from '../../src/lib/server/supabase/backend.ts';
import { startEmbedded } from '../../src/lib/server/supabase/embedded.ts';
import { openDatabase } from '../../src/lib/server/supabase/pool.ts';
import { withDatabase } from './databases.ts';

declare module 'vitest' {
	interface ProvidedContext {
		serverUrl: string;
		template: string;
	}
}

/**
 * One server for the whole run, with one prepared and migrated database from which every test file
 * gets a copy: a copy takes a tenth of a second, migrations take a second.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const server = await findServer();
	const template = `palier_test_${process.pid}`;
	const owner = openDatabase(server.url);
	await owner.script(`create database ${template}`);
	await readyDatabase(withDatabase(server.url, template), 'supabase/migrations');
	project.provide('serverUrl', server.url);
	project.provide('template', template);
	return async () => {
		await owner.script(`drop database ${template} with (force)`);
		await owner.close();
		await server.stop();
	};
}

async function findServer(): Promise<{ url: string; stop: () => Promise<void> }> {
	const given = process.env.TEST_DATABASE_URL;
	if (given) return { url: given, stop: async () => {} };
	const data = await mkdtemp(join(tmpdir(), 'palier-db-'));
	// As root, PostgreSQL runs as another user, who must be able to enter.
	await chmod(data, 0o755);
	const server = await startEmbedded(data, { exclusive: false });
	return {
		url: server.url,
		async stop() {
			await server.stop();
			await rm(data, { recursive: true, force: true });
		}
	};
}
