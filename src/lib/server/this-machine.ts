/** Headers that proxies and tunnels add: whoever sends one does not sit at this machine. */
const FORWARDED = [
	'forwarded',
	'via',
	'x-forwarded-for',
	'x-forwarded-host',
	'x-forwarded-proto',
	'x-real-ip',
	'cf-connecting-ip'
];

/** What a request says of where it comes from. */
export type Origin = { address: string; host: string; headers: Pick<Headers, 'has'> };

/**
 * Whether somebody at this very machine is asking: over the loopback, by a name of the loopback,
 * through nothing in between. The name keeps out what a browser here was tricked into sending, and
 * what a tunnel brings in from outside.
 *
 * @param publicOrigin the public address behind a declared proxy: then nobody is
 */
export function isThisMachine(
	{ address, host, headers }: Origin,
	publicOrigin: string | null
): boolean {
	return (
		publicOrigin === null &&
		/^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/i.test(address) &&
		/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host) &&
		!FORWARDED.some((name) => headers.has(name))
	);
}
