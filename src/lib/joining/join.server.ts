import { getRequestEvent } from '$app/server';
import { registerDevice } from '#lib/accounts/server.ts';
import { asServer } from '#lib/members/sign-in.server.ts';
import { cookieOptions } from '#lib/server/cookies.ts';
import { makeAddress, openSession } from '#lib/server/supabase/clients.ts';
import { call, type Client } from '#lib/server/supabase/rpc.ts';
import { running } from '#lib/server/supabase/running.ts';
import type { AskToJoin, UseLetter } from './schema.ts';
import type { Opened, OwnRequest } from './views.ts';

// A letter's token leaves the address at once: addresses stay in histories and are shown to others.
const LETTER_COOKIE = 'palier_letter';
const LETTER_S = 30 * 60;

/**
 * What a poster's code, a letter's code or a letter's token opens; null when nothing. Looking uses
 * nothing up.
 *
 * @throws {Refusal} too_many_tries
 */
export async function lookAtCode(secret: string): Promise<Opened | null> {
	const { server, p_network } = await asServer();
	return (await call(server, 'look_at_code', { p_secret: secret, p_network })) as Opened | null;
}

/** Keeps a letter's token or code for the next page. */
export function keepLetter(secret: string): void {
	getRequestEvent().cookies.set(LETTER_COOKIE, secret, { ...cookieOptions(), maxAge: LETTER_S });
}

/** The letter that this device holds in its hand, or null. */
export function readLetter(): string | null {
	return getRequestEvent().cookies.get(LETTER_COOKIE) ?? null;
}

/**
 * Comes in with a letter: uses it up once, signs this device in as that person and answers the
 * residence; null when the letter opens nothing any more. The same key twice uses it up once.
 *
 * @throws {Refusal} too_many_tries, not_found, value_invalid, letter_used_up, letter_not_for_staff
 */
export async function comeInWithLetter(
	secret: string,
	{ person, name, key }: UseLetter
): Promise<string | null> {
	const { cookies, locals } = getRequestEvent();
	const { server, p_network } = await asServer();
	const used = (await call(server, 'use_letter', {
		p_secret: secret,
		// A null means "somebody new": the generated types take every argument for a value.
		p_member: (person === 'new' ? null : person) as string,
		p_name: name,
		p_key: key,
		p_network
	})) as { use: string; address: string } | null;
	if (!used) return null;
	const { backend } = await running();
	await openSession(locals.supabase, backend, used.address);
	await registerDevice(locals.supabase, 'letter');
	const residence = await call(locals.supabase, 'finish_letter', { p_use: used.use });
	cookies.delete(LETTER_COOKIE, cookieOptions());
	return residence;
}

/**
 * Asks the caretaker to be let in, with the poster's code. Who is not signed in gets an account without
 * e-mail, so that this device enters by itself after the yes.
 *
 * @throws {Refusal} join_code_wrong, value_invalid, already_member
 */
export async function askToJoin(code: string, person: AskToJoin): Promise<void> {
	const { locals } = getRequestEvent();
	if (!locals.user) {
		const { backend } = await running();
		await openSession(locals.supabase, backend, makeAddress());
		await registerDevice(locals.supabase, 'poster');
	}
	await call(locals.supabase, 'ask_to_join', {
		p_code: code,
		p_household: person.household,
		p_name: person.name,
		p_email: person.email as string,
		p_phone: person.phone
	});
}

/** One's own last requests, newest first. */
export async function listOwnRequests(client: Client): Promise<OwnRequest[]> {
	const page = (await call(client, 'page_waiting', {})) as { requests: OwnRequest[] };
	return page.requests;
}

/**
 * Takes one's own request back.
 *
 * @throws {Refusal} not_found
 */
export async function withdrawRequest(client: Client, request: string): Promise<void> {
	await call(client, 'withdraw_join_request', { p_request: request });
}
