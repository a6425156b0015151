import { describe, expect, it } from 'vitest';
import { NOW, PARIS, order, round } from './example.ts';
import { nextDelivery, openFirst, sortForHome } from './upcoming.ts';

describe('the next delivery', () => {
	const saturday = round('saturday');
	const today = round('today', { phase: 'ordered', deliveryOn: '2026-11-22', deliveryTo: '20:00' });

	it('is the earliest that is not over, by the clock of the residence', () => {
		expect(nextDelivery([saturday], NOW, PARIS)?.id).toBe('saturday');
		// 21 h in Paris: over since 20 h; 20 h in London: just ending.
		expect(nextDelivery([saturday, today], NOW, PARIS)?.id).toBe('saturday');
		expect(nextDelivery([saturday, today], NOW, 'Europe/London')?.id).toBe('today');
	});

	it('is not a draft, nor what has been delivered or cancelled', () => {
		const others = (['draft', 'delivered', 'settled', 'cancelled'] as const).map((phase) =>
			round(phase, { phase })
		);
		expect(nextDelivery(others, NOW, PARIS)).toBeNull();
	});
});

describe('the home page', () => {
	it('sorts rounds by what one can do with them', () => {
		const parts = sortForHome([
			round('coming', { phase: 'coming' }),
			round('later', { closesAt: '2026-11-27T17:00:00Z' }),
			round('open'),
			round('others', { phase: 'ordered' }),
			round('mine', { phase: 'ordered', order: order('waiting') }),
			round('here', { phase: 'delivered', order: order('waiting'), owedCents: 2250 }),
			round('unpaid', { phase: 'delivered', order: order('collected'), owedCents: 100 }),
			round('done', { phase: 'delivered', order: order('collected') }),
			round('draft', { phase: 'draft' })
		]);
		const ids = Object.fromEntries(
			Object.entries(parts).map(([part, rounds]) => [part, rounds.map(({ id }) => id)])
		);
		expect(ids).toEqual({
			open: ['open', 'later'],
			coming: ['coming'],
			onTheirWay: ['mine'],
			waiting: ['here', 'unpaid']
		});
	});

	it('lists open rounds first', () => {
		const rounds = [
			round('c', { phase: 'coming' }),
			round('d', { phase: 'delivered' }),
			round('o')
		];
		expect(openFirst(rounds).map(({ id }) => id)).toEqual(['o', 'c', 'd']);
	});
});
