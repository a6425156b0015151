import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import type { MyDataPage } from './views.ts';

/** Between asking for a deletion and the deletion. The database holds the same figure. */
export const DAYS_TO_CHANGE_ONES_MIND = 7;

/** What one can do with one's own data. */
export const readMyData = (client: Client, residence: string) =>
	read<MyDataPage>(client, 'page_my_data', { p_residence: residence });

/**
 * One's account, in all residences, is to be deleted; answers when, as an ISO instant.
 *
 * @throws {Refusal} last_caretaker
 */
export async function askDeletion(client: Client): Promise<string> {
	return call(client, 'ask_deletion', {});
}

/** One's account stays after all. */
export async function cancelDeletion(client: Client): Promise<void> {
	await call(client, 'cancel_deletion', {});
}
