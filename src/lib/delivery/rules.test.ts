import { describe, expect, it } from 'vitest';
import { compareArrival } from './arrivals.ts';
import { arrangeBaskets, findBaskets, sumLeft } from './baskets.ts';
import { listCounted } from './count.ts';
import type { BasketView } from './views.ts';

const CARROTS = '11111111-1111-4111-8111-111111111111';

function basket(label: string, names: string, fields: Partial<BasketView> = {}): BasketView {
	const [staircase = '', door = ''] = label.split(' ');
	return {
		id: label,
		state: 'placed',
		version: 1,
		totalCents: 100,
		for: names,
		forId: null,
		pickupState: 'waiting',
		pickupBy: '',
		pickupNote: '',
		pickupAt: null,
		lines: [],
		household: { id: label, label, building: '', staircase, floor: 1, door, names },
		collectors: [],
		owedCents: 0,
		...fields
	};
}

describe('compareArrival', () => {
	it('sees what is whole, short by how much, and what is less than a step', () => {
		expect(compareArrival({ quantity: 12, step: 0.5 }, 12)).toEqual({ kind: 'whole' });
		expect(compareArrival({ quantity: 12, step: 0.5 }, 10.3)).toEqual({
			kind: 'short',
			missing: 1.7,
			rest: 0.3
		});
		expect(compareArrival({ quantity: 48, step: 6 }, 44)).toEqual({
			kind: 'short',
			missing: 4,
			rest: 2
		});
		expect(compareArrival({ quantity: 0.3, step: 0.1 }, 0.4)).toEqual({
			kind: 'more',
			surplus: 0.1
		});
	});
});

describe('listCounted', () => {
	it('reads a comma, keeps a zero and refuses an empty field beside it', async () => {
		const read = (value: string) =>
			listCounted(new URLSearchParams({ [`arrived-${CARROTS}`]: value }));
		expect((await read('1,5')).arrivals).toEqual([{ offer: CARROTS, quantity: 1.5 }]);
		expect((await read('0')).arrivals).toEqual([{ offer: CARROTS, quantity: 0 }]);
		for (const wrong of ['', '-1', 'dix', '1.2345']) {
			const { arrivals, issues, typed } = await read(wrong);
			expect(arrivals).toBeNull();
			expect(Object.keys(issues)).toEqual([`arrived-${CARROTS}`]);
			expect(typed).toEqual({ [`arrived-${CARROTS}`]: wrong });
		}
	});
});

describe('the pick-up list', () => {
	const baskets = [
		basket('A 02', 'Inès Vidal', { pickupState: 'collected' }),
		basket('B 12', 'Odile Renard'),
		basket('B 14', 'Karim Benali', { pickupState: 'partly' })
	];

	it.each([
		['b12', ['B 12']],
		['B 1', ['B 12', 'B 14']],
		['ines', ['A 02']],
		['12', ['B 12']],
		['renard odile', ['B 12']],
		['', ['A 02', 'B 12', 'B 14']],
		['zz', []]
	])('finds by %j', (query, found) => {
		expect(findBaskets(baskets, query).map(({ id }) => id)).toEqual(found);
	});

	it('goes by staircase, by family name, or shows what is left', () => {
		const ids = (kind: 'stairs' | 'names' | 'left') =>
			arrangeBaskets(baskets, kind, 'fr').map((group) => group.baskets.map(({ id }) => id));
		expect(ids('stairs')).toEqual([['A 02'], ['B 12', 'B 14']]);
		expect(ids('names')).toEqual([['B 14', 'B 12', 'A 02']]);
		expect(ids('left')).toEqual([['B 12', 'B 14']]);
	});

	it('sums what must still be on the table', () => {
		const line = (quantity: number, receivedQuantity: number | null) => ({
			offerId: CARROTS,
			name: 'Carottes',
			unit: 'kg' as const,
			pictogram: 'carrot',
			quantity,
			receivedQuantity,
			priceCents: 180,
			lineCents: 0,
			receivedCents: 0,
			withdrawn: false
		});
		const left = sumLeft([
			basket('A 01', 'A', { lines: [line(5, 5)], pickupState: 'collected' }),
			basket('A 02', 'B', { lines: [line(0.2, null)] }),
			basket('A 03', 'C', { lines: [line(1, 0.1)], pickupState: 'carry_up' })
		]);
		expect(left.map(({ name, quantity }) => [name, quantity])).toEqual([['Carottes', 0.3]]);
	});
});
