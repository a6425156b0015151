import { call, read, Refusal, type Client } from '#lib/server/supabase/rpc.ts';
import { running } from '#lib/server/supabase/running.ts';
import type { CreateResidence, SaveResidence } from './schema.ts';
import type { SettingsPage } from './views.ts';

/** Whether no residence exists yet, and whether the one there is a demonstration. */
export async function readSetupStatus(client: Client): Promise<{ empty: boolean; demo: boolean }> {
	return (await call(client, 'setup_status', {})) as { empty: boolean; demo: boolean };
}

/** Whether the demonstration can be opened from a page: not with a hosted project. */
export async function canOpenDemo(): Promise<boolean> {
	const { backend } = await running();
	return backend.openDemo !== null;
}

/** Fills an empty database with the demonstration; false when a residence exists already. */
export async function openDemo(): Promise<boolean> {
	const { backend } = await running();
	return backend.openDemo ? backend.openDemo() : false;
}

/**
 * Creates the first residence and its caretaker.
 *
 * @throws {Refusal} too_many_tries, setup_closed, setup_code_wrong, value_invalid
 */
export async function createResidence(client: Client, residence: CreateResidence): Promise<void> {
	// Counted in a transaction of its own: a refusal must not take the count back.
	const allowed = await call(client, 'take_setup_attempt', {});
	if (!allowed) throw new Refusal(429, 'too_many_tries', {});
	await call(client, 'create_residence', {
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
