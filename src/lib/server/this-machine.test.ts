import { describe, expect, it } from 'vitest';
import { isThisMachine } from './this-machine.ts';

const here = (headers: Record<string, string> = {}) => ({
	address: '127.0.0.1',
	host: 'localhost',
	headers: new Headers(headers)
});

describe('isThisMachine', () => {
	it.each([
		['127.0.0.1', 'localhost'],
		['::1', '[::1]'],
		['::ffff:127.0.0.1', '127.0.0.1'],
		['127.0.0.53', 'localhost']
	])('takes %s asking for %s for somebody here', (address, host) => {
		expect(isThisMachine({ ...here(), address, host }, null)).toBe(true);
	});

	it.each([
		['192.168.1.20', '192.168.1.5'],
		['192.168.1.20', 'localhost'],
		['2001:db8::1', 'localhost'],
		['127.0.0.1.evil.example', 'localhost'],
		['unknown', 'localhost'],
		// A tunnel, or a browser that a page led here under its own name.
		['127.0.0.1', 'palier.example.org'],
		['127.0.0.1', 'localhost.evil.example'],
		['127.0.0.1', '127.0.0.1.evil.example']
	])('takes %s asking for %s for somebody elsewhere', (address, host) => {
		expect(isThisMachine({ ...here(), address, host }, null)).toBe(false);
	});

	it.each(['x-forwarded-for', 'X-Forwarded-Proto', 'forwarded', 'via', 'x-real-ip'])(
		'believes no request that carries %s',
		(name) => {
			expect(isThisMachine(here({ [name]: '127.0.0.1' }), null)).toBe(false);
		}
	);

	it('takes nobody for here behind a declared proxy', () => {
		expect(isThisMachine(here(), 'https://palier.example.org')).toBe(false);
	});
});
