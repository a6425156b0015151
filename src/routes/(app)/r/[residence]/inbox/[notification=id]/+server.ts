import { redirect } from '@sveltejs/kit';
import { requireMember } from '#lib/members/server.ts';
import { openNotification } from '#lib/notifications/server.ts';
import type { RequestHandler } from './$types';

/** Where a tap on a notification of the phone leads: what it is about, which is read from now on. */
export const GET: RequestHandler = async ({ params }) => {
	const client = requireMember();
	redirect(303, await openNotification(client, params.notification));
};
