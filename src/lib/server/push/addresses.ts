import { lookup as lookUp, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIPv6 } from 'node:net';

/*
 * Addresses that are not on the open internet: IANA's special-purpose registries (RFC 6890 and its
 * updates), multicast and everything reserved.
 */
const inside = new BlockList();
for (const [net, bits] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 3]
] as const) {
	inside.addSubnet(net, bits, 'ipv4');
}
// Only 2000::/3 is given out at all; inside it, these lead elsewhere or nowhere.
const outside6 = new BlockList();
outside6.addSubnet('2000::', 3, 'ipv6');
const special6 = new BlockList();
for (const [net, bits] of [
	['2001::', 23],
	['2001:db8::', 32],
	['2002::', 16],
	['3fff::', 20]
] as const) {
	special6.addSubnet(net, bits, 'ipv6');
}

/** Whether an IP address is one of the open internet, not of this machine or of a private network. */
export function isPublicAddress(address: string): boolean {
	if (!isIPv6(address)) return !inside.check(address, 'ipv4');
	return outside6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
}

/** A name led to an address that must not be called. */
export class PrivateAddressError extends Error {
	override name = 'PrivateAddressError';
	readonly code = 'EPRIVATE';
}

type Answer = (
	error: NodeJS.ErrnoException | null,
	address: string | LookupAddress[],
	family?: number
) => void;

/**
 * Node's `dns.lookup`, that fails when any answer is a private address. Handed to the connection
 * itself, so the address that was checked is the one that is called: a second, different answer of
 * the name server comes too late.
 */
export function makePublicLookup(lookup: typeof lookUp = lookUp) {
	return (hostname: string, options: LookupOptions, done: Answer): void => {
		lookup(hostname, { ...options, all: true }, (error, addresses) => {
			if (error) return done(error, []);
			if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address))) {
				return done(new PrivateAddressError(`${hostname} is not on the open internet`), []);
			}
			if (options.all) return done(null, addresses);
			const [first] = addresses as [LookupAddress];
			done(null, first.address, first.family);
		});
	};
}
