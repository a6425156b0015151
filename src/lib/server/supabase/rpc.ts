import { error, redirect } from '@sveltejs/kit';
import { getRequestEvent } from '$app/server';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '#lib/database.types.ts';
import { errorSentence, isErrorKey, type ErrorDetail, type ErrorKey } from '#lib/text/errors.ts';
import { directCall, forgetSession } from './clients.ts';

type Functions = Database['public']['Functions'];
export type Client = SupabaseClient<Database>;

/** The database said no to an act, for a reason that a person can be told. */
export class Refusal extends Error {
	/** HTTP status: 403, 404, 409, 410, 422 or 429. */
	readonly status: number;
	/** Which of the known reasons. */
	readonly key: ErrorKey;
	/** Facts for the sentence and for finding the field: `{ offer, left, … }`. */
	readonly detail: ErrorDetail;

	constructor(status: number, key: ErrorKey, detail: ErrorDetail) {
		super(key);
		this.name = 'Refusal';
		this.status = status;
		this.key = key;
		this.detail = detail;
	}

	/** What to tell the person, in the language of the page. */
	get sentence(): string {
		return errorSentence(this.key, this.detail);
	}
}

/**
 * Calls one SQL function as the person of the client and answers what it returned.
 *
 * @throws {Refusal} when the function refuses with one of the keys of `text/errors.ts`
 * @throws {Redirect} to sign-in when this device was signed out, from another one or by the caretaker
 * @throws {Error} on anything else: no connection, a bug
 */
export async function call<Name extends keyof Functions & string>(
	client: Client,
	name: Name,
	args: Functions[Name]['Args']
): Promise<Functions[Name]['Returns']> {
	const answered = await directCall(client)?.(name, args ?? {});
	const { data, error: problem } = answered ?? (await client.rpc(name, args as never));
	if (!problem) return data as Functions[Name]['Returns'];
	if (problem.message === 'session_ended') leaveDevice();
	const status = /^PT(\d{3})$/.exec(problem.code ?? '')?.[1];
	if (status && isErrorKey(problem.message)) {
		throw new Refusal(Number(status), problem.message, readDetail(problem.details));
	}
	// An id in an address that is no uuid: the same answer as an unknown one.
	if (problem.code === '22P02') throw new Refusal(404, 'not_found', {});
	throw new Error(`${name} failed (${problem.code ?? 'no code'})`, { cause: problem });
}

/**
 * The same, for `load`: a refusal becomes the error page with its sentence and status.
 *
 * @throws {HttpError} on a refusal
 */
export async function read<View>(
	client: Client,
	name: keyof Functions & string,
	args: Record<string, unknown>
): Promise<View> {
	try {
		return (await call(client, name as never, args as never)) as View;
	} catch (problem) {
		if (problem instanceof Refusal) error(problem.status, problem.sentence);
		throw problem;
	}
}

/** The token is still good, its device is not: the session goes, and the person is told. */
function leaveDevice(): never {
	const event = getRequestEvent();
	forgetSession(event);
	const next = event.request.method === 'GET' ? event.url.pathname + event.url.search : '/';
	redirect(303, `/sign-in?next=${encodeURIComponent(next)}&ended`);
}

function readDetail(text: string | null | undefined): ErrorDetail {
	if (!text?.startsWith('{')) return {};
	return JSON.parse(text) as ErrorDetail;
}
