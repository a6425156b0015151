import { photoUrl } from '#lib/catalogue/photo-url.ts';
import { m } from '#lib/paraglide/messages.js';
import type { OfferView } from '#lib/rounds/views.ts';
import { formatNumber, formatPrice, formatQuantity } from '#lib/text/quantity.ts';
import { pictogram } from '#lib/ui/pictograms.ts';
import type { Tone } from '#lib/ui/tone.ts';
import type { IconName } from '#lib/ui/icon-names.ts';

/** An offer with its sentences made, so that a phone need not fetch what makes them. */
export type OfferWords = Pick<
	OfferView,
	'id' | 'name' | 'unit' | 'step' | 'priceCents' | 'left' | 'withdrawn'
> & {
	photo: string | null;
	icon: IconName;
	tone: Tone;
	/** `1,80 € le kilo` */
	price: string;
	/** What it is, where it comes from. */
	facts: string;
	allergens: string;
	/** Nothing left for whoever looks. */
	soldOut: boolean;
	/** What is left, where there is a limit: `reste 3`. */
	stock: string;
	/** How it is counted, for who types the quantity. */
	byStep: string;
};

/** Says offers in words; call it on the server. `producer`: an origin of that name says nothing new. */
export function sayOffers(offers: readonly OfferView[], producer: string): OfferWords[] {
	return offers.map((offer) => {
		const { id, name, unit, step, priceCents, left, withdrawn } = offer;
		const soldOut = left === 0 && !withdrawn;
		const origin = offer.origin === producer ? '' : offer.origin;
		return {
			id,
			name,
			unit,
			step,
			priceCents,
			left,
			withdrawn,
			...pictogram(offer.pictogram),
			photo: photoUrl(offer.photoPath),
			price: formatPrice(priceCents, unit, step),
			facts: [offer.description, origin].filter(Boolean).join(' · '),
			allergens: offer.allergens && m.orders_allergens({ list: offer.allergens }),
			soldOut,
			stock: left === null || soldOut || withdrawn ? '' : sayStock(left, unit),
			byStep: step === 1 ? '' : m.orders_by_step({ step: formatQuantity(step, unit) })
		};
	});
}

function sayStock(left: number, unit: OfferView['unit']): string {
	// "reste 3": of pieces the number says it all.
	return m.orders_left({
		left: unit === 'piece' ? formatNumber(left) : formatQuantity(left, unit)
	});
}
