import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import type { Months } from './kinds.ts';
import type { MyDataPage, PrivacyPage, RetentionPage } from './views.ts';

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

/** How long things are kept: usually, and where the person who asks lives. */
export const readPrivacy = (client: Client) => read<PrivacyPage>(client, 'page_privacy', {});

/**
 * How long a residence keeps what, and what would go now.
 *
 * @param months look at what these would do instead; null for those that count
 */
export const readRetention = (client: Client, residence: string, months: Partial<Months> | null) =>
	read<RetentionPage>(client, 'page_retention', { p_residence: residence, p_months: months });

/**
 * Keeps things of these kinds for so many months from now on.
 *
 * @throws {Refusal} not_found, not_allowed, value_invalid
 */
export async function saveRetention(
	client: Client,
	residence: string,
	months: Partial<Months>
): Promise<void> {
	await call(client, 'save_retention', { p_residence: residence, p_months: months });
}

/**
 * What would go was looked at: the first run need not wait.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export async function startRetention(client: Client, residence: string): Promise<void> {
	await call(client, 'start_retention', { p_residence: residence });
}
