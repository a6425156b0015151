import { ECDH } from 'node:crypto';
import { isPushEndpoint } from '#lib/server/push/hosts.ts';
import { call, read, Refusal, type Client } from '#lib/server/supabase/rpc.ts';
import { running } from '#lib/server/supabase/running.ts';
import type { Subscription } from './schema.ts';
import type { NotificationSettingsPage } from './views.ts';

/** On which phones one is told, and whether this installation tells any. */
export async function readNotificationSettings(
	client: Client,
	residence: string
): Promise<NotificationSettingsPage> {
	const { push } = await running();
	const page = await read<NotificationSettingsPage>(client, 'page_notification_settings', {
		p_residence: residence
	});
	return { ...page, push: { ...page.push, publicKey: push.publicKey, off: push.off } };
}

/** What a browser binds its subscription to (base64url); null when no phone is told here. */
export async function readPublicKey(): Promise<string | null> {
	const { push } = await running();
	return push.off ? null : push.publicKey;
}

/**
 * This phone is to be told, or still is. It is the person's alone from now on.
 *
 * @returns whether it was not known for this person
 * @throws {Refusal} push_off, push_host_unknown, push_keys_invalid, too_many_tries
 */
export async function savePushSubscription(
	client: Client,
	{ endpoint, keys, welcome, language }: Subscription
): Promise<{ isNew: boolean }> {
	const { push } = await running();
	if (push.off) throw new Refusal(409, 'push_off', {});
	if (!isPushEndpoint(endpoint, push.hosts)) throw new Refusal(422, 'push_host_unknown', {});
	if (!isOnCurve(keys.p256dh)) throw new Refusal(422, 'push_keys_invalid', {});
	const saved = await call(client, 'save_push_subscription', {
		p_endpoint: endpoint,
		p_p256dh: keys.p256dh,
		p_auth: keys.auth,
		p_language: language,
		p_welcome: welcome
	});
	return saved as { isNew: boolean };
}

/** This phone is told nothing any more; nothing happens when it was not. */
export async function endPushSubscription(client: Client, endpoint: string): Promise<void> {
	await call(client, 'end_push_subscription', { p_endpoint: endpoint });
}

/**
 * Rings all phones of the person who asks; answers how many.
 *
 * @throws {Refusal} not_found, push_no_phone, too_many_tries
 */
export async function sendTestPush(client: Client, residence: string): Promise<number> {
	return call(client, 'send_test_push', { p_residence: residence });
}

/**
 * Rings every phone of the residence, for caretaker and manager; answers how many people and phones.
 *
 * @throws {Refusal} not_found, not_allowed, push_no_phone, too_many_tries
 */
export async function sendTestToAll(
	client: Client,
	residence: string
): Promise<{ people: number; phones: number }> {
	const rung = await call(client, 'send_test_to_all', { p_residence: residence });
	return rung as { people: number; phones: number };
}

/** A phone says what it did with a message. Nobody learns whether the token exists. */
export async function reportDelivery(
	client: Client,
	token: string,
	what: 'shown' | 'opened'
): Promise<void> {
	await call(client, 'report_delivery', { p_token: token, p_what: what });
}

/** A key that is no point of the curve would fail at every message. */
function isOnCurve(p256dh: string): boolean {
	try {
		ECDH.convertKey(p256dh, 'prime256v1', 'base64url');
		return true;
	} catch (error) {
		if (error instanceof Error) return false;
		throw error;
	}
}
