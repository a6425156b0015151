import { describe, expect, it } from 'vitest';
import { suggestDeadline } from './suggest-deadline.ts';

const round = {
	closesLocal: '2026-11-25T18:00:00',
	deliveryOn: '2026-11-28',
	deliveryFrom: '10:00:00'
};

describe('suggestDeadline', () => {
	it('proposes the same hour tomorrow, by the clock of the residence', () => {
		const now = '2026-11-25T23:30:00Z';
		expect(suggestDeadline(round, now, 'Europe/Paris')).toBe('2026-11-27T18:00');
		expect(suggestDeadline(round, now, 'America/Martinique')).toBe('2026-11-26T18:00');
	});

	it('stays before the delivery', () => {
		expect(suggestDeadline(round, '2026-11-27T15:20:00Z', 'Europe/Paris')).toBe('2026-11-27T18:00');
	});
});
