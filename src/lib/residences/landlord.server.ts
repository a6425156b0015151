import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import type { LandlordPage } from './landlord-views.ts';
import type { OpenResidence } from './schema.ts';

/** The residences that a manager looks after, with live figures; `page` counts from 1. */
export const readLandlord = (client: Client, residence: string, page: number) =>
	read<LandlordPage>(client, 'page_landlord', { p_residence: residence, p_page: page });

/**
 * Opens another residence of the landlord, with its first caretaker; answers its id.
 *
 * @throws {Refusal} not_found, not_allowed, value_invalid, manager_is_caretaker, residence_exists
 */
export async function openResidence(
	client: Client,
	from: string,
	residence: OpenResidence
): Promise<string> {
	return call(client, 'open_residence', {
		p_residence: from,
		p_name: residence.name,
		p_address: residence.address,
		p_time_zone: residence.timeZone,
		p_caretaker_name: residence.caretakerName,
		p_caretaker_email: residence.caretakerEmail
	});
}
