import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeKey } from './subscribe.ts';
import { hashEndpoint, isApplePhone, judge, type Signs } from './this-phone.ts';

const signs = (more: Partial<Signs>): Signs => ({
	hasPush: true,
	isApple: false,
	isInstalled: false,
	permission: 'default',
	isKnown: false,
	...more
});

describe('judge', () => {
	it.each([
		['off', {}],
		['on', { permission: 'granted', isKnown: true }],
		['off', { permission: 'granted' }],
		['off', { isKnown: true }],
		['denied', { permission: 'denied', isKnown: true }],
		['install', { hasPush: false, isApple: true }],
		['unsupported', { hasPush: false, isApple: true, isInstalled: true }],
		['unsupported', { hasPush: false }],
		['on', { isApple: true, isInstalled: true, permission: 'granted', isKnown: true }]
	] as const)('%s for %j', (state, more) => {
		expect(judge(signs(more))).toBe(state);
	});
});

describe('isApplePhone', () => {
	it.each([
		['Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X)', 5, true],
		['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 5, true],
		['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 0, false],
		['Mozilla/5.0 (Linux; Android 9; SM-J330F)', 5, false]
	])('%s with %i fingers: %s', (agent, fingers, is) => {
		expect(isApplePhone(agent, fingers)).toBe(is);
	});
});

it('names a phone as the database does', async () => {
	const endpoint = 'https://push.example/phone';
	const hash = createHash('sha256').update(endpoint).digest('hex');
	expect(await hashEndpoint(endpoint)).toBe(hash);
});

it('reads a key as a browser needs it', () => {
	expect([...decodeKey('-_8A')]).toEqual([251, 255, 0]);
});
