import { expect, it } from 'vitest';
import { chooseCoding } from './coding.ts';

it.each([
	['gzip, deflate, br, zstd', 'br'],
	['GZIP;q=0.5, BR ; q=0.8', 'br'],
	['gzip, deflate', 'gzip'],
	['br;q=0, gzip', 'gzip'],
	['gzip;q=0.0, br;q=0', null],
	['identity', null],
	['*', null],
	['', null]
])('chooses for a browser that takes "%s"', (accepted, coding) => {
	expect(chooseCoding(accepted)).toBe(coding);
});
