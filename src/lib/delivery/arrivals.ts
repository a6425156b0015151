import type { TotalView } from '#lib/rounds/views.ts';

/** How what arrived compares with what was ordered. */
export type Comparison =
	| { kind: 'whole' }
	/** `rest` is less than one step: it cannot go to anybody's order. */
	| { kind: 'short'; missing: number; rest: number }
	| { kind: 'more'; surplus: number };

/** What to propose in the field: counted before, else announced by the producer, else ordered. */
export function proposeArrived(total: TotalView): number {
	return total.arrivedQuantity ?? total.answeredQuantity ?? total.quantity;
}

/** Products that somebody ordered; the others have nothing to be counted for. */
export function listOrdered(totals: readonly TotalView[]): TotalView[] {
	return totals.filter(({ quantity }) => quantity > 0);
}

/** Compares in thousandths, since 0.1 × 3 is not 0.3. */
export function compareArrival(
	{ quantity, step }: Pick<TotalView, 'quantity' | 'step'>,
	arrived: number
): Comparison {
	const [ordered, came, unit] = [quantity, arrived, step].map((x) => Math.round(x * 1000)) as [
		number,
		number,
		number
	];
	if (came === ordered) return { kind: 'whole' };
	if (came > ordered) return { kind: 'more', surplus: (came - ordered) / 1000 };
	return { kind: 'short', missing: (ordered - came) / 1000, rest: (came % unit) / 1000 };
}
