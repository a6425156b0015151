import { describe, expect, it } from 'vitest';
import { isPublicAddress, makePublicLookup } from './addresses.ts';

describe('isPublicAddress', () => {
	it.each(['8.8.8.8', '142.250.75.10', '2a00:1450:4007:80c::200a', '192.0.1.1', '172.32.0.1'])(
		'%s is on the open internet',
		(address) => expect(isPublicAddress(address)).toBe(true)
	);
	it.each([
		'0.0.0.0',
		'10.1.2.3',
		'100.64.0.1',
		'127.0.0.1',
		'127.8.8.8',
		'169.254.169.254',
		'172.16.0.1',
		'172.31.255.255',
		'192.168.1.1',
		'198.18.0.1',
		'203.0.113.9',
		'224.0.0.1',
		'255.255.255.255',
		'::',
		'::1',
		'::ffff:127.0.0.1',
		'::ffff:8.8.8.8',
		'64:ff9b::7f00:1',
		'fc00::1',
		'fe80::1',
		'ff02::1',
		'2001:db8::1',
		'2002:7f00:1::'
	])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('makePublicLookup', () => {
	type Found = { address: string; family: number }[];
	const look = (found: Found, all = false) =>
		new Promise<unknown>((resolve) => {
			const answer = ((
				_name: string,
				_options: object,
				done: (error: null, found: Found) => void
			) => done(null, found)) as never;
			makePublicLookup(answer)('push.example', { all }, (error, address, family) =>
				resolve(error ? error.code : [address, family])
			);
		});

	it('answers one address or all of them, as it was asked', async () => {
		const found = [{ address: '8.8.8.8', family: 4 }];
		expect(await look(found)).toEqual(['8.8.8.8', 4]);
		expect(await look(found, true)).toEqual([found, undefined]);
	});
	it('fails when one of several addresses is private', async () => {
		const found = [
			{ address: '8.8.8.8', family: 4 },
			{ address: '10.0.0.1', family: 4 }
		];
		expect(await look(found)).toBe('EPRIVATE');
		expect(await look(found, true)).toBe('EPRIVATE');
	});
	it('fails when there is none', async () => {
		expect(await look([])).toBe('EPRIVATE');
	});
});
