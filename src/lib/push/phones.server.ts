import { call, type Client } from '#lib/server/supabase/rpc.ts';

/** A phone on one's list is told nothing any more; nothing happens when it is not one's own. */
export async function endPhone(client: Client, phone: string): Promise<void> {
	await call(client, 'end_phone', { p_phone: phone });
}
