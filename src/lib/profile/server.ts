import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import type { AccessPage, Contacts, PhoneLine } from './views.ts';

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
