import { deleteAccount } from '#lib/server/supabase/delete-account.ts';
import type { Backend } from '#lib/server/supabase/backend.ts';
import { log } from '#lib/server/log.ts';
import type { Job } from './worker.ts';

const AT_ONCE = 20;

/** Deletes the accounts whose owners asked for it seven days ago. One transaction for each. */
export function deleteAccounts(backend: Pick<Backend, 'mode'>): Job {
	return {
		name: 'delete-accounts',
		async run({ client, stopping }) {
			const { data: due, error } = await client.rpc('due_deletions', { p_limit: AT_ONCE });
			if (error) throw error;
			let failure: unknown = null;
			for (const { user_id, is_erased } of due) {
				if (stopping()) return;
				try {
					await deleteAccount(client, backend.mode, user_id, is_erased);
				} catch (problem) {
					// One that cannot be deleted must not keep the others; the next round tries again.
					log.warn({ err: problem }, 'an account was not deleted');
					failure = problem;
				}
			}
			if (failure) throw failure;
		}
	};
}
