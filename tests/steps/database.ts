import { openDatabase } from '../../src/lib/server/supabase/pool.ts';
import type { RunningApp } from '../app.ts';

/**
 * What people can change, as one text to compare: a sum of each table, of one residence or of all. What
 * the app writes by itself (when a device was used) is left out.
 */
export async function readTables(app: RunningApp, residence?: string): Promise<string> {
	const database = openDatabase(await app.databaseUrl());
	const tables = await database.query<{ name: string }>(
		`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
			and c.relname <> 'devices' and ($1 = '' or exists (select from pg_attribute a
				where a.attrelid = c.oid and a.attname = 'residence_id' and not a.attisdropped)) order by 1`,
		[residence ?? '']
	);
	const where = residence ? `where residence_id = '${residence}'` : '';
	const sums = tables.map(
		({ name }) =>
			`select '${name} ' || count(*) || ' ' || coalesce(md5(string_agg(x::text, '|' order by x::text)), '') as sum from public.${name} x ${where}`
	);
	const rows = await database.query<{ sum: string }>(sums.join(' union all '));
	await database.close();
	return rows.map(({ sum }) => sum).join('\n');
}
