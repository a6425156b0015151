/** How an answer can be packed. */
export type Coding = 'br' | 'gzip';

/** The best coding that a browser takes, by its `accept-encoding`; null for those that take none. */
export function chooseCoding(accepted: string): Coding | null {
	const taken = accepted
		.split(',')
		.filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
		.map((part) => part.replace(/;.*/, '').trim().toLowerCase());
	if (taken.includes('br')) return 'br';
	return taken.includes('gzip') ? 'gzip' : null;
}
