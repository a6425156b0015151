import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '#lib/database.types.ts';
import type { Backend } from '#lib/server/supabase/backend.ts';

/** Passes over row-level security. For jobs of this folder only: no page and no action imports this. */
export function serviceClient(backend: Backend): SupabaseClient<Database> {
	return createClient<Database>(backend.url, backend.secretKey, {
		global: { fetch: backend.fetch },
		auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
	});
}
