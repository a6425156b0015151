import type { Role } from '#lib/residences/views.ts';
import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import type { PersonPage } from './role-views.ts';
import type { NameSubstitute } from './schema.ts';

/** A person with their role, who could stand in for them, and what happens when they leave. */
export const readPerson = (client: Client, residence: string, member: string) =>
	read<PersonPage>(client, 'page_person', { p_residence: residence, p_member: member });

/**
 * Gives somebody another role; written down, and shown to them. When the last caretaker hands
 * theirs back, the successor becomes caretaker in the same act.
 *
 * @throws {Refusal} not_found, not_allowed, substitute_limits, role_needs_account, last_caretaker,
 * successor_invalid
 */
export async function changeRole(
	client: Client,
	residence: string,
	member: string,
	role: Role,
	successor: string | null
): Promise<void> {
	await call(client, 'change_role', {
		p_residence: residence,
		p_member: member,
		p_role: role,
		p_successor: successor ?? undefined
	});
}

/** The person has read what changed in their role. */
export async function seeRoles(client: Client, residence: string): Promise<void> {
	await call(client, 'see_roles', { p_residence: residence });
}

/**
 * Somebody stands in for a caretaker from the first day to the last, as the residence's clock has
 * them.
 *
 * @throws {Refusal} not_found, not_allowed, substitute_limits, absence_past, absence_order,
 * absence_too_long, absence_overlaps, substitute_has_keys, role_needs_account
 */
export async function nameSubstitute(
	client: Client,
	residence: string,
	absent: string,
	{ substitute, starts, ends }: NameSubstitute
): Promise<void> {
	await call(client, 'name_substitute', {
		p_residence: residence,
		p_absent: absent,
		p_substitute: substitute,
		p_starts: starts,
		p_ends: ends
	});
}

/**
 * Ends standing in at once, or before it begins: for caretaker and manager, and for the substitute.
 *
 * @throws {Refusal} not_found, not_allowed, substitute_limits
 */
export async function revokeSubstitute(client: Client, substitution: string): Promise<void> {
	await call(client, 'revoke_substitute', { p_substitution: substitution });
}
