import type { FormValues } from '#lib/forms/parse.ts';
import type { Quantities } from '#lib/orders/basket.ts';
import { parseQuantity } from '#lib/text/quantity.ts';

/** Names of the order form's fields start like this; the offer's id follows. */
export const QUANTITY = 'quantity-';
export const PRICE = 'price-';

/** What was typed for an offer, from a refused form. */
export function typedQuantity(values: FormValues, offer: string): string | undefined {
	const typed = values[QUANTITY + offer];
	return typeof typed === 'string' ? typed : undefined;
}

/** The quantities of a refused form; where no number was typed, those it started with. */
export function quantitiesTyped(values: FormValues, start: Quantities): Quantities {
	const quantities = { ...start };
	for (const key of Object.keys(values)) {
		if (!key.startsWith(QUANTITY)) continue;
		const offer = key.slice(QUANTITY.length);
		const quantity = parseQuantity(typedQuantity(values, offer) ?? '');
		if (quantity !== null) quantities[offer] = quantity;
	}
	return quantities;
}
