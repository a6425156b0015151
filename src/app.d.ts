import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '#lib/database.types.ts';

declare global {
	namespace App {
		interface Error {
			message: string;
			/** What a person can read out to us; the log has the whole error under it. */
			id?: string;
		}

		interface Locals {
			requestId: string;
			/** Questions asked of the backend for this request; a page asks one. */
			backendCalls: number;
			/** Acts as the person of this request (or as nobody), under row-level security. */
			readonly supabase: SupabaseClient<Database>;
			/** Asks for data as the signed-in person, without reading cookies again. */
			asUser?: SupabaseClient<Database>;
			/** Who is asking, from a checked token. */
			user: { id: string; email: string } | null;
			/** The session of that person on this device; null when nobody is signed in. */
			session: { id: string; refreshToken: string } | null;
			/** The answer carries a session: nobody on the way may keep it. */
			uncacheable: boolean;
			/** Somebody left this device or came to it: pages that the browser has kept are not theirs. */
			forgetPages: boolean;
			/** True when the browser still carries a session that has ended. */
			sessionExpired: boolean;
		}
	}
}

export {};
