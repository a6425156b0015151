import { createECDH, randomBytes, randomUUID, type ECDH } from 'node:crypto';
import { once } from 'node:events';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { decrypt } from 'http_ece';
import { generate } from 'selfsigned';
import type { PushSubscription } from './sender.ts';

/** How the push service answers from now on. */
export type Answer =
	| { status: number; headers?: Record<string, string>; body?: string }
	/** Takes the message and never says so. */
	| 'silence'
	/** Cuts the connection in the middle. */
	| 'drop'
	/** What is no HTTP. Needs `http2: false`. */
	| 'garbage'
	/** Takes the message, and never comes to the end of saying so. */
	| 'drip';

export type Arrived = {
	/** Which browser it was for. */
	device: string;
	headers: Record<string, string>;
	/** Bytes as they came. */
	size: number;
	/** The message as that browser reads it. */
	payload: Record<string, unknown>;
};

export type PushService = {
	/** "localhost:port", as it is named in the list of push services. */
	host: string;
	/** Its certificate, PEM. */
	ca: string;
	arrived: Arrived[];
	/** Connections made since the start. */
	connections: () => number;
	/** Answers everybody like this, or one device (its endpoint). */
	answer(answer: Answer, device?: string): void;
	/** A new browser that subscribed here. */
	subscribe(): PushSubscription;
	close(): Promise<void>;
};

/** A push service on this machine that decrypts what the server sends, and answers as a test wants. */
export async function startPushService({ http2 = true } = {}): Promise<PushService> {
	const { private: key, cert } = await generate(
		[{ name: 'commonName', value: `push ${randomUUID().slice(0, 8)}` }],
		{
			keyType: 'ec',
			extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }]
		}
	);
	const browsers = new Map<string, { keys: ECDH; auth: string }>();
	const answers = new Map<string, Answer>();
	const arrived: Arrived[] = [];
	const sockets = new Set<Socket>();
	let usual: Answer = { status: 201 };
	let made = 0;

	async function take(request: Http2ServerRequest, response: Http2ServerResponse): Promise<void> {
		const device = request.url.slice(1);
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body = Buffer.concat(chunks);
		const browser = browsers.get(device);
		if (!browser) {
			response.writeHead(404).end();
			return;
		}
		const text = decrypt(body, {
			version: 'aes128gcm',
			privateKey: browser.keys,
			authSecret: browser.auth
		});
		arrived.push({
			device,
			headers: request.headers as Record<string, string>,
			size: body.length,
			payload: JSON.parse(text.toString('utf8'))
		});
		const answer = answers.get(device) ?? usual;
		if (answer === 'silence') return;
		if (answer === 'drop') {
			request.socket.destroy();
			return;
		}
		if (answer === 'garbage') {
			request.socket.write('0xBAD\r\n\r\n');
			return;
		}
		if (answer === 'drip') {
			response.writeHead(201);
			const dripping = setInterval(() => response.write('.'), 50);
			response.on('close', () => clearInterval(dripping));
			return;
		}
		response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
	}

	const server = createSecureServer(
		{ key, cert, allowHTTP1: true, ...(!http2 && { ALPNProtocols: ['http/1.1'] }) },
		(request, response) => {
			// A message that cannot be decrypted is answered, so that the test that sent it fails with words.
			take(request, response).catch((error: Error) => response.writeHead(599).end(error.message));
		}
	);
	server.on('secureConnection', (socket) => {
		made += 1;
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		socket.on('error', () => {});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const host = `localhost:${(server.address() as AddressInfo).port}`;

	return {
		host,
		ca: cert,
		arrived,
		connections: () => made,
		answer(answer, device) {
			if (device === undefined) usual = answer;
			else answers.set(device.split('/').at(-1) ?? '', answer);
		},
		subscribe() {
			const keys = createECDH('prime256v1');
			const p256dh = keys.generateKeys('base64url');
			const auth = randomBytes(16).toString('base64url');
			const device = randomUUID();
			browsers.set(device, { keys, auth });
			return { endpoint: `https://${host}/${device}`, p256dh, auth };
		},
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}
