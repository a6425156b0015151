import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '#lib/database.types.ts';
import type { Backend } from './backend.ts';

/**
 * Deletes a person whose day has come: everything of ours in one transaction, then the account. In this
 * process the account is a row like others; hosted Supabase deletes it through its admin API, and a
 * process that ends in between leaves that to the next round.
 *
 * @param client acts as the server itself
 * @param isErased everything of ours is erased already
 * @returns whether the account is gone; false when it was taken back, or is needed a while longer
 */
export async function deleteAccount(
	client: SupabaseClient<Database>,
	mode: Backend['mode'],
	user: string,
	isErased: boolean
): Promise<boolean> {
	const isHosted = mode === 'supabase';
	if (!isErased) {
		const { data, error } = await client.rpc('erase_account', {
			p_user: user,
			p_with_account: !isHosted
		});
		if (error) throw error;
		if (data !== 'erased') return false;
	}
	if (!isHosted) return true;
	const { error } = await client.auth.admin.deleteUser(user);
	// Another process was faster.
	if (error && error.code !== 'user_not_found') throw error;
	return true;
}
