import { wallClock, type Instant } from '#lib/text/dates.ts';
import type { RoundView } from './views.ts';

const DAY = 86_400_000;

/**
 * A new deadline to propose when a round is reopened: the same hour tomorrow, as wall time
 * (`2026-11-27T18:00`). When the delivery comes before that, two hours from now.
 */
export function suggestDeadline(
	round: Pick<RoundView, 'closesLocal' | 'deliveryOn' | 'deliveryFrom'>,
	now: Instant,
	timeZone: string
): string {
	const start = new Date(now).getTime();
	const tomorrow = wallClock(new Date(start + DAY), timeZone).date;
	const proposed = `${tomorrow}T${round.closesLocal.slice(11, 16)}`;
	if (proposed < `${round.deliveryOn}T${round.deliveryFrom.slice(0, 5)}`) return proposed;
	const soon = wallClock(new Date(start + DAY / 12), timeZone);
	return `${soon.date}T${soon.time.slice(0, 2)}:00`;
}
