import type { RequestEvent } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { cookieOptions } from '#lib/server/cookies.ts';
import type { Backend } from '#lib/server/supabase/backend.ts';
import {
	forgetSession,
	isDeviceLive,
	isSessionCookie,
	requestClient,
	tokenClient
} from '#lib/server/supabase/clients.ts';
import { running } from '#lib/server/supabase/running.ts';
import { readSessionCookie } from './session-cookie.ts';

// A token that ends while the page is being made would fail half-way.
const MARGIN_S = 10;
const RETRY_COOKIE = 'palier_retry';

/**
 * Finds out who is asking. A valid token is checked here, without asking the backend; one that has
 * ended is refreshed.
 */
export const session: Handle = async ({ event, resolve }) => {
	const { backend } = await running();
	let over = false;
	let client = lazily(() => requestClient(event, backend, { onSessionOver: () => (over = true) }));
	Object.defineProperty(event.locals, 'supabase', { get: () => client() });
	event.locals.sessionExpired = false;
	event.locals.uncacheable = false;
	event.locals.forgetPages = false;
	const { token, refreshToken, renewed } = await findToken(event);
	const person = token ? await readPerson(event, backend, token) : null;
	event.locals.user = person && { id: person.id, email: person.email };
	event.locals.session = null;
	if (token && event.locals.user && renewed && !(await isDeviceLive(backend, token))) {
		event.locals.user = null;
		over = true;
	}

	if (token && event.locals.user) {
		event.locals.asUser = tokenClient(backend, token);
		if (person?.session && refreshToken) {
			event.locals.session = { id: person.session, refreshToken };
		}
		if (event.cookies.get(RETRY_COOKIE)) event.cookies.delete(RETRY_COOKIE, cookieOptions());
	} else if (event.cookies.getAll().some(({ name }) => isSessionCookie(name))) {
		const again = event.cookies.get(RETRY_COOKIE) === '1';
		if (over && !again && isPageVisit(event)) return askAgain(event);
		// A form keeps its cookies: the session may live on in the answer to another tab.
		if (!over || again) forgetSession(event);
		event.locals.sessionExpired = true;
		client = lazily(() => requestClient(event, backend, { anonymous: true }));
	}
	return resolve(event);
};

function lazily<T>(make: () => T): () => T {
	let made: T | undefined;
	return () => (made ??= make());
}

type Token = { token?: string; refreshToken?: string; renewed: boolean };

/** The access token that the cookies hold, renewed when it has ended. */
async function findToken(event: RequestEvent): Promise<Token> {
	const stored = readSessionCookie(event.cookies);
	if (!stored) return { renewed: false };
	if (stored.expires_at - MARGIN_S > Date.now() / 1000) {
		const { access_token: token, refresh_token: refreshToken } = stored;
		return { token, refreshToken, renewed: false };
	}
	// Another tab may hold the same ended token: the backend's fetch lets both share one refresh.
	const { data } = await event.locals.supabase.auth.getSession();
	const { access_token: token, refresh_token: refreshToken } = data.session ?? {};
	return { token, refreshToken, renewed: true };
}

type Person = { id: string; email: string; session: string | null };

async function readPerson(
	event: RequestEvent,
	backend: Backend,
	token: string
): Promise<Person | null> {
	if (!backend.verifyToken) {
		const { data } = await event.locals.supabase.auth.getClaims(token);
		return data && describe(data.claims);
	}
	const checked = await backend.verifyToken(token);
	if (!checked.ok || checked.claims.role !== 'authenticated' || !checked.claims.sub) return null;
	return describe(checked.claims);
}

function describe({ sub, email, session_id: session }: Record<string, unknown>): Person {
	return {
		id: String(sub),
		email: typeof email === 'string' ? email : '',
		session: typeof session === 'string' ? session : null
	};
}

function isPageVisit(event: RequestEvent): boolean {
	return event.request.method === 'GET' && !event.isDataRequest;
}

/**
 * A session that cannot be refreshed may already have been refreshed by another tab, whose answer
 * has reached the browser by now: the same page is asked for once more before anybody is told that
 * they are signed out.
 */
function askAgain(event: RequestEvent): Response {
	// Written by hand: cookies set on the event only reach responses that SvelteKit makes.
	const cookie = event.cookies.serialize(RETRY_COOKIE, '1', {
		path: '/',
		maxAge: 20,
		httpOnly: true,
		sameSite: 'lax',
		secure: event.url.protocol === 'https:'
	});
	return new Response(null, {
		status: 303,
		headers: {
			// "//host/path" as a path of ours would be an address of another site in this header.
			location: `${event.url.pathname.replace(/^\/{2,}/, '/')}${event.url.search}`,
			'set-cookie': cookie,
			'cache-control': 'no-store'
		}
	});
}
