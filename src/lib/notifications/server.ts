import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import { KINDS } from './kinds.ts';
import type { InboxPage, OpenedNotification } from './views.ts';

/** The last hundred things that one was told and that are not over. */
export const readInbox = (client: Client, residence: string) =>
	read<InboxPage>(client, 'page_inbox', { p_residence: residence });

/**
 * Opens one of one's own notifications: it is read from now on. Answers the address it leads to.
 *
 * @throws {Refusal} not_found
 */
export async function openNotification(client: Client, notification: string): Promise<string> {
	const told = (await call(client, 'read_notification', {
		p_notification: notification
	})) as OpenedNotification;
	return `/r/${told.residenceId}${KINDS[told.kind].path(told.subjectId ?? '')}`;
}

/**
 * Everything that came until then is read; answers how many were not.
 *
 * @param until ISO instant at which the page was made
 * @throws {Refusal} not_found
 */
export async function readAllNotifications(
	client: Client,
	residence: string,
	until: string
): Promise<number> {
	return call(client, 'read_all_notifications', { p_residence: residence, p_until: until });
}
