import { randomUUID } from 'node:crypto';
import { getRequestEvent } from '$app/server';
import { createServerClient } from '@supabase/ssr';
import type { RequestEvent } from '@sveltejs/kit';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '#lib/database.types.ts';
import { cookieOptions } from '#lib/server/cookies.ts';
import { oneAtATime } from '#lib/server/one-at-a-time.ts';
import type { Backend } from './backend.ts';
import type { CallFunction } from './direct-rpc.ts';
import { codeWithoutMail } from './capture.ts';
import { RESIDENCE_HEADER } from './residence-header.ts';
import { serviceClient } from './service-client.ts';

/** Name of the session cookie; long sessions are split into name.0, name.1 … */
export const SESSION_COOKIE = 'palier_session';

type ClientOptions = {
	/** Told when the session turns out to be over. Its cookies stay: see hooks/session.ts. */
	onSessionOver?: () => void;
	/** Acts as nobody, whatever the cookies hold. Signing in through this client still works. */
	anonymous?: boolean;
};

/**
 * The Supabase client of one request: acts as the person whose session the cookies hold. The
 * browser never has a client, so cookies are HttpOnly.
 */
export function requestClient(
	event: Pick<RequestEvent, 'cookies' | 'url' | 'locals'>,
	backend: Backend,
	{ onSessionOver, anonymous = false }: ClientOptions = {}
): SupabaseClient<Database> {
	return createServerClient<Database>(backend.url, backend.publishableKey, {
		global: {
			// Counted, so that the log and a test can hold pages to one question each.
			fetch: (input, init) => {
				event.locals.backendCalls += 1;
				return backend.fetch(input, init);
			}
		},
		cookieOptions: {
			name: SESSION_COOKIE,
			path: '/',
			httpOnly: true,
			sameSite: 'lax',
			secure: event.url.protocol === 'https:'
		},
		cookies: {
			getAll: () => (anonymous ? [] : event.cookies.getAll()),
			setAll(cookies, headers) {
				// Told once, with the first write, whichever cookies that one is about.
				if (Object.keys(headers).length > 0) event.locals.uncacheable = true;
				// Verifiers of link sign-in: we send no links, so they would only pile up.
				const ours = cookies.filter(({ name }) => !name.endsWith('code-verifier'));
				// Removals alone mean that a refresh failed. Only `forgetSession` removes cookies:
				// another tab may have renewed the session in the same moment.
				if (ours.every(({ value }) => value === '')) {
					if (ours.length > 0) onSessionOver?.();
					return;
				}
				forgetOtherParts(event, ours);
				for (const { name, value, options } of ours) {
					event.cookies.set(name, value, { path: '/', ...options });
				}
			}
		}
	});
}

// One per signed-in person and hour. Making a client costs more than the question it asks.
const REMEMBERED = 500;
const known = new Map<string, SupabaseClient<Database>>();

/**
 * The client that asks for data with a token that the session hook has checked. It holds nothing
 * of a request, so one serves all requests with that token; it cannot sign in or out.
 */
export function tokenClient(backend: Backend, token: string): SupabaseClient<Database> {
	const seen = known.get(token);
	if (seen) return seen;
	const client = createClient<Database>(backend.url, backend.publishableKey, {
		accessToken: async () => token,
		global: {
			fetch: (input, init) => {
				const { locals, params } = getRequestEvent();
				locals.backendCalls += 1;
				const headers = new Headers(init?.headers);
				if (params.residence) headers.set(RESIDENCE_HEADER, params.residence);
				return backend.fetch(input, { ...init, headers });
			}
		}
	});
	const { callFunction } = backend;
	if (callFunction) {
		direct.set(client, (name, args) => {
			const { locals, params } = getRequestEvent();
			locals.backendCalls += 1;
			return callFunction(token, name, args as Record<string, unknown>, params.residence);
		});
	}
	if (known.size >= REMEMBERED) known.delete(known.keys().next().value as string);
	known.set(token, client);
	return client;
}

/**
 * Notes that the device of this token is used, once an hour; false when it is signed out. Between two
 * renewals, the database itself knows a device that was signed out: see private.me().
 */
export async function isDeviceLive(backend: Backend, token: string): Promise<boolean> {
	const { data, error } = await tokenClient(backend, token).rpc('touch_device');
	if (error) throw error;
	return data;
}

type DirectCall = (name: string, args: object) => ReturnType<CallFunction>;
const direct = new WeakMap<object, DirectCall>();

/**
 * How a client of `tokenClient` calls SQL functions when the backend is in this process: without the
 * request and response that supabase-js makes for each, a tenth of the time of a page. Answers null
 * for what only the client itself can do.
 */
export function directCall(client: SupabaseClient<Database>): DirectCall | undefined {
	return direct.get(client);
}

/** A session in one cookie must not shadow a newer one in several, nor the other way round. */
function forgetOtherParts(
	event: Pick<RequestEvent, 'cookies'>,
	written: { name: string; value: string }[]
): void {
	const kept = new Set(written.map(({ name }) => name));
	for (const { name } of event.cookies.getAll()) {
		if (isSessionCookie(name) && !kept.has(name)) event.cookies.delete(name, cookieOptions());
	}
}

/** Whether a cookie is the session or a part of it. */
export function isSessionCookie(name: string): boolean {
	return name === SESSION_COOKIE || /^palier_session\.\d+$/.test(name);
}

/** Removes the session from this device without asking the backend. */
export function forgetSession(event: Pick<RequestEvent, 'cookies'>): void {
	for (const { name } of event.cookies.getAll()) {
		if (isSessionCookie(name)) event.cookies.delete(name, cookieOptions());
	}
}

/** Asks for a sign-in code by mail. */
export async function sendSignInCode(
	client: SupabaseClient<Database>,
	email: string
): Promise<void> {
	const { error } = await client.auth.signInWithOtp({ email, options: { shouldCreateUser: true } });
	if (error) throw error;
}

/**
 * Tries a sign-in code. On success the session cookies are set. A wrong code, one that is too old and
 * one of an address that nobody asked for are all "false": neither backend tells them apart.
 */
export async function verifySignInCode(
	client: SupabaseClient<Database>,
	mode: Backend['mode'],
	email: string,
	token: string
): Promise<boolean> {
	// Hosted Supabase wants 'email'; the in-process backend knows the same code as 'magiclink'.
	const type = mode === 'supabase' ? 'email' : 'magiclink';
	const { error } = await client.auth.verifyOtp({ email, token, type });
	if (!error) return true;
	if (error.status === undefined || error.status >= 500) throw error;
	return false;
}

/**
 * Signs in as the account with this address without a mail, making the account when there is none:
 * for people who proved who they are in another way (a letter, an approved request, the
 * demonstration). The caller has checked that proof.
 *
 * @param email address of the account; `makeAddress()` for people without e-mail
 */
export async function openSession(
	client: SupabaseClient<Database>,
	backend: Backend,
	email: string
): Promise<void> {
	// A new code ends the one before: two taps at once would take it from each other.
	await oneAtATime(`session ${email}`, async () => {
		if (backend.mode === 'supabase') return openHostedSession(client, backend, email);
		const code = await codeWithoutMail(email, () => sendSignInCode(client, email));
		if (!(await verifySignInCode(client, backend.mode, email, code))) {
			throw new Error('The code of a sign-in without mail was not accepted.');
		}
	});
}

/** Hosted Supabase makes codes only for mails; with the secret key it hands one out. */
async function openHostedSession(
	client: SupabaseClient<Database>,
	backend: Backend,
	email: string
): Promise<void> {
	const { admin } = serviceClient(backend).auth;
	const made = await admin.createUser({ email, email_confirm: true });
	if (made.error && made.error.code !== 'email_exists') throw made.error;
	const link = await admin.generateLink({ type: 'magiclink', email });
	if (link.error) throw link.error;
	const entered = await client.auth.verifyOtp({
		token_hash: link.data.properties.hashed_token,
		type: 'email'
	});
	if (entered.error) throw entered.error;
}

const WITHOUT_EMAIL = 'sans-adresse.invalid';

/**
 * An address for the account of somebody without e-mail: never shown, and no mail can reach it.
 *
 * @param name what nobody else can know; made up when left out
 */
export function makeAddress(name: string = randomUUID()): string {
	return `${name}@${WITHOUT_EMAIL}`;
}

/** Whether this is the address of an account without e-mail. */
export function isMadeAddress(email: string): boolean {
	return email.endsWith(`@${WITHOUT_EMAIL}`);
}
