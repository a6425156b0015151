import { makeVapidKeys, type VapidKeys } from '#lib/server/push/vapid.ts';
import { log } from '#lib/server/log.ts';
import type { Backend } from '#lib/server/supabase/backend.ts';
import { serviceClient } from '#lib/server/supabase/service-client.ts';

/** The keys of this installation for push services: made at its first start, never again. */
export async function ensurePushKeys(backend: Backend): Promise<VapidKeys> {
	const { publicKey, privateKey } = makeVapidKeys();
	const { data, error } = await serviceClient(backend).rpc('ensure_push_keys', {
		p_public: publicKey,
		p_private: privateKey
	});
	if (error) throw error;
	const keys = data as VapidKeys & { isNew: boolean };
	if (keys.isNew) log.info('keys for push services were made');
	return keys;
}
