import { isInSeason } from '#lib/catalogue/season.ts';
import type { ProductView } from '#lib/catalogue/views.ts';
import type { Unit } from '#lib/text/quantity.ts';
import type { OfferView } from './views.ts';

/** A product that the form of a round may offer. */
export type OfferChoice = {
	product: string;
	name: string;
	unit: Unit;
	step: number;
	pictogram: string;
	photoPath: string | null;
	description: string;
	priceCents: number;
	limit: number | null;
	/** In the round already. */
	offered: boolean;
	/** Once people have seen it, its price stays. */
	isPriceShown: boolean;
	inSeason: boolean;
};

/**
 * The products of a producer for the form of a round: those it offers in their order, then what is
 * in season, then the rest, by name.
 */
export function listChoices(
	products: readonly ProductView[],
	offers: readonly OfferView[],
	shownPrices: Readonly<Record<string, number>>,
	month: number
): OfferChoice[] {
	const offered = new Set(offers.map((offer) => offer.productId));
	const seasons = new Map(products.map((product) => [product.id, product.months]));
	const kept = offers
		.filter((offer) => !offer.withdrawn)
		.map((offer): OfferChoice => ({
			...pick(offer),
			product: offer.productId,
			limit: offer.stockLimit,
			offered: true,
			isPriceShown: true,
			inSeason: isInSeason(seasons.get(offer.productId) ?? [], month)
		}));
	const others = products
		.filter((product) => !offered.has(product.id))
		.map((product): OfferChoice => ({
			...pick(product),
			priceCents: shownPrices[product.id] ?? product.priceCents,
			product: product.id,
			limit: null,
			offered: false,
			isPriceShown: product.id in shownPrices,
			inSeason: isInSeason(product.months, month)
		}))
		.sort((a, b) => Number(b.inSeason) - Number(a.inSeason) || a.name.localeCompare(b.name, 'fr'));
	return [...kept, ...others];
}

function pick({ name, unit, step, pictogram, photoPath, description, priceCents }: Common) {
	return { name, unit, step, pictogram, photoPath, description, priceCents };
}

type Common = Pick<
	OfferChoice,
	'name' | 'unit' | 'step' | 'pictogram' | 'photoPath' | 'description' | 'priceCents'
>;
