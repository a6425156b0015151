import { createHash } from 'node:crypto';
import { KINDS, type NotificationKind } from '#lib/notifications/kinds.ts';
import type { Notification } from '#lib/notifications/views.ts';
import { inLanguage } from '#lib/server/in-language.ts';
import type { ClaimedPush, PushComposer } from '#lib/server/jobs/send-pushes.ts';

/** The number by which a browser knows Declarative Web Push. */
const DECLARATIVE = 8030;

/**
 * What a phone is told, in its language. Valid as Declarative Web Push: newer iPhones show it
 * without our service worker, all others through it.
 *
 * @param origin public address of the app, for what a tap opens
 */
export const composePush: PushComposer = (delivery, origin) => {
	const kind = kindOf(delivery);
	if (!kind) return null;
	const told = delivery as unknown as Notification;
	const topic = topicOf(delivery);
	const clock = { now: new Date(), timeZone: delivery.timeZone };
	return inLanguage(delivery.language, () => ({
		topic,
		payload: {
			web_push: DECLARATIVE,
			notification: {
				title: kind.title(),
				body: kind.text(told, clock),
				navigate: origin + pathOf(delivery, kind.path),
				lang: delivery.language,
				tag: topic,
				silent: false,
				data: { delivery: delivery.token, kind: delivery.kind }
			},
			app_badge: String(delivery.unread),
			mutable: true
		}
	}));
};

function kindOf({ kind }: ClaimedPush) {
	return kind in KINDS ? KINDS[kind as NotificationKind] : null;
}

/** What came through the inbox opens through it, so that it is read; a test opens the page of phones. */
function pathOf(delivery: ClaimedPush, path: (subject: string) => string): string {
	const residence = `/r/${delivery.residenceId}`;
	if (delivery.notificationId) return `${residence}/inbox/${delivery.notificationId}`;
	return residence + path('');
}

/** Newer messages of a topic about the same thing replace older ones; says nothing to the push service. */
function topicOf({ topic, subjectId, residenceId }: ClaimedPush): string {
	return createHash('sha256')
		.update(`${topic} ${subjectId ?? residenceId}`)
		.digest('base64url')
		.slice(0, 32);
}
