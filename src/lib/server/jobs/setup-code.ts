import type { Backend } from '#lib/server/supabase/backend.ts';
import { serviceClient } from '#lib/server/supabase/service-client.ts';

/** The code that lets somebody create the first residence; null once there is one. */
export async function ensureSetupCode(backend: Backend): Promise<string | null> {
	const { data, error } = await serviceClient(backend).rpc('ensure_setup_code');
	if (error) throw error;
	return data as string | null;
}
