import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { isInSeason, monthOf, seasonRuns, seasonText } from './season.ts';

overwriteGetLocale(() => 'fr');

describe('season', () => {
	it('takes no month as all year', () => {
		expect(isInSeason([], 4)).toBe(true);
		expect(isInSeason([9, 10], 4)).toBe(false);
		expect(seasonText([])).toBe('Toute l’année');
		expect(seasonText([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])).toBe('Toute l’année');
	});

	it('runs across the new year', () => {
		expect(seasonRuns([1, 2, 3, 9, 10, 11, 12])).toEqual([[9, 3]]);
		expect(seasonText([12, 1])).toBe('De décembre à janvier');
	});

	it('names each part of the year, and months alone', () => {
		expect(seasonRuns([4, 6, 7])).toEqual([
			[4, 4],
			[6, 7]
		]);
		expect(seasonText([7, 4, 6])).toBe('Avril, de juin à juillet');
	});

	it('reads the month of a wall time', () => {
		expect(monthOf('2026-11-22T20:09')).toBe(11);
	});
});
