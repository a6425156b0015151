import { createHmac } from 'node:crypto';

/**
 * The part of a device's address that stays when it asks again. One household has a whole /64 of
 * IPv6: counting single addresses there would count nothing.
 */
export function networkOf(address: string): string {
	const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
	if (!plain.includes(':')) return plain;
	const [head = '', tail] = plain.toLowerCase().split('::');
	const front = head ? head.split(':') : [];
	const back = tail ? tail.split(':') : [];
	const gap = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
	const groups = [...front, ...Array<string>(gap).fill('0'), ...back];
	return groups
		.slice(0, 4)
		.map((group) => group.replace(/^0+(?=.)/, ''))
		.join(':');
}

/** What limits of tries are kept under: nobody can read the device's address out of it. */
export function hashNetwork(address: string, secret: string): string {
	return createHmac('sha256', secret)
		.update(`network ${networkOf(address)}`)
		.digest('hex');
}
