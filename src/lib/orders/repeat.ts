import type { Quantities } from '#lib/orders/basket.ts';
import type { LastOrderView } from '#lib/orders/views.ts';
import type { OfferView } from '#lib/rounds/views.ts';
import type { Unit } from '#lib/text/quantity.ts';

/** The last order put into today's round, and what had to give way. */
export type Repeat = {
	quantities: Quantities;
	/** Names of what is no longer offered, or has run out. */
	gone: string[];
	/** What could only be taken in part, or follows another step now. */
	less: { name: string; quantity: number; unit: Unit }[];
};

type Offer = Pick<OfferView, 'id' | 'name' | 'unit' | 'step' | 'left' | 'withdrawn'>;

/** Fills a basket like the last one, as far as today's offers, steps and stock allow. */
export function repeatOrder(last: LastOrderView, offers: readonly Offer[]): Repeat {
	const repeat: Repeat = { quantities: {}, gone: [], less: [] };
	for (const line of last.lines) {
		const offer = offers.find(({ id }) => id === line.offerId);
		const quantity = offer && !offer.withdrawn ? fit(line.quantity, offer) : 0;
		if (!offer || quantity === 0) {
			repeat.gone.push(line.name);
			continue;
		}
		repeat.quantities[offer.id] = quantity;
		if (quantity !== line.quantity) {
			repeat.less.push({ name: offer.name, quantity, unit: offer.unit });
		}
	}
	return repeat;
}

/** The largest whole number of steps that is neither more than wanted nor more than what is left. */
function fit(wanted: number, { step, left }: Offer): number {
	const most = left === null ? wanted : Math.min(wanted, left);
	const stepThousandths = Math.round(step * 1000);
	return (Math.floor(Math.round(most * 1000) / stepThousandths) * stepThousandths) / 1000;
}
