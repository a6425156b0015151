import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '#lib/database.types.ts';
import type { Backend } from './backend.ts';

const made = new WeakMap<Backend, SupabaseClient<Database>>();

/**
 * The only client with the secret key: passes over row-level security. For jobs, and for the acts
 * before anybody is signed in (set-up, sign-in codes), whose functions strangers with the
 * publishable key must not call themselves. Never on `locals`; the linter knows who imports this.
 */
export function serviceClient(backend: Backend): SupabaseClient<Database> {
	const seen = made.get(backend);
	if (seen) return seen;
	const client = createClient<Database>(backend.url, backend.secretKey, {
		global: { fetch: backend.fetch },
		auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
	});
	made.set(backend, client);
	return client;
}
