import { getRequestEvent } from '$app/server';
import { openSession } from '#lib/server/supabase/clients.ts';
import { running } from '#lib/server/supabase/running.ts';
import { checkPassword } from './proof.server.ts';
import { registerDevice } from './server.ts';

/**
 * Signs this device in with a password; false when it is wrong or nobody's, which takes as long.
 *
 * @throws {Refusal} too_many_tries
 */
export async function signInWithPassword(email: string, password: string): Promise<boolean> {
	const { locals } = getRequestEvent();
	const address = await checkPassword(email, password);
	if (!address) return false;
	const { backend } = await running();
	await openSession(locals.supabase, backend, address);
	await registerDevice(locals.supabase, 'password');
	return true;
}
