import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connectionOptions } from '../../src/lib/server/supabase/embedded.ts';
import { withDatabase } from './databases.ts';
import { startTestBackend, type TestBackend } from './backend.ts';

const PRIVILEGES = `
select 'schema ' || nspname as object, a.grantee::regrole::text as role, a.privilege_type as privilege
from pg_namespace n, aclexplode(nspacl) a where nspname in ('public', 'private') and grantee <> 0
union all
select c.relkind::text || ' ' || n.nspname || '.' || c.relname, a.grantee::regrole::text, a.privilege_type
from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
where n.nspname in ('public', 'private') and c.relname <> 'secrets'
union all
select 'column ' || n.nspname || '.' || c.relname || '.' || t.attname, a.grantee::regrole::text, a.privilege_type
from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace,
	aclexplode(t.attacl) a where n.nspname in ('public', 'private')
union all
select 'function ' || p.oid::regprocedure, a.grantee::regrole::text, a.privilege_type
from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
	aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
where n.nspname in ('public', 'private')
order by 1, 2, 3`;

const API_ROLES = ['anon', 'authenticated', 'service_role', '-'];

type Grant = { object: string; role: string; privilege: string };

async function readPrivileges(sql: postgres.Sql): Promise<string[]> {
	const rows = await sql.unsafe<Grant[]>(PRIVILEGES);
	return rows
		.filter(({ role }) => API_ROLES.includes(role))
		.map(({ object, role, privilege }) => `${object}: ${role} ${privilege}`);
}

describe('privileges', () => {
	let test: TestBackend;
	let before: string[];

	beforeAll(async () => {
		test = await startTestBackend();
		before = await readPrivileges(test.sql);
	});
	afterAll(() => test.stop());

	it('are those of the migrations, also after requests', async () => {
		const client = await test.as('odile@example.org');
		await client.from('members').select('id');
		await client.rpc('my_residences');
		await test.anonymous().from('residences').select('id');
		await test.service().rpc('applied_migrations');
		expect(before.length).toBeGreaterThan(10);
		expect(await readPrivileges(test.sql)).toEqual(before);
	});

	it('let nobody call what was granted to nobody', () => {
		expect(before.filter((grant) => grant.includes(': - '))).toEqual([]);
	});

	it('come out the same where a project grants everything by default, as hosted ones do', async () => {
		const name = `palier_test_${randomUUID().slice(0, 8)}`;
		await test.sql.unsafe(`create database ${name}`);
		const url = withDatabase(inject('serverUrl'), name);
		const sql = postgres(url, { ...connectionOptions(url), max: 1, onnotice: () => {} });
		try {
			await sql.unsafe(readFileSync('tests/db/hosted-project.sql', 'utf8')).simple();
			for (const file of readdirSync('supabase/migrations').sort()) {
				await sql.unsafe(readFileSync(`supabase/migrations/${file}`, 'utf8')).simple();
			}
			expect(await readPrivileges(sql)).toEqual(before);
		} finally {
			await sql.end();
			await test.sql.unsafe(`drop database ${name} with (force)`);
		}
	});
});
