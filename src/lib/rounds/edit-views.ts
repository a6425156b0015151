import type { ProductView } from '#lib/catalogue/views.ts';
import type { Shell } from '#lib/residences/views.ts';
import type { OfferView, RoundView } from './views.ts';

/** What the form of a round needs; `round` is null for a new one. */
export type RoundEditPage = {
	shell: Shell;
	round: RoundView | null;
	offers: OfferView[];
	/** Prices that people saw of what was withdrawn, in cents by product: it comes back at that price. */
	shownPrices: Record<string, number>;
	/** Wall clock of the residence, `2026-11-22T20:09`. */
	now: string;
	producers: { id: string; name: string; email: string | null; products: ProductView[] }[];
};
