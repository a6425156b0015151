import { describe, expect, it } from 'vitest';
import { NOW, PARIS, round, type Round } from './example.ts';
import { listTasks } from './tasks.ts';

describe('what needs the caretaker', () => {
	const kinds = (rounds: Round[], now = NOW) =>
		listTasks(rounds, now, PARIS).map(({ kind, page }) => `${kind} → ${page}`);
	const ordered = (sheet: Partial<NonNullable<Round['sheet']>> | null, more: Partial<Round> = {}) =>
		round('ordered', {
			phase: 'ordered',
			sheet: sheet && { sentAt: null, failedAt: null, readAt: null, answeredAt: null, ...sheet },
			...more
		});

	it('warns about a minimum only when the deadline is near', () => {
		const low = round('low', { minimumCents: 30_000 });
		expect(kinds([low])).toEqual([]);
		expect(kinds([low], '2026-11-24T17:00:00Z')).toEqual(['below_minimum → manage']);
		expect(kinds([round('few', { minimumBaskets: 19 })], '2026-11-24T17:00:00Z')).toHaveLength(1);
		expect(kinds([round('met', { minimumCents: 25_800 })], '2026-11-24T17:00:00Z')).toEqual([]);
	});

	it('follows the sheet to the producer', () => {
		const long = '2026-11-22T08:00:00+00:00';
		expect(kinds([ordered({ failedAt: NOW })])).toEqual(['sheet_failed → sheet']);
		expect(kinds([ordered({ sentAt: long })])).toEqual(['sheet_unread → sheet']);
		expect(kinds([ordered({ sentAt: NOW })])).toEqual([]);
		expect(kinds([ordered({ sentAt: long, readAt: NOW })])).toEqual([]);
		expect(kinds([ordered({ sentAt: long, readAt: NOW, answeredAt: NOW })])).toEqual([
			'sheet_answered → sheet'
		]);
	});

	it('sends to delivery, pick-up and money in their time', () => {
		expect(kinds([ordered(null, { deliveryOn: '2026-11-22' })])).toEqual([
			'delivery_today → delivery'
		]);
		expect(kinds([ordered(null, { deliveryOn: '2026-11-21' })])).toEqual([
			'delivery_late → delivery'
		]);
		expect(kinds([round('d', { phase: 'delivered', waiting: 3 })])).toEqual([
			'baskets_waiting → pickup'
		]);
		expect(kinds([round('d', { phase: 'delivered', waiting: 0 })])).toEqual(['settle → money']);
	});

	it('puts what presses first', () => {
		expect(
			kinds([
				round('draft', { phase: 'draft' }),
				round('closed', { phase: 'closed' }),
				ordered(null, { deliveryOn: '2026-11-22' })
			])
		).toEqual(['delivery_today → delivery', 'not_sent → manage', 'draft → edit']);
	});
});
