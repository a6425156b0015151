import postgres from 'postgres';
import { connectionOptions } from './embedded.ts';
import type { Database } from './migrate.ts';

/** One connection with the owner's rights: preparing, migrating, asking for the state of things. */
export function openDatabase(url: string): Database & { close(): Promise<void> } {
	const sql = postgres(url, {
		...connectionOptions(url),
		max: 1,
		// Session locks are held on it: it must stay the same connection for as long as it is used.
		max_lifetime: 0,
		connect_timeout: 10,
		onnotice: () => {},
		connection: { application_name: 'palier-owner' }
	});
	return {
		async query<Row extends object>(text: string, values: unknown[] = []) {
			return [...(await sql.unsafe<Row[]>(text, values as never[]))];
		},
		async script(text) {
			await sql.unsafe(text).simple();
		},
		close: () => sql.end({ timeout: 5 })
	};
}
