import type { RunningApp } from '../app.ts';

/**
 * What people can change, as one text to compare: a sum of each table, of one residence or of all. What
 * the app writes by itself (when a device was used) is left out.
 */
export async function readTables(app: RunningApp, residence?: string): Promise<string> {
	const tables = (await app.sql(
		`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
			and c.relname not in ('devices', 'notifications') ${
				residence
					? `and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'residence_id')`
					: ''
			} order by 1`
	)) as { name: string }[];
	const where = residence ? `where residence_id = '${residence}'` : '';
	const sums = tables.map(
		({ name }) =>
			`select '${name} ' || count(*) || ' ' || coalesce(md5(string_agg(x::text, '|' order by x::text)), '') as sum from public.${name} x ${where}`
	);
	const rows = (await app.sql(sums.join(' union all '))) as { sum: string }[];
	return rows.map(({ sum }) => sum).join('\n');
}
