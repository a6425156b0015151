import { error, redirect } from '@sveltejs/kit';
import { getRequestEvent } from '$app/server';
import { m } from '#lib/paraglide/messages.js';
import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import type { DoorsToAdd } from './doors.ts';
import type { SaveDoor, SavePerson } from './schema.ts';
import type { PeoplePage } from './views.ts';

/** Parts of an address that are ids of rows. */
const IDS = ['residence', 'round', 'household', 'member'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * First line of every signed-in `load`: the client that acts as the person who asks. Whether they
 * are a member of the residence is for the page's one SQL function to say (404 otherwise).
 *
 * @throws {HttpError} 404 for a malformed id in the address, before the database is asked
 * @throws {Redirect} to sign-in, coming back afterwards, when nobody is signed in
 */
export function requireMember(): Client {
	const { locals, params, url } = getRequestEvent();
	for (const [name, value] of Object.entries<string | undefined>(params)) {
		if (IDS.includes(name) && !UUID.test(value ?? '')) error(404, m.error_not_found());
	}
	if (locals.asUser) return locals.asUser;
	const next = encodeURIComponent(url.pathname + url.search);
	redirect(303, `/sign-in?next=${next}${locals.sessionExpired ? '&expired' : ''}`);
}

/** Everybody of a residence by door, for relay, caretaker and manager. */
export const readPeople = (client: Client, residence: string) =>
	read<PeoplePage>(client, 'page_people', { p_residence: residence });

/**
 * Adds a person (member null) or changes one. Who leaves a door empty takes its order along, as far
 * as it can still be cancelled.
 *
 * @throws {Refusal} not_found, not_allowed, last_caretaker, value_invalid
 */
export async function savePerson(
	client: Client,
	residence: string,
	member: string | null,
	person: SavePerson
): Promise<void> {
	// A null means "none", for contacts "as they are": the generated types take every argument of a
	// function for a value.
	await call(client, 'save_member', {
		p_residence: residence,
		p_member: member as string,
		p_household: person.household as string,
		p_name: person.name,
		p_role: person.role,
		p_email: (person.email === undefined ? null : (person.email ?? '')) as string,
		p_phone: (person.phone === undefined ? null : (person.phone ?? '')) as string
	});
}

/**
 * Somebody has left: access ends, e-mail and phone are erased. The last behind a door takes its order
 * along, as far as it can still be cancelled.
 *
 * @throws {Refusal} not_found, not_allowed, last_caretaker
 */
export async function endMember(client: Client, residence: string, member: string): Promise<void> {
	await call(client, 'end_member', { p_residence: residence, p_member: member });
}

/**
 * Adds doors to a staircase and answers how many are new; those that exist stay as they are.
 *
 * @throws {Refusal} not_found, not_allowed, value_invalid
 */
export async function addDoors(
	client: Client,
	residence: string,
	{ building, staircase, doors }: DoorsToAdd
): Promise<number> {
	return call(client, 'add_households', {
		p_residence: residence,
		p_building: building,
		p_staircase: staircase,
		p_doors: doors
	});
}

/**
 * Corrects where a door is and how it is called.
 *
 * @throws {Refusal} not_found, not_allowed, value_invalid, door_taken
 */
export async function saveDoor(
	client: Client,
	residence: string,
	household: string,
	{ building, staircase, floor, door }: SaveDoor
): Promise<void> {
	await call(client, 'rename_household', {
		p_residence: residence,
		p_household: household,
		p_building: building,
		p_staircase: staircase,
		p_floor: floor,
		p_door: door
	});
}

/**
 * Takes away a door that was written down by mistake.
 *
 * @throws {Refusal} not_found, not_allowed, door_in_use
 */
export async function deleteDoor(
	client: Client,
	residence: string,
	household: string
): Promise<void> {
	await call(client, 'delete_household', { p_residence: residence, p_household: household });
}
