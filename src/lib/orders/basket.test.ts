import { describe, expect, it } from 'vitest';
import { isSameBasket, lineCents, quantitiesOf, sumBasket } from './basket.ts';
import { draftKey, dropDraft, keepDraft, readDraft } from './draft.ts';
import { repeatOrder } from './repeat.ts';
import type { OfferView } from '#lib/rounds/views.ts';

const offer = (id: string, more: Partial<OfferView> = {}): OfferView => ({
	id,
	productId: id,
	name: id,
	unit: 'kg',
	step: 0.5,
	priceCents: 180,
	pictogram: 'carrot',
	photoPath: null,
	description: '',
	origin: '',
	allergens: '',
	stockLimit: null,
	left: null,
	withdrawn: false,
	...more
});

describe('what a basket costs', () => {
	it.each([
		[1.5, 180, 270],
		[0.5, 135, 68],
		[0.1, 5, 1],
		[0.3, 5, 2],
		[1.005, 100, 101],
		[6, 48, 288],
		[999, 100_000, 99_900_000]
	])('%s at %s cents is %s, rounded once like the database', (quantity, price, cents) => {
		expect(lineCents(quantity, price)).toBe(cents);
	});

	it('sums rounded lines and counts articles, not pieces', () => {
		const offers = [offer('a', { priceCents: 135 }), offer('b', { priceCents: 135 }), offer('c')];
		expect(sumBasket(offers, { a: 0.5, b: 0.5, c: 0 })).toEqual({ cents: 136, articles: 2 });
		expect(sumBasket(offers, {})).toEqual({ cents: 0, articles: 0 });
	});

	it('takes zero and absent for the same', () => {
		expect(isSameBasket({ a: 1, b: 0 }, { a: 1 })).toBe(true);
		expect(isSameBasket({ a: 1 }, { a: 1, b: 0.5 })).toBe(false);
		expect(quantitiesOf(undefined)).toEqual({});
	});
});

describe('the last order again', () => {
	const last = (lines: [string | null, number][]) => ({
		title: '',
		placedAt: '',
		lines: lines.map(([offerId, quantity]) => ({
			offerId,
			quantity,
			name: `last ${offerId ?? 'gone'}`,
			unit: 'kg' as const
		}))
	});

	it('fills what is still offered and names what is not', () => {
		expect(
			repeatOrder(
				last([
					['a', 1.5],
					[null, 2],
					['b', 1]
				]),
				[offer('a'), offer('b', { withdrawn: true })]
			)
		).toEqual({ quantities: { a: 1.5 }, gone: ['last gone', 'last b'], less: [] });
	});

	it('takes what is left, in whole steps, and says so', () => {
		const offers = [offer('a', { left: 1.2 }), offer('b', { step: 1 }), offer('c', { left: 0 })];
		expect(
			repeatOrder(
				last([
					['a', 2],
					['b', 1.5],
					['c', 1]
				]),
				offers
			)
		).toEqual({
			quantities: { a: 1, b: 1 },
			gone: ['last c'],
			less: [
				{ name: 'a', quantity: 1, unit: 'kg' },
				{ name: 'b', quantity: 1, unit: 'kg' }
			]
		});
	});
});

describe('a basket that waits on the device', () => {
	function memory() {
		const kept = new Map<string, string>();
		return {
			getItem: (key: string) => kept.get(key) ?? null,
			setItem: (key: string, value: string) => void kept.set(key, value),
			removeItem: (key: string) => void kept.delete(key)
		};
	}
	const key = draftKey('round', 'odile');

	it('comes back, for the same person, round and version only', () => {
		const store = memory();
		keepDraft(() => store, key, 2, { a: 1.5 });
		expect(readDraft(() => store, draftKey('round', 'karim'), 2)).toBeNull();
		expect(readDraft(() => store, key, 2)).toEqual({ a: 1.5 });
		expect(readDraft(() => store, key, 3)).toBeNull();
		expect(readDraft(() => store, key, 2)).toBeNull();
	});

	it('is not believed when it is not one of ours', () => {
		const store = memory();
		for (const text of [
			'{',
			'null',
			'[]',
			'{"version":0}',
			'{"version":0,"quantities":{"a":"1"}}'
		]) {
			store.setItem(key, text);
			expect(readDraft(() => store, key, 0)).toBeNull();
		}
		dropDraft(() => store, key);
		expect(store.getItem(key)).toBeNull();
	});

	it('costs only the memory where a browser forbids it', () => {
		const forbidden = () => {
			throw new DOMException('denied', 'SecurityError');
		};
		expect(keepDraft(forbidden, key, 0, {})).toBe(false);
		expect(readDraft(forbidden, key, 0)).toBeNull();
		expect(() => dropDraft(forbidden, key)).not.toThrow();
	});
});
