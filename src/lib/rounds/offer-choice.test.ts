import { describe, expect, it } from 'vitest';
import type { ProductView } from '#lib/catalogue/views.ts';
import { listChoices } from './offer-choice.ts';
import type { OfferView } from './views.ts';

const product = (id: string, more: Partial<ProductView> = {}): ProductView => ({
	id,
	producerId: 'farm',
	name: id,
	unit: 'kg',
	step: 1,
	priceCents: 200,
	pictogram: 'carrot',
	photoPath: null,
	description: '',
	origin: '',
	allergens: '',
	months: [],
	archived: false,
	...more
});
const offer = (productId: string, more: Partial<OfferView> = {}): OfferView => ({
	id: `offer-${productId}`,
	productId,
	name: productId,
	unit: 'kg',
	step: 1,
	priceCents: 180,
	pictogram: 'carrot',
	photoPath: null,
	description: '',
	origin: '',
	allergens: '',
	stockLimit: 12,
	left: 12,
	withdrawn: false,
	...more
});

describe('listChoices', () => {
	it('puts what is in season first, then the rest, by name', () => {
		const products = [
			product('Tomates', { months: [7, 8] }),
			product('Poires', { months: [11] }),
			product('Miel')
		];
		const choices = listChoices(products, [], {}, 11);
		expect(choices.map(({ name }) => name)).toEqual(['Miel', 'Poires', 'Tomates']);
		expect(choices.map(({ inSeason }) => inSeason)).toEqual([true, true, false]);
	});

	it('keeps the price and limit of what the round offers, not today’s', () => {
		const [first] = listChoices([product('Carottes')], [offer('Carottes')], {}, 11);
		expect(first).toMatchObject({ offered: true, priceCents: 180, limit: 12 });
	});

	it('keeps an offer whose product was put away, so that saving does not withdraw it', () => {
		const choices = listChoices([product('Miel')], [offer('Carottes')], {}, 11);
		expect(choices.map(({ product: id }) => id)).toEqual(['Carottes', 'Miel']);
	});

	it('brings back what was withdrawn at the price that people saw', () => {
		const [carrots, honey] = listChoices(
			[product('Carottes'), product('Miel')],
			[],
			{ Carottes: 180 },
			11
		);
		expect(carrots).toMatchObject({ offered: false, isPriceShown: true, priceCents: 180 });
		expect(honey).toMatchObject({ offered: false, isPriceShown: false, priceCents: 200 });
	});
});
