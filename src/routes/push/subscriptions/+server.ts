import { isRedirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { EndSubscription, SaveSubscription } from '#lib/push/schema.ts';
import { endPushSubscription, savePushSubscription } from '#lib/push/server.ts';
import { Refusal, type Client } from '#lib/server/supabase/rpc.ts';
import type { RequestHandler } from './$types';

/** This phone is to be told: 201 when it was not, 204 when it still is. */
export const POST: RequestHandler = (event) =>
	answer(event, SaveSubscription, async (client, subscription) => {
		const { isNew } = await savePushSubscription(client, subscription);
		return new Response(null, { status: isNew ? 201 : 204 });
	});

/** This phone is told nothing any more. */
export const DELETE: RequestHandler = (event) =>
	answer(event, EndSubscription, async (client, { endpoint }) => {
		await endPushSubscription(client, endpoint);
		return new Response(null, { status: 204 });
	});

/** Asked by scripts, also by one that no page is open for: a refusal is its key as JSON, never a page. */
async function answer<Schema extends v.GenericSchema>(
	{ request, url, locals }: Pick<RequestEvent, 'request' | 'url' | 'locals'>,
	schema: Schema,
	act: (client: Client, input: v.InferOutput<Schema>) => Promise<Response>
): Promise<Response> {
	if (request.headers.get('origin') !== url.origin) return refuse(403, 'not_allowed');
	if (!locals.asUser) return refuse(401, 'session_ended');
	const parsed = v.safeParse(schema, await readJson(request));
	if (!parsed.success) return refuse(422, 'value_invalid');
	try {
		return await act(locals.asUser, parsed.output);
	} catch (problem) {
		if (problem instanceof Refusal) return refuse(problem.status, problem.key);
		// The device was signed out meanwhile.
		if (isRedirect(problem)) return refuse(401, 'session_ended');
		throw problem;
	}
}

async function readJson(request: Request): Promise<unknown> {
	try {
		return await request.json();
	} catch (error) {
		if (error instanceof SyntaxError) return null;
		throw error;
	}
}

const refuse = (status: number, key: string) => Response.json({ key }, { status });
