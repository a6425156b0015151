import { getRequestEvent } from '$app/server';
import { asServer } from '#lib/members/sign-in.server.ts';
import { forgetSession, tokenClient } from '#lib/server/supabase/clients.ts';
import {
	readParked,
	useSession,
	wakeParked,
	writeParked,
	type Parked
} from '#lib/server/supabase/parked.ts';
import { call } from '#lib/server/supabase/rpc.ts';
import { running } from '#lib/server/supabase/running.ts';
import { personMark } from '#lib/server/person-mark.ts';
import { endOwn } from './server.ts';
import type { PersonHere } from './views.ts';

/*
 * Several people of one phone: the one who uses it has the session cookie, the others wait in a cookie
 * of their own (server/supabase/parked.ts). Every session is a device of its own in the database.
 */

/** The people of this device; asks nothing where there is only one. The one who uses it is left out. */
export async function listPeopleHere(): Promise<PersonHere[]> {
	const { cookies } = getRequestEvent();
	const parked = readParked(cookies);
	if (parked.length === 0) return [];
	const { server } = await asServer();
	const found = (await call(server, 'people_of_sessions', {
		p_sessions: parked.map(({ session }) => session)
	})) as Omit<PersonHere, 'mark'>[];
	return parked.map(({ session, user }) => ({
		name: null,
		place: null,
		isOver: true,
		...found.find((one) => one.session === session),
		session,
		mark: personMark(user)
	}));
}

/**
 * Hands the device to somebody who is signed in on it; the one before waits. Tapped twice, it is done
 * once. False when their session is over: they are no longer among the people of this device.
 */
export async function switchTo(session: string): Promise<boolean> {
	const event = getRequestEvent();
	const { cookies, locals } = event;
	if (locals.session?.id === session) return true;
	const parked = readParked(cookies);
	const chosen = parked.find((one) => one.session === session);
	if (!chosen) return false;
	const others = parked.filter((one) => one !== chosen);
	const { backend } = await running();
	const theirs = await wakeParked(backend, chosen);
	if (!theirs) {
		writeParked(cookies, others);
		return false;
	}
	const before = currentPerson();
	await useSession(event, backend, theirs);
	writeParked(cookies, before ? [...others, before] : others);
	locals.forgetPages = true;
	return true;
}

/** Signs out who uses this device; the others stay. */
export async function signOutHere(): Promise<void> {
	const event = getRequestEvent();
	const { asUser, session } = event.locals;
	if (asUser && session) await endOwn(asUser, session.id);
	forgetSession(event);
	event.locals.forgetPages = true;
}

/** Signs out somebody who waits; nothing happens when they are gone already. */
export async function signOutWaiting(session: string): Promise<void> {
	const { cookies } = getRequestEvent();
	const parked = readParked(cookies);
	const chosen = parked.find((one) => one.session === session);
	if (!chosen) return;
	writeParked(
		cookies,
		parked.filter((one) => one !== chosen)
	);
	await endParked(chosen);
}

/** Signs out everybody on this device. */
export async function signOutEverybody(): Promise<void> {
	const { cookies } = getRequestEvent();
	const parked = readParked(cookies);
	await signOutHere();
	writeParked(cookies, []);
	await Promise.all(parked.map(endParked));
}

async function endParked(parked: Parked): Promise<void> {
	const { backend } = await running();
	const theirs = await wakeParked(backend, parked);
	if (!theirs) return;
	await endOwn(tokenClient(backend, theirs.access_token), parked.session);
}

/** The one who uses this device, as somebody who waits. */
function currentPerson(): Parked | null {
	const { session, user } = getRequestEvent().locals;
	return session && user
		? { session: session.id, user: user.id, refreshToken: session.refreshToken }
		: null;
}
