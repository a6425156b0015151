import { describe, expect, it } from 'vitest';
import { openedFor } from './opened-for.ts';

describe('openedFor', () => {
	it.each([
		['?/place', '', '?/place&mark=abcd1234'],
		[undefined, '', '?mark=abcd1234'],
		// The page's filters stay; the action that it was the answer to does not.
		[undefined, '?door=B&/place&mark=00000000', '?door=B&mark=abcd1234'],
		['?/pay&order=1&mark=00000000', '?order=1', '?/pay&order=1&mark=abcd1234'],
		['/sign-out', '?x=1', '/sign-out?mark=abcd1234'],
		['?/show#person-7', '?a=1', '?/show&mark=abcd1234#person-7']
	])('%j on a page with %j goes to %j', (action, search, expected) => {
		expect(openedFor(action, search, 'abcd1234')).toBe(expected);
	});

	it('leaves forms of nobody alone', () => {
		expect(openedFor(undefined, '?a=1', undefined)).toBeUndefined();
		expect(openedFor('?/ask', '', undefined)).toBe('?/ask');
	});
});
