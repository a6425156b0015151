/** How much of each offer, by its id; what is not wanted is absent or zero. */
export type Quantities = Record<string, number>;

type Priced = { id: string; priceCents: number };

/**
 * What a line costs, rounded once, half a cent up, as the database does. Counted in thousandths:
 * 1.5 × 135 is exact, 0.1 × 3 would not be.
 */
export function lineCents(quantity: number, priceCents: number): number {
	return Math.floor((Math.round(quantity * 1000) * priceCents + 500) / 1000);
}

/** The sum of the lines, and how many different articles there are. */
export function sumBasket(
	offers: readonly Priced[],
	quantities: Quantities
): { cents: number; articles: number } {
	let cents = 0;
	let articles = 0;
	for (const { id, priceCents } of offers) {
		const quantity = quantities[id] ?? 0;
		if (quantity <= 0) continue;
		cents += lineCents(quantity, priceCents);
		articles += 1;
	}
	return { cents, articles };
}

/** The quantities of an order's lines. */
export function quantitiesOf(
	lines: readonly { offerId: string; quantity: number }[] | undefined
): Quantities {
	return Object.fromEntries((lines ?? []).map((line) => [line.offerId, line.quantity]));
}

/** Whether two baskets hold the same; zero and absent are the same. */
export function isSameBasket(one: Quantities, other: Quantities): boolean {
	const ids = new Set([...Object.keys(one), ...Object.keys(other)]);
	return [...ids].every((id) => (one[id] ?? 0) === (other[id] ?? 0));
}
