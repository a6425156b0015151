import type { HomePage } from '#lib/orders/views.ts';
import { parseInstant, wallClock, type Instant } from '#lib/text/dates.ts';

export type TaskKind =
	| 'not_closed'
	| 'delivery_today'
	| 'delivery_late'
	| 'sheet_failed'
	| 'not_sent'
	| 'below_minimum'
	| 'sheet_answered'
	| 'sheet_unread'
	| 'baskets_waiting'
	| 'settle'
	| 'draft';

export type Task = {
	kind: TaskKind;
	round: HomePage['rounds'][number];
	/** The page of the round where it is done. */
	page: 'manage' | 'edit' | 'sheet' | 'delivery' | 'pickup' | 'money';
};

/** What presses first; also the order of the list. */
const URGENCY: TaskKind[] = [
	'not_closed',
	'delivery_today',
	'delivery_late',
	'sheet_failed',
	'not_sent',
	'below_minimum',
	'sheet_answered',
	'sheet_unread',
	'baskets_waiting',
	'settle',
	'draft'
];

const DAY = 86_400_000;
/** A minimum that is not reached starts to worry two days before the deadline. */
const NEAR_DEADLINE = 2 * DAY;
/** A producer gets half a day to open a sheet. */
const READING_TIME = DAY / 2;

/** What needs the caretaker now, the most pressing first. At most one thing per round. */
export function listTasks(rounds: HomePage['rounds'], now: Instant, timeZone: string): Task[] {
	const today = wallClock(now, timeZone).date;
	return rounds
		.map((round) => taskOf(round, parseInstant(now).getTime(), today))
		.filter((task) => task !== null)
		.sort((one, other) => URGENCY.indexOf(one.kind) - URGENCY.indexOf(other.kind));
}

function taskOf(round: HomePage['rounds'][number], now: number, today: string): Task | null {
	if (round.notClosedSince) return { kind: 'not_closed', round, page: 'manage' };
	switch (round.phase) {
		case 'draft':
			return { kind: 'draft', round, page: 'edit' };
		case 'open':
			return isBelowMinimum(round) && Date.parse(round.closesAt) - now <= NEAR_DEADLINE
				? { kind: 'below_minimum', round, page: 'manage' }
				: null;
		case 'closed':
			return { kind: 'not_sent', round, page: 'manage' };
		case 'ordered':
			return orderedTask(round, now, today);
		case 'delivered':
			return (round.waiting ?? 0) > 0
				? { kind: 'baskets_waiting', round, page: 'pickup' }
				: { kind: 'settle', round, page: 'money' };
		default:
			return null;
	}
}

function orderedTask(round: HomePage['rounds'][number], now: number, today: string): Task | null {
	if (round.deliveryOn === today) return { kind: 'delivery_today', round, page: 'delivery' };
	if (round.deliveryOn < today) return { kind: 'delivery_late', round, page: 'delivery' };
	const { sheet } = round;
	if (!sheet) return null;
	if (sheet.failedAt) return { kind: 'sheet_failed', round, page: 'sheet' };
	if (sheet.answeredAt) return { kind: 'sheet_answered', round, page: 'sheet' };
	if (sheet.readAt) return null;
	// Without a sending the sheet goes out by hand or by voice: the caretaker knows.
	if (sheet.sentAt && now - Date.parse(sheet.sentAt) >= READING_TIME) {
		return { kind: 'sheet_unread', round, page: 'sheet' };
	}
	return null;
}

/** Whether a round still lacks what it needs to be delivered. */
export function isBelowMinimum(round: HomePage['rounds'][number]): boolean {
	return (
		round.progress.totalCents < (round.minimumCents ?? 0) ||
		round.progress.households < (round.minimumBaskets ?? 0)
	);
}
