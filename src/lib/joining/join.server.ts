import { createHash, createHmac, randomUUID } from 'node:crypto';
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

// Of a device that fills in the poster's form: tapped twice, it gets one account and asks once.
const ASKING_COOKIE = 'palier_join';
const ASKING_S = 60 * 60;

/**
 * What a poster's code, a letter's code or a letter's token opens; null when nothing. Looking uses
 * nothing up.
 *
 * @throws {Refusal} too_many_tries
 */
export async function lookAtCode(secret: string): Promise<Opened | null> {
	const { server, p_network } = await asServer();
	// An address may hold a zero, and no text of the database does.
	const p_secret = secret.replaceAll('\0', '');
	return (await call(server, 'look_at_code', { p_secret, p_network })) as Opened | null;
}

/** A letter in the hand of somebody at this device. */
type HeldLetter = {
	secret: string;
	/** Made up when the letter was shown to this device. */
	visit: string;
};

/** Keeps a letter's token or code for the next page. */
export function keepLetter(secret: string): void {
	const held = readLetter();
	const visit = held?.secret === secret ? held.visit : randomUUID();
	const options = { ...cookieOptions(), maxAge: LETTER_S };
	getRequestEvent().cookies.set(LETTER_COOKIE, `${visit}.${secret}`, options);
}

/** The letter that this device holds in its hand, or null. */
export function readLetter(): HeldLetter | null {
	const value = getRequestEvent().cookies.get(LETTER_COOKIE) ?? '';
	// A cookie is what somebody sends: the database takes no zero, and no code is long.
	const [, visit, secret] = /^([\w-]{36})\.([^\0]{1,200})$/.exec(value) ?? [];
	return visit && secret ? { visit, secret } : null;
}

/**
 * Comes in with a letter: uses it up once, signs this device in as that person and answers the
 * residence; null when the letter opens nothing any more. The same choice again, after a double tap
 * or a failure, is the same use and makes nobody twice.
 *
 * @throws {Refusal} too_many_tries, not_found, value_invalid, letter_used_up, letter_needs_email
 */
export async function comeInWithLetter(
	{ secret, visit }: HeldLetter,
	{ person, name }: UseLetter
): Promise<string | null> {
	const { cookies, locals } = getRequestEvent();
	const { server, p_network } = await asServer();
	const choice = createHash('sha256').update(`${visit} ${person} ${name}`).digest('hex');
	const used = (await call(server, 'use_letter', {
		p_secret: secret,
		// A null means "somebody new": the generated types take every argument for a value.
		p_member: (person === 'new' ? null : person) as string,
		p_name: name,
		p_key: choice.slice(0, 32),
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

/** The poster's form is shown: remembers this device until it is sent. */
export function beginAsking(): void {
	const { cookies } = getRequestEvent();
	if (startedAsking()) return;
	const value = `${Date.now()}.${randomUUID()}`;
	cookies.set(ASKING_COOKIE, value, { ...cookieOptions(), maxAge: ASKING_S });
}

/** What `beginAsking` remembered, or null when that is too long ago: an old one opens nothing. */
function startedAsking(): string | null {
	const value = getRequestEvent().cookies.get(ASKING_COOKIE);
	const age = Date.now() - Number(value?.split('.')[0]);
	return value && age >= 0 && age < ASKING_S * 1_000 ? value : null;
}

/** The account of this device: the same for the same cookie, which alone tells nobody its address. */
function addressOfAsking(secretKey: string): string {
	const started = startedAsking();
	if (!started) return makeAddress();
	return makeAddress(createHmac('sha256', secretKey).update(`join ${started}`).digest('hex'));
}

/**
 * Asks the caretaker to be let in, with the poster's code. Who is not signed in, or is somebody else
 * of the same phone, gets an account without e-mail, so that this device enters by itself after the yes.
 *
 * @throws {Refusal} join_code_wrong, too_many_tries, value_invalid, already_member
 */
export async function askToJoin(code: string, household: string, person: AskToJoin): Promise<void> {
	const { cookies, locals } = getRequestEvent();
	if (!locals.user || person.other) {
		const { server, p_network } = await asServer();
		await call(server, 'may_ask_to_join', { p_code: code, p_network });
		const { backend } = await running();
		await openSession(locals.supabase, backend, addressOfAsking(backend.secretKey));
		await registerDevice(locals.supabase, 'poster');
	}
	await call(locals.supabase, 'ask_to_join', {
		p_code: code,
		p_household: household,
		p_name: person.name,
		p_email: person.email as string,
		p_phone: person.phone
	});
	cookies.delete(ASKING_COOKIE, cookieOptions());
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
