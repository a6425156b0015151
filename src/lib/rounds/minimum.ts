import { m } from '#lib/paraglide/messages.js';
import { formatCents } from '#lib/text/money.ts';
import type { RoundView } from './views.ts';

/** How far a round is from one of its minimums, for a bar and its words. */
export type MinimumProgress = {
	kind: 'cents' | 'baskets';
	value: number;
	max: number;
	reached: boolean;
	words: string;
};

/** The minimums that a round has, in euros and in households; none when it has none. */
export function minimumProgress(
	round: Pick<RoundView, 'minimumCents' | 'minimumBaskets' | 'progress'>
): MinimumProgress[] {
	const { minimumCents, minimumBaskets, progress } = round;
	const found: MinimumProgress[] = [];
	if (minimumCents) {
		const left = minimumCents - progress.totalCents;
		const minimum = formatCents(minimumCents);
		found.push({
			kind: 'cents',
			value: progress.totalCents,
			max: minimumCents,
			reached: left <= 0,
			words:
				left > 0
					? m.manage_missing_cents({ amount: formatCents(left), minimum })
					: m.manage_minimum_cents_reached({ minimum })
		});
	}
	if (minimumBaskets) {
		const count = minimumBaskets - progress.households;
		found.push({
			kind: 'baskets',
			value: progress.households,
			max: minimumBaskets,
			reached: count <= 0,
			words:
				count > 0
					? m.manage_missing_baskets({ count, minimum: minimumBaskets })
					: m.manage_minimum_baskets_reached({ minimum: minimumBaskets })
		});
	}
	return found;
}
