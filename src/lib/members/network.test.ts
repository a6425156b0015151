import { describe, expect, it } from 'vitest';
import { hashNetwork, networkOf } from './network.ts';

describe('networkOf', () => {
	it.each([
		['192.0.2.7', '192.0.2.7'],
		['::ffff:192.0.2.7', '192.0.2.7'],
		['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
		['2001:db8:1:2::9', '2001:db8:1:2'],
		['2001:0DB8::1', '2001:db8:0:0'],
		['fe80::1%eth0', 'fe80:0:0:0'],
		['::1', '0:0:0:0']
	])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));

	it('cannot be read back', () => {
		const hash = hashNetwork('192.0.2.7', 'secret');
		expect(hash).toMatch(/^[0-9a-f]{64}$/);
		expect(hash).not.toBe(hashNetwork('192.0.2.7', 'another'));
		expect(hash).toBe(hashNetwork('::ffff:192.0.2.7', 'secret'));
	});
});
