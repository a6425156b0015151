import type { SheetView } from './views.ts';

/** A sheet for tests: two products, one of them with half kilos. */
export function exampleSheet(more: Partial<SheetView> = {}): SheetView {
	return {
		sheetId: '5e5f0000-0000-4000-8000-000000000001',
		token: '0123456789abcdef'.repeat(4),
		computedAt: '2026-11-25T17:00:00+00:00',
		residence: 'Les Tilleuls',
		address: '12 rue des Tilleuls, 60000 Beauvais',
		lodgePhone: '03 44 00 00 00',
		timeZone: 'Europe/Paris',
		producer: 'Ferme du Plessis',
		round: 'Légumes de la ferme',
		state: 'ordered',
		deliveryOn: '2026-11-28',
		deliveryFrom: '10:00:00',
		deliveryTo: '12:00:00',
		place: 'À la loge',
		ordersCount: 17,
		totalCents: 123456,
		linkEndsAt: null,
		readAt: null,
		answeredAt: null,
		answerNote: '',
		lines: [
			{
				offerId: '0ffe0000-0000-4000-8000-000000000001',
				name: 'Carottes',
				unit: 'kg',
				step: 0.5,
				priceCents: 181,
				quantity: 1013.5,
				cents: 183445,
				ordersCount: 10,
				answeredQuantity: null
			},
			{
				offerId: '0ffe0000-0000-4000-8000-000000000002',
				name: 'Œufs',
				unit: 'piece',
				step: 6,
				priceCents: 48,
				quantity: 54,
				cents: 2592,
				ordersCount: 9,
				answeredQuantity: null
			}
		],
		...more
	};
}
