import { createHmac, randomInt } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { getRequestEvent } from '$app/server';
import { asServer } from '#lib/members/sign-in.server.ts';
import { afterAnswer } from '#lib/server/after-answer.ts';
import { call } from '#lib/server/supabase/rpc.ts';
import { running } from '#lib/server/supabase/running.ts';
import { proofMail } from './mail.server.ts';
import { hashPassword, isPassword } from './password-hash.server.ts';

/** The session of who asks: acts of the server name it, and the database looks whose it is. */
function requireSession(): { session: string; user: string } {
	const { session, user } = getRequestEvent().locals;
	if (!session || !user) redirect(303, '/sign-in');
	return { session: session.id, user: user.id };
}

/** What is kept of a code: six figures alone would be found again in a moment. */
async function hashCode(code: string): Promise<string> {
	const { user } = requireSession();
	const { backend } = await running();
	return createHmac('sha256', backend.secretKey).update(`proof ${user} ${code}`).digest('hex');
}

/**
 * Sends a code to an address that is to become one's own. An address of another account gets the same
 * answer and the same mail: nobody learns whose it is.
 *
 * @param email null for the address one has, to show once more that the account is one's own
 * @throws {Refusal} too_many_tries, proof_needed, value_invalid
 */
export async function sendProofCode(email: string | null): Promise<void> {
	const { session } = requireSession();
	const { server, p_network } = await asServer();
	const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
	const address = await call(server, 'begin_email_proof', {
		p_session: session,
		p_email: email as string,
		p_code_hash: await hashCode(code),
		p_network
	});
	const { mailer } = await running();
	afterAnswer('a code for an address', () => mailer.send(proofMail(address, code)));
}

/**
 * Tries the code: with it, the address is the one of this account from now on.
 *
 * @throws {Refusal} too_many_tries
 */
export async function tryProofCode(
	code: string
): Promise<'proven' | 'code_wrong' | 'code_expired' | 'email_taken'> {
	const { session } = requireSession();
	const { server, p_network } = await asServer();
	const answer = await call(server, 'confirm_email_proof', {
		p_session: session,
		p_code_hash: await hashCode(code),
		p_network
	});
	return answer as Awaited<ReturnType<typeof tryProofCode>>;
}

/**
 * Shows with the password that the account is one's own.
 *
 * @throws {Refusal} too_many_tries
 */
export async function provePassword(email: string, password: string): Promise<boolean> {
	const { session } = requireSession();
	if (!(await checkPassword(email, password))) return false;
	const { server } = await asServer();
	await call(server, 'prove_session', { p_session: session });
	return true;
}

/**
 * Compares a password, counting the try; null when it is wrong, or nobody's, in the same time.
 *
 * @returns the address of the account
 * @throws {Refusal} too_many_tries
 */
export async function checkPassword(email: string, password: string): Promise<string | null> {
	const { server, p_network } = await asServer();
	const found = (await call(server, 'find_password', { p_email: email, p_network })) as {
		address: string;
		hash: string;
	} | null;
	if (!(await isPassword(password, found?.hash ?? null)) || !found) return null;
	await call(server, 'password_worked', { p_email: email, p_network });
	return found.address;
}

/**
 * Keeps a new password, or takes it away (null), and signs out one's other devices when asked.
 *
 * @returns how many were signed out
 * @throws {Refusal} proof_needed, email_needed
 */
export async function savePassword(password: string | null, endOthers: boolean): Promise<number> {
	const { session } = requireSession();
	const { server } = await asServer();
	return call(server, 'save_password', {
		p_session: session,
		p_hash: (password === null ? null : await hashPassword(password)) as string,
		p_end_others: endOthers
	});
}
