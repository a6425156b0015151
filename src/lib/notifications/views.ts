import type { Shell } from '#lib/residences/views.ts';
import type { NotificationKind } from './kinds.ts';

/** What the inbox says of a round, as it stands now. */
export type ToldRound = {
	title: string;
	producer: string;
	/** ISO instant. */
	closesAt: string;
	/** Local date and times of the residence. */
	deliveryOn: string;
	deliveryFrom: string;
	deliveryTo: string;
};

export type Notification = {
	id: string;
	kind: NotificationKind;
	/** What it is about: a round, a request to join. */
	subjectId: string | null;
	/** ISO instant. */
	createdAt: string;
	isRead: boolean;
	/** What was done, where the kind alone does not say it. */
	detail: { act?: 'placed' | 'changed' | 'cancelled' };
	round: ToldRound | null;
};

export type InboxPage = { shell: Shell; notifications: Notification[] };

/** What was opened. */
export type OpenedNotification = Pick<Notification, 'kind' | 'subjectId'> & { residenceId: string };
