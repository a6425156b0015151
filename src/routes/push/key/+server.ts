import { readPublicKey } from '#lib/push/server.ts';
import type { RequestHandler } from './$types';

/** What a browser binds its subscription to; null when no phone is told here. */
export const GET: RequestHandler = async () =>
	Response.json(
		{ publicKey: await readPublicKey() },
		{ headers: { 'cache-control': 'public, max-age=300' } }
	);
