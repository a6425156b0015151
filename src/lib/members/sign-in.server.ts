import { redirect, type Cookies } from '@sveltejs/kit';
import { getRequestEvent } from '$app/server';
import { getLocale, type Locale } from '#lib/paraglide/runtime.js';
import { cookieOptions } from '#lib/server/cookies.ts';
import { afterAnswer } from '#lib/server/after-answer.ts';
import { inLanguage } from '#lib/server/in-language.ts';
import { registerDevice } from '#lib/accounts/server.ts';
import { openSession, sendSignInCode, verifySignInCode } from '#lib/server/supabase/clients.ts';
import { call, type Client } from '#lib/server/supabase/rpc.ts';
import { running } from '#lib/server/supabase/running.ts';
import { serviceClient } from '#lib/server/supabase/service-client.ts';
import { hashNetwork } from './network.ts';
import { nextPath } from './next-path.ts';
import type { DemoPerson, MyResidence } from './views.ts';

/** Who asked for a code and where they were going: kept while they look into their mail. */
type Pending = {
	email: string;
	next: string | null;
	askedAt: number;
	/** Somebody is signed in on this device, and another person comes to it. */
	isAdding: boolean;
};

// A cookie and not the address: phones drop the page while its owner reads the mail, and an e-mail
// address in the history would stay there.
const PENDING_COOKIE = 'palier_code_for';
const PENDING_S = 60 * 60;
// As long as supabase/config.toml and the in-process backend let a code live.
const CODE_LIFE_MS = 10 * 60 * 1000;

/**
 * Sends a sign-in code to a member's address. A stranger's address gets the same answer in the same
 * time and no mail: nobody can find out who lives here.
 *
 * @throws {Refusal} too_many_tries
 */
export async function askCode(email: string, next: string | null, isAdding = false): Promise<void> {
	const { cookies } = getRequestEvent();
	const { server, p_network } = await asServer();
	const asked = (await call(server, 'request_code', { p_email: email, p_network })) as {
		known: boolean;
		language: Locale | null;
	};
	if (asked.known) {
		const { supabase } = getRequestEvent().locals;
		inLanguage(asked.language ?? getLocale(), () =>
			afterAnswer('a sign-in code', () => sendSignInCode(supabase, email))
		);
	}
	const pending: Pending = { email, next, askedAt: Date.now(), isAdding };
	cookies.set(PENDING_COOKIE, JSON.stringify(pending), { ...cookieOptions(), maxAge: PENDING_S });
}

/** The server itself, for functions that nobody else may call, and whose tries it counts. */
export async function asServer() {
	const { backend } = await running();
	const { getClientAddress } = getRequestEvent();
	return {
		server: serviceClient(backend),
		p_network: hashNetwork(getClientAddress(), backend.secretKey)
	};
}

/** Who this device asked a code for, or null when that is too long ago. */
export function readPending(cookies: Pick<Cookies, 'get'>): Pending | null {
	const text = cookies.get(PENDING_COOKIE);
	if (!text?.startsWith('{')) return null;
	try {
		const { email, next, askedAt, isAdding } = JSON.parse(text) as Partial<Pending>;
		if (typeof email !== 'string') return null;
		return {
			email,
			next: nextPath(next),
			askedAt: Number(askedAt) || 0,
			isAdding: isAdding === true
		};
	} catch {
		// Changed by somebody: the same as never asked.
		return null;
	}
}

/**
 * Tries the code. On success the device is signed in.
 *
 * @throws {Refusal} too_many_tries
 */
export async function tryCode(
	{ email, askedAt }: Pending,
	code: string
): Promise<'signed-in' | 'code_wrong' | 'code_expired'> {
	const { cookies, locals } = getRequestEvent();
	const { backend } = await running();
	const { server, p_network } = await asServer();
	await call(server, 'try_code', { p_email: email, p_network });
	if (!(await verifySignInCode(locals.supabase, backend.mode, email, code))) {
		// The backend does not tell wrong from late; the device knows when it asked.
		return Date.now() - askedAt > CODE_LIFE_MS ? 'code_expired' : 'code_wrong';
	}
	await registerDevice(locals.supabase, 'code');
	await call(server, 'code_worked', { p_email: email, p_network });
	cookies.delete(PENDING_COOKIE, cookieOptions());
	return 'signed-in';
}

/** People of the demonstration that one may become in one tap; none in a real residence. */
export async function listDemoPeople(client: Client): Promise<DemoPerson[]> {
	const { backend } = await running();
	if (backend.mode === 'supabase') return [];
	return (await call(client, 'demo_people', {})) as DemoPerson[];
}

/** Becomes a person of the demonstration; false when there is no such person in one. */
export async function becomeDemoPerson(email: string): Promise<boolean> {
	const { locals } = getRequestEvent();
	const people = await listDemoPeople(locals.supabase);
	if (!people.some((person) => person.email === email)) return false;
	const { backend } = await running();
	await openSession(locals.supabase, backend, email);
	await registerDevice(locals.supabase, 'demo');
	return true;
}

/** Ties the person who has just signed in to their residences, and answers those. */
export async function claimMemberships(client: Client): Promise<MyResidence[]> {
	return (await call(client, 'claim_memberships', {})) as MyResidence[];
}

/** After signing in: to where the person was going, else to their residence. */
export async function enter(client: Client, next: string | null): Promise<never> {
	const residences = await claimMemberships(client);
	const [only, another] = residences;
	if (!only) redirect(303, '/');
	redirect(303, next ?? (another ? '/' : `/r/${only.id}`));
}

/** Residences of the signed-in person. */
export async function listMyResidences(client: Client): Promise<MyResidence[]> {
	return (await call(client, 'my_residences', {})) as MyResidence[];
}

/** Where the page can tell that mails are kept, when no mail server is set. */
export async function unsentMails(isDemo: boolean): Promise<'page' | 'folder' | null> {
	const { mailer } = await running();
	if (!mailer.outbox) return null;
	return isDemo || import.meta.env.DEV ? 'page' : 'folder';
}
