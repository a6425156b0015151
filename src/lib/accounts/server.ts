import { getRequestEvent } from '$app/server';
import { keepPreferences, type Preferences } from '#lib/server/preferences.ts';
import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import { deviceName } from './device-name.ts';
import type { DevicesPage, DeviceVia } from './views.ts';

/**
 * Notes that this device is signed in, and lets it follow how the person reads Palier. Right after
 * every sign-in: without it the session is nobody's.
 *
 * @param client the client that has just signed in
 */
export async function registerDevice(client: Client, via: DeviceVia): Promise<void> {
	const { cookies, request } = getRequestEvent();
	const name = deviceName(request.headers.get('user-agent'));
	const chosen = (await call(client, 'register_device', {
		p_name: name,
		p_via: via
	})) as Preferences | null;
	if (chosen) keepPreferences(cookies, chosen);
}

/** One's devices that are signed in, this one first. */
export const readDevices = (client: Client, residence: string) =>
	read<DevicesPage>(client, 'page_devices', { p_residence: residence });

/**
 * Names one of one's devices.
 *
 * @throws {Refusal} not_found, value_invalid
 */
export async function renameDevice(client: Client, device: string, name: string): Promise<void> {
	await call(client, 'rename_device', { p_session: device, p_name: name });
}

/**
 * Signs one of one's devices out, at once.
 *
 * @throws {Refusal} not_found
 */
export async function signOutDevice(client: Client, device: string): Promise<void> {
	await call(client, 'sign_out_device', { p_session: device });
}

/** Signs all one's devices out but this one; answers how many. */
export async function signOutOthers(client: Client): Promise<number> {
	return call(client, 'sign_out_other_devices', {});
}
