import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import type { LetterBatch } from './letters.server.ts';
import type { AnswerRequest, IssueLetters } from './schema.ts';
import type { JoiningPage } from './views.ts';

/** How people get in: poster, letters, and who waits for a yes. For caretaker and manager. */
export const readJoining = (client: Client, residence: string) =>
	read<JoiningPage>(client, 'page_joining', { p_residence: residence });

/**
 * Makes the code of the poster, or a new one in its place.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export async function renewJoinCode(client: Client, residence: string): Promise<void> {
	await call(client, 'renew_join_code', { p_residence: residence });
}

/**
 * Makes new letters for households. Earlier ones of theirs open nothing any more, and nobody can print
 * these again: only hashes are kept.
 *
 * @throws {Refusal} not_found, not_allowed, value_invalid
 */
export async function issueLetters(
	client: Client,
	residence: string,
	{ households, uses, days }: IssueLetters
): Promise<LetterBatch> {
	return (await call(client, 'issue_letters', {
		p_residence: residence,
		p_households: households,
		p_most_uses: uses,
		p_days: days
	})) as LetterBatch;
}

/**
 * From now on the letter opens nothing; who came in with it stays.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export async function revokeLetter(client: Client, letter: string): Promise<void> {
	await call(client, 'revoke_letter', { p_letter: letter });
}

/**
 * Signs out every device of a household, after a phone was lost; answers how many.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export async function endHouseholdDevices(
	client: Client,
	residence: string,
	household: string
): Promise<number> {
	return call(client, 'end_household_devices', {
		p_residence: residence,
		p_household: household
	});
}

/**
 * Lets somebody in, or not.
 *
 * @throws {Refusal} not_found, not_allowed, already_done, already_member
 */
export async function answerRequest(
	client: Client,
	{ request, answer, household, member }: AnswerRequest
): Promise<void> {
	await call(client, 'answer_join_request', {
		p_request: request,
		p_approve: answer === 'yes',
		// A null means "as they said": the generated types take every argument for a value.
		p_household: household as string,
		p_member: member as string
	});
}
