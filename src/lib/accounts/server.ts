import { isRedirect } from '@sveltejs/kit';
import { getRequestEvent } from '$app/server';
import { keepPreferences, type Preferences } from '#lib/server/preferences.ts';
import { readParked, writeParked } from '#lib/server/supabase/parked.ts';
import { call, read, Refusal, type Client } from '#lib/server/supabase/rpc.ts';
import { deviceName } from './device-name.ts';
import type { CredentialsPage, DevicesPage, DeviceVia } from './views.ts';

/**
 * Notes that this device is signed in, and lets it follow how the person reads Palier. Right after
 * every sign-in: without it the session is nobody's. Who used the device before stays on it and waits;
 * an earlier session of the same person here ends.
 *
 * @param client the client that has just signed in
 */
export async function registerDevice(client: Client, via: DeviceVia): Promise<void> {
	const { cookies, locals, request } = getRequestEvent();
	const name = deviceName(request.headers.get('user-agent'));
	const chosen = (await call(client, 'register_device', {
		p_name: name,
		p_via: via
	})) as Preferences | null;
	if (chosen) keepPreferences(cookies, chosen);
	const arrived = await readSession(client);
	const here = readParked(cookies);
	if (locals.user && locals.session) {
		const { id: session, refreshToken } = locals.session;
		here.push({ session, user: locals.user.id, refreshToken });
	}
	for (const { session, user } of here) {
		if (user === arrived.user && session !== arrived.session) await endOwn(client, session);
	}
	writeParked(
		cookies,
		here.filter(({ user }) => user !== arrived.user)
	);
	locals.forgetPages = locals.user !== null && locals.user.id !== arrived.user;
}

/** Whose session a client has just opened, from the token that the backend gave it. */
async function readSession(client: Client): Promise<{ session: string; user: string }> {
	const { data } = await client.auth.getSession();
	const [, claims = ''] = data.session?.access_token.split('.') ?? [];
	const { sub, session_id } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
	return { session: String(session_id), user: String(sub) };
}

/** Ends a session of one's own; nothing happens when it is over already. */
export async function endOwn(client: Client, session: string): Promise<void> {
	try {
		await signOutDevice(client, session);
	} catch (problem) {
		// Leading to sign-in is how a device is told that it was signed out.
		if (isRedirect(problem)) return;
		if (!(problem instanceof Refusal && problem.key === 'not_found')) throw problem;
	}
}

/** How one signs in: e-mail, password. */
export const readCredentials = (client: Client, residence: string) =>
	read<CredentialsPage>(client, 'page_credentials', { p_residence: residence });

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
