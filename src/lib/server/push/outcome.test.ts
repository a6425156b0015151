import { describe, expect, it } from 'vitest';
import { readAnswer } from './outcome.ts';

const now = Date.parse('2026-11-23T10:00:00Z');

describe('readAnswer', () => {
	it.each([
		[200, 'sent'],
		[201, 'sent'],
		[202, 'sent'],
		[404, 'gone'],
		[410, 'gone'],
		[301, 'refused'],
		[307, 'refused'],
		[400, 'refused'],
		[401, 'refused'],
		[403, 'refused'],
		[413, 'refused'],
		[408, 'later'],
		[429, 'later'],
		[500, 'later'],
		[503, 'later'],
		[599, 'later']
	])('%i is "%s"', (status, kind) => {
		expect(readAnswer(status, undefined)).toMatchObject({ kind, status });
	});
	it.each([
		[undefined, null],
		['', null],
		['120', 120],
		['0', 0],
		['999999999', 86_400],
		['Mon, 23 Nov 2026 10:01:30 GMT', 90],
		['Mon, 23 Nov 2026 09:00:00 GMT', 0],
		['soon', null],
		['-5', null]
	])('Retry-After %j is %j seconds', (text, afterSeconds) => {
		expect(readAnswer(429, text, now)).toMatchObject({ kind: 'later', afterSeconds });
	});
});
