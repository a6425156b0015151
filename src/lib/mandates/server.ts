import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import type { GiveMandate, RecordMandate } from './schema.ts';
import type { HelpersPage } from './views.ts';

/** Who may act for whom: one's own mandates, or (for caretaker and manager) those of a person. */
export const readHelpers = (client: Client, residence: string, person: string | null = null) =>
	read<HelpersPage>(client, 'page_helpers', { p_residence: residence, p_person: person });

/**
 * Lets somebody act for oneself. Answers false when nobody of that name is behind the door, or the
 * address belongs to somebody with another name.
 *
 * @throws {Refusal} not_found, not_allowed, value_invalid, too_many_tries, mandate_self,
 * helper_same_door, too_many_helpers, too_many_helped
 */
export async function giveMandate(
	client: Client,
	residence: string,
	mandate: GiveMandate
): Promise<boolean> {
	const given = await call(client, 'give_mandate', { p_residence: residence, ...asked(mandate) });
	return given !== null;
}

/**
 * Writes down that a person said yes. Answers and refuses as `giveMandate`.
 *
 * @throws {Refusal} what giveMandate throws
 */
export async function recordMandate(
	client: Client,
	residence: string,
	person: string,
	mandate: RecordMandate
): Promise<boolean> {
	const recorded = await call(client, 'record_mandate', {
		p_residence: residence,
		p_person: person,
		...asked(mandate),
		p_asked_by: mandate.askedBy,
		p_read_out: mandate.sentence
	});
	return recorded !== null;
}

/**
 * Ends a mandate at once, as the person, the helper, caretaker or manager. Twice is once.
 *
 * @throws {Refusal} not_found
 */
export async function endMandate(client: Client, mandate: string): Promise<void> {
	await call(client, 'end_mandate', { p_mandate: mandate });
}

/** The code of a helper from elsewhere without e-mail, and the token of its QR code. */
export type HelperCode = { token: string; code: string; expiresAt: string; helper: string };

/**
 * Makes the code with which a helper from elsewhere comes in; this answer is the only place where it
 * stands. An earlier one of the same mandate opens nothing any more.
 *
 * @throws {Refusal} not_found, mandate_ended, too_many_tries
 */
export async function issueHelperCode(client: Client, mandate: string): Promise<HelperCode> {
	return (await call(client, 'issue_helper_code', { p_mandate: mandate })) as HelperCode;
}

// A null means "none": the generated types take every argument of a function for a value.
const asked = ({ name, household, email, scopes, months }: GiveMandate) => ({
	p_name: name,
	p_household: household as string,
	p_email: email as string,
	p_scopes: scopes as string[],
	p_months: months
});
