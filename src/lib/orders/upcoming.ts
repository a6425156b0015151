import type { OrderSummary } from '#lib/orders/views.ts';
import type { RoundSummary } from '#lib/rounds/views.ts';
import { wallClock, type Instant } from '#lib/text/dates.ts';

/** A round with the order of the person who looks. */
export type RoundWithOrder = RoundSummary & { order: OrderSummary | null };

const BEFORE_DELIVERY = ['coming', 'open', 'closing', 'closed', 'ordered'];
const NOT_COLLECTED = ['waiting', 'partly', 'carry_up'];

/** The next delivery that is planned: the earliest whose end is still to come. */
export function nextDelivery<Round extends RoundSummary>(
	rounds: readonly Round[],
	now: Instant,
	timeZone: string
): Round | null {
	const { date, time } = wallClock(now, timeZone);
	const end = (round: RoundSummary) => `${round.deliveryOn} ${round.deliveryTo.slice(0, 5)}`;
	const planned = rounds
		.filter((round) => BEFORE_DELIVERY.includes(round.phase) && end(round) >= `${date} ${time}`)
		.sort((one, other) => end(one).localeCompare(end(other)));
	return planned[0] ?? null;
}

/** Whether a basket is at the lodge and its household has not (wholly) got it. */
export function isWaiting(round: RoundWithOrder): boolean {
	return (
		round.phase === 'delivered' &&
		round.order !== null &&
		NOT_COLLECTED.includes(round.order.pickupState)
	);
}

/** The rounds of a home page by what one can do with them, each part by its deadline or delivery. */
export function sortForHome<Round extends RoundWithOrder & { owedCents: number | null }>(
	rounds: readonly Round[]
): { waiting: Round[]; open: Round[]; onTheirWay: Round[]; coming: Round[] } {
	const byDelivery = (one: Round, other: Round) => one.deliveryOn.localeCompare(other.deliveryOn);
	return {
		waiting: rounds.filter((round) => isWaiting(round) || isUnpaid(round)).sort(byDelivery),
		open: rounds
			.filter(({ phase }) => phase === 'open')
			.sort((one, other) => Date.parse(one.closesAt) - Date.parse(other.closesAt)),
		onTheirWay: rounds
			.filter(({ phase, order }) => order && ['closing', 'closed', 'ordered'].includes(phase))
			.sort(byDelivery),
		coming: rounds
			.filter(({ phase }) => phase === 'coming')
			.sort((one, other) => Date.parse(one.opensAt) - Date.parse(other.opensAt))
	};
}

/** Whether a delivered basket was taken but not paid. */
function isUnpaid(round: RoundWithOrder & { owedCents: number | null }): boolean {
	return round.phase === 'delivered' && round.order !== null && (round.owedCents ?? 0) > 0;
}

/** Where a round leads a neighbour: to the form while there is nothing ordered, else to the order. */
export function roundPath({ id, phase, order }: RoundWithOrder): string {
	return phase === 'open' && order === null ? `/orders/${id}` : `/orders/${id}/mine`;
}

/** What one can order now first, then what comes; the rest keeps its order. */
export function openFirst<Round extends RoundSummary>(rounds: readonly Round[]): Round[] {
	const rank = ({ phase }: Round) => (phase === 'open' ? 0 : phase === 'coming' ? 1 : 2);
	return [...rounds].sort((one, other) => rank(one) - rank(other));
}
