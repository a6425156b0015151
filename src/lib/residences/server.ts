import { getRequestEvent } from '$app/server';
import { hashNetwork } from '#lib/members/network.ts';
import { call, read, Refusal, type Client } from '#lib/server/supabase/rpc.ts';
import { running } from '#lib/server/supabase/running.ts';
import { serviceClient } from '#lib/server/supabase/service-client.ts';
import { isThisMachine } from '#lib/server/this-machine.ts';
import type { CreateResidence, SaveResidence } from './schema.ts';
import type { SettingsPage } from './views.ts';

/** Whether no residence exists yet, and whether the one there is a demonstration. */
export async function readSetupStatus(client: Client): Promise<{ empty: boolean; demo: boolean }> {
	return (await call(client, 'setup_status', {})) as { empty: boolean; demo: boolean };
}

/**
 * How the demonstration opens from a page: in one tap for somebody at this machine, with the set-up
 * code for everybody else, not at all with a hosted project.
 */
export async function howDemoOpens(): Promise<'tap' | 'code' | null> {
	const { backend, config } = await running();
	if (!backend.openDemo) return null;
	const { getClientAddress, request, url } = getRequestEvent();
	const asked = { address: getClientAddress(), host: url.hostname, headers: request.headers };
	return isThisMachine(asked, config.origin) ? 'tap' : 'code';
}

/**
 * Fills an empty database with the demonstration.
 *
 * @throws {Refusal} setup_closed, setup_code_wrong, too_many_tries
 */
export async function openDemo(setupCode: string): Promise<void> {
	const { backend } = await running();
	const way = await howDemoOpens();
	if (way === 'code') await checkSetupCode(setupCode);
	if (way === null || !(await backend.openDemo?.())) throw new Refusal(409, 'setup_closed', {});
}

/** Counted in a transaction of its own: the refusal must not take the count back. */
async function checkSetupCode(code: string): Promise<void> {
	const { backend } = await running();
	const p_network = hashNetwork(getRequestEvent().getClientAddress(), backend.secretKey);
	const server = serviceClient(backend);
	const right = await call(server, 'try_setup_code', { p_code: code, p_network });
	if (right) return;
	// Without a residence there is always a code; with one there is none, and none is right.
	const { empty } = await readSetupStatus(server);
	throw empty ? new Refusal(403, 'setup_code_wrong', {}) : new Refusal(409, 'setup_closed', {});
}

/**
 * Creates the first residence and its caretaker.
 *
 * @throws {Refusal} too_many_tries, setup_closed, setup_code_wrong, value_invalid
 */
export async function createResidence(residence: CreateResidence): Promise<void> {
	await checkSetupCode(residence.setupCode);
	const { backend } = await running();
	await call(serviceClient(backend), 'create_residence', {
		p_code: residence.setupCode,
		p_organisation: residence.organisation,
		p_name: residence.name,
		p_address: residence.address,
		p_time_zone: residence.timeZone,
		p_caretaker_name: residence.caretakerName,
		p_caretaker_email: residence.caretakerEmail
	});
}

/** What a residence says of itself, for those who run it. */
export const readSettings = (client: Client, residence: string) =>
	read<SettingsPage>(client, 'page_settings', { p_residence: residence });

/**
 * Changes what a residence says of itself.
 *
 * @throws {Refusal} not_found, not_allowed, value_invalid
 */
export async function saveResidence(
	client: Client,
	residence: string,
	settings: SaveResidence
): Promise<void> {
	await call(client, 'save_residence', {
		p_residence: residence,
		p_name: settings.name,
		p_address: settings.address,
		p_lodge_phone: settings.lodgePhone,
		p_pickup_place: settings.pickupPlace
	});
}
