import { expect, it } from 'vitest';
import { actionHere } from './action-here.ts';

it.each([
	['', '?/check'],
	['?by=names&q=b%2012', '?/check&by=names&q=b%2012'],
	// A page that answered another action without JavaScript.
	['?/pay=&order=1', '?/check&order=1'],
	['?/pay&order=1', '?/check&order=1'],
	['?%2Fpay=&order=1', '?/check&order=1']
])('keeps what the address says: %j', (search, action) => {
	expect(actionHere('check', { search })).toBe(action);
});
