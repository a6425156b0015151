import { connect } from 'node:net';

export type RawAnswer = { status: number; headers: string; body: string };

/**
 * Sends bytes as they are, which a browser's request never is, and answers what came back. The server
 * is asked to close; a request that it does not answer gives status 0.
 */
export function sendRaw(
	base: string,
	line: string,
	headers: Record<string, string> = {},
	body = ''
): Promise<RawAnswer> {
	const { port, host } = new URL(base);
	const all = { host, connection: 'close', ...headers };
	const head = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
	return new Promise((resolve, reject) => {
		let text = '';
		const socket = connect(Number(port), '127.0.0.1', () => {
			socket.write(`${line} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n${body}`, 'latin1');
		});
		socket.setTimeout(20_000, () => socket.destroy());
		socket.on('data', (chunk) => (text += chunk.toString('latin1')));
		// The answer may come before the whole request has been read.
		socket.on('error', (error) => (text ? undefined : reject(error)));
		socket.on('close', () => {
			const end = text.indexOf('\r\n\r\n');
			resolve({
				status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0),
				headers: text.slice(0, end).toLowerCase(),
				body: text.slice(end + 4)
			});
		});
	});
}
