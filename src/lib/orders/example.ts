import type { HomePage, OrderSummary, OrderView } from '#lib/orders/views.ts';
import type { RoundView } from '#lib/rounds/views.ts';

/** Residence and moment of the tests: Sunday evening in Paris. */
export const PARIS = 'Europe/Paris';
export const NOW = '2026-11-22T20:00:00Z';

/** A round as lists and its own page have it. */
export type Round = HomePage['rounds'][number] & RoundView;

/** An open vegetable round; each test says what differs. */
export const round = (id: string, more: Partial<Round> = {}): Round => ({
	id,
	title: id,
	word: '',
	producer: 'Ferme',
	producerId: 'p',
	state: 'open',
	phase: 'open',
	version: 1,
	opensAt: '2026-11-19T07:00:00+00:00',
	closesAt: '2026-11-25T17:00:00+00:00',
	opensLocal: '2026-11-19T08:00:00',
	closesLocal: '2026-11-25T18:00:00',
	deliveryOn: '2026-11-28',
	deliveryFrom: '10:00:00',
	deliveryTo: '12:00:00',
	place: 'À la loge',
	minimumCents: null,
	minimumBaskets: null,
	sendOnClose: true,
	progress: { households: 18, totalCents: 25_800 },
	pictogram: 'basket',
	order: null,
	owedCents: 0,
	sheet: null,
	notClosedSince: null,
	waiting: null,
	...more
});

/** An order of 22,50 €. */
export const order = (pickupState: OrderView['pickupState']): OrderView & OrderSummary => ({
	id: 'o',
	state: 'placed',
	version: 1,
	totalCents: 2250,
	for: null,
	forId: null,
	pickupState,
	pickupBy: '',
	pickupNote: '',
	pickupAt: null,
	lines: [],
	articles: 0
});
