import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import type { SaveProfile } from './schema.ts';
import type { AccessPage, Contacts, PhoneLine, ProfilePage, ReachPage } from './views.ts';

/**
 * Phone and e-mail of one person, for caretaker and manager. The person can read that they were
 * looked at.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export async function showContacts(
	client: Client,
	residence: string,
	member: string
): Promise<Contacts> {
	return (await call(client, 'show_contacts', {
		p_residence: residence,
		p_member: member
	})) as Contacts;
}

/**
 * The same for somebody who asks to be let in.
 *
 * @throws {Refusal} not_found, not_allowed, already_done
 */
export async function showRequestContacts(client: Client, request: string): Promise<Contacts> {
	return (await call(client, 'show_request_contacts', { p_request: request })) as Contacts;
}

/**
 * Everybody who has a phone, door by door, to print. All of them can read that it was made.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export async function showPhoneList(client: Client, residence: string): Promise<PhoneLine[]> {
	return (await call(client, 'show_phone_list', { p_residence: residence })) as PhoneLine[];
}

/**
 * Who looked at one's own contacts or, for staff, at those of a member.
 *
 * @param before id of the entry after which this page goes on; null for the newest
 */
export const readAccess = (
	client: Client,
	residence: string,
	member: string | null,
	before: number | null
) =>
	read<AccessPage>(client, 'page_access', {
		p_residence: residence,
		p_member: member,
		p_before: before
	});

/** What one lets neighbours see, and how one reads Palier. */
export const readProfile = (client: Client, residence: string) =>
	read<ProfilePage>(client, 'page_profile', { p_residence: residence });

/**
 * Keeps what one lets the neighbours of a residence see, and how one reads Palier everywhere.
 *
 * @throws {Refusal} not_found, value_invalid
 */
export async function saveProfile(
	client: Client,
	residence: string,
	profile: SaveProfile
): Promise<void> {
	await call(client, 'save_profile', {
		p_residence: residence,
		p_display_name: profile.displayName,
		p_shows_staircase: profile.showsStaircase,
		p_phone_to: profile.phoneTo,
		p_language: profile.language,
		p_text_size: profile.text,
		p_theme: profile.theme,
		p_reads_aloud: profile.aloud
	});
}

/** Whom one may call: relays and neighbours who chose it, without their phones. */
export const readReach = (client: Client, residence: string) =>
	read<ReachPage>(client, 'page_reach', { p_residence: residence });

/**
 * The phone of a neighbour who lets the residence see it. They can read that one looked.
 *
 * @throws {Refusal} not_found
 */
export async function showPhone(
	client: Client,
	residence: string,
	member: string
): Promise<string> {
	return call(client, 'show_phone', { p_residence: residence, p_member: member });
}
