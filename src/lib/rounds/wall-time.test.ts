import { describe, expect, it } from 'vitest';
import { addDays, isDay, isTime, isWallTime, suggestDates } from './wall-time.ts';

describe('wall times', () => {
	it('knows days that exist', () => {
		expect(isDay('2028-02-29')).toBe(true);
		for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '1999-01-01', '', 'demain']) {
			expect(isDay(text), text).toBe(false);
		}
	});

	it('knows times as browsers send them', () => {
		expect(isTime('00:00')).toBe(true);
		expect(isTime('23:59:00')).toBe(true);
		expect(isTime('24:00')).toBe(false);
		expect(isWallTime('2026-11-29T18:00')).toBe(true);
		expect(isWallTime('2026-11-29 18:00')).toBe(false);
		expect(isWallTime('2026-11-29T18:00Z')).toBe(false);
		expect(isWallTime('2026-11-29T18:00T18:00')).toBe(false);
	});

	it('counts days across the clock change', () => {
		expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
		expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
	});
});

describe('suggestDates', () => {
	it('leaves neighbours three days or more', () => {
		expect(suggestDates('2026-11-22T20:09')).toEqual({
			opens: '2026-11-22T20:09',
			closes: '2026-11-25T18:00',
			deliveryOn: '2026-11-28',
			deliveryFrom: '10:00',
			deliveryTo: '12:00'
		});
		expect(suggestDates('2026-11-23T08:00').closes).toBe('2026-12-02T18:00');
		expect(suggestDates('2026-11-25T08:00').closes).toBe('2026-12-02T18:00');
	});
});
