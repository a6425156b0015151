import { afterEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { choices, duration } from './kinds.ts';

afterEach(() => overwriteGetLocale(() => 'fr'));
overwriteGetLocale(() => 'fr');

describe('durations', () => {
	const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

	it.each([
		[1, '1 mois', '1 month'],
		[12, '12 mois', '12 months'],
		[18, '18 mois', '18 months'],
		[24, '2 ans', '2 years'],
		[120, '10 ans', '10 years']
	])('says %i months', (months, french, english) => {
		expect(plain(duration(months))).toBe(french);
		overwriteGetLocale(() => 'en');
		expect(plain(duration(months))).toBe(english);
	});

	it('offers what the limits allow, and what counts now', () => {
		expect(choices(1, 12, 3)).toEqual([1, 2, 3, 6, 9, 12]);
		expect(choices(1, 12, 4)).toEqual([1, 2, 3, 4, 6, 9, 12]);
		expect(choices(120, 180, 120)).toEqual([120, 132, 144, 180]);
		expect(choices(1, 1, 1)).toEqual([1]);
	});
});
