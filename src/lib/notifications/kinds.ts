import { m } from '#lib/paraglide/messages.js';
import { formatDate, formatMoment, formatWindow, type Instant } from '#lib/text/dates.ts';
import type { IconName } from '#lib/ui/icon-names.ts';
import type { Tone } from '#lib/ui/tone.ts';
import type { Notification, ToldRound } from './views.ts';

type Clock = { now: Instant; timeZone: string };

type Kind = {
	icon: IconName;
	tone: Tone;
	/** What a lock screen says above the sentence. */
	title(): string;
	/** One short sentence, discreet enough for a screen that others see. */
	text(told: Notification, clock: Clock): string;
	/** The page that it opens, below that of the residence. */
	path(subjectId: string): string;
};

const closes = (round: ToldRound, { now, timeZone }: Clock) =>
	formatMoment(round.closesAt, now, timeZone);
const order = (round: string) => `/orders/${round}`;
const manage = (round: string) => `/orders/${round}/manage`;
const joining = () => '/members/joining';
const phones = () => '/me/notifications';

const ofOrders = () => m.push_title_orders();
const ofResidence = () => m.push_title_residence();
const ofPhone = () => m.push_title_phone();

/**
 * Everything that people are told: its sentence and its page. How long each is worth telling stands
 * under the same name in `private.notification_kinds`.
 */
export const KINDS = {
	round_opened: {
		icon: 'shopping-basket',
		tone: 'leaf',
		title: ofOrders,
		text: ({ round }, clock) =>
			round ? m.told_round_opened({ closes: closes(round, clock) }) : '',
		path: order
	},
	round_closing: {
		icon: 'clock',
		tone: 'sun',
		title: ofOrders,
		text: ({ round }, clock) =>
			round ? m.told_round_closing({ closes: closes(round, clock) }) : '',
		path: order
	},
	order_recorded: {
		icon: 'pencil',
		tone: 'sky',
		title: ofOrders,
		text({ detail }) {
			if (detail.act === 'cancelled') return m.told_order_cancelled();
			return detail.act === 'changed' ? m.told_order_changed() : m.told_order_placed();
		},
		path: order
	},
	round_ordered: {
		icon: 'send',
		tone: 'leaf',
		title: ofOrders,
		text: ({ round }) => (round ? m.told_round_ordered({ day: formatDate(round.deliveryOn) }) : ''),
		path: order
	},
	round_cancelled: {
		icon: 'circle-x',
		tone: 'brick',
		title: ofOrders,
		text: () => m.told_round_cancelled(),
		path: order
	},
	round_waits: {
		icon: 'clock',
		tone: 'sun',
		title: ofOrders,
		text: () => m.told_round_waits(),
		path: manage
	},
	delivery_moved: {
		icon: 'truck',
		tone: 'sun',
		title: ofOrders,
		text: ({ round }) =>
			round
				? m.told_delivery_moved({
						day: formatDate(round.deliveryOn),
						window: formatWindow(round.deliveryFrom, round.deliveryTo)
					})
				: '',
		path: order
	},
	quantities_changed: {
		icon: 'info',
		tone: 'sun',
		title: ofOrders,
		text: () => m.told_quantities_changed(),
		path: order
	},
	basket_ready: {
		icon: 'package-check',
		tone: 'leaf',
		title: ofOrders,
		text: () => m.told_basket_ready(),
		path: order
	},
	basket_waiting: {
		icon: 'package',
		tone: 'sun',
		title: ofOrders,
		text: () => m.told_basket_waiting(),
		path: order
	},
	join_asked: {
		icon: 'user-plus',
		tone: 'sky',
		title: ofResidence,
		text: () => m.told_join_asked(),
		path: joining
	},
	join_accepted: {
		icon: 'door-open',
		tone: 'leaf',
		title: ofResidence,
		text: () => m.told_join_accepted(),
		path: () => ''
	},
	push_welcome: {
		icon: 'bell',
		tone: 'leaf',
		title: ofPhone,
		text: () => m.push_welcome_text(),
		path: phones
	},
	push_test: {
		icon: 'bell',
		tone: 'leaf',
		title: ofPhone,
		text: () => m.push_test_text(),
		path: phones
	}
} satisfies Record<string, Kind>;

export type NotificationKind = keyof typeof KINDS;
