/*
 * The web server: adapter-node's handler behind a small Node server of ours, for four reasons.
 * The adapter takes every request for https unless a header tells the protocol, and then refuses
 * all forms on plain http://localhost; freezing the origin at build time would freeze the port.
 * It must not believe forwarding headers of just anybody. It answers for files, and refuses, without
 * our hooks: headers that every answer carries are set here. And the port must be known to be free
 * before anybody reads that Palier is ready.
 */
import { createServer } from 'node:http';
import process from 'node:process';
import { SECURITY_HEADERS, TRANSPORT_SECURITY } from '../src/lib/server/security-headers.ts';
import { readConfig, SetupError } from '../src/lib/server/supabase/config.ts';

const PROTOCOL = 'x-palier-protocol';
const HOST = 'x-palier-host';
const ADDRESS = 'x-palier-address';
const IN_FLIGHT_MS = 20_000;
const CLOSE_MS = 60_000;
// A photo of 10 MB and the fields around it.
const BODY_LIMIT = '12M';

/** @param {string} reason */
function giveUp(reason) {
	process.stderr.write(`Palier cannot start. ${reason}\n`);
	process.exitCode = 1;
}

/** @returns {import('../src/lib/server/supabase/config.ts').Config | null} */
function configOrNull() {
	try {
		return readConfig(process.env);
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		giveUp(error.message);
		return null;
	}
}

/**
 * Tells the adapter how the browser addressed us.
 * @param {import('node:http').IncomingMessage} request
 * @param {URL | null} origin
 */
function tellOrigin(request, origin) {
	const { headers } = request;
	const forwarded = String(headers['x-forwarded-proto'] ?? '')
		.split(',', 1)
		.join('')
		.trim();
	const isProtocol = forwarded === 'http' || forwarded === 'https';
	// A stranger's header can only spoil the stranger's own request: forms compare it with Origin.
	headers[PROTOCOL] = origin ? origin.protocol.slice(0, -1) : isProtocol ? forwarded : 'http';
	headers[HOST] = origin ? origin.host : (headers.host ?? 'localhost');
	// Only behind a declared proxy is the last forwarded address the one the proxy itself saw.
	const chain = origin ? String(headers['x-forwarded-for'] ?? '').split(',') : [];
	headers[ADDRESS] = chain.at(-1)?.trim() || request.socket.remoteAddress || 'unknown';
}

/**
 * @param {import('../src/lib/server/supabase/config.ts').Config} config
 * @param {import('node:http').Server} server
 */
function printAddress(config, server) {
	// PORT=0 lets the system choose.
	const bound = server.address();
	const port = bound && typeof bound === 'object' ? bound.port : config.port;
	const everywhere = config.host === '0.0.0.0' || config.host === '::';
	const host = everywhere || config.host === '127.0.0.1' ? 'localhost' : config.host;
	process.stdout.write(`Palier is ready: ${config.origin ?? `http://${host}:${port}`}\n`);
}

/** @param {import('../src/lib/server/supabase/config.ts').Config} config */
async function serve(config) {
	process.env.PROTOCOL_HEADER = PROTOCOL;
	process.env.HOST_HEADER = HOST;
	process.env.ADDRESS_HEADER = ADDRESS;
	process.env.BODY_SIZE_LIMIT ??= BODY_LIMIT;
	const origin = config.origin ? new URL(config.origin) : null;

	const server = createServer();
	await listen(server, config);
	// Importing the handler starts database and worker; whatever fails there ends the process.
	// Whoever asks before that is done waits for it.
	const ready = import(new URL('../build/handler.js', import.meta.url).href);
	let stopping = false;
	server.on('request', async (request, response) => {
		const { handler } = await ready;
		tellOrigin(request, origin);
		for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
		if (request.headers[PROTOCOL] === 'https') {
			response.setHeader('strict-transport-security', TRANSPORT_SECURITY);
		}
		if (stopping) response.setHeader('connection', 'close');
		response.on('close', () => stopping && server.closeIdleConnections());
		handler(request, response, () => {
			response.statusCode = 404;
			response.end();
		});
	});
	await ready;
	printAddress(config, server);

	/** @param {NodeJS.Signals} signal */
	const stop = (signal) => {
		if (stopping) return;
		stopping = true;
		// Whatever hangs, the process ends; the database survives that as it survives a power cut.
		setTimeout(() => process.exit(1), CLOSE_MS).unref();
		const cut = setTimeout(() => server.closeAllConnections(), IN_FLIGHT_MS);
		server.close(() => {
			clearTimeout(cut);
			// adapter-node's name for this moment; not one of Node's own events.
			process.emit(/** @type {any} */ ('sveltekit:shutdown'), signal);
		});
		server.closeIdleConnections();
	};
	process.on('SIGTERM', stop);
	process.on('SIGINT', stop);
	// scripts/start.mjs was killed: nobody would stop this process any more.
	process.on('disconnect', () => stop('SIGTERM'));
	// Listening to it must not keep the process alive once everything else is closed.
	process.channel?.unref();
}

/**
 * @param {import('node:http').Server} server
 * @param {import('../src/lib/server/supabase/config.ts').Config} config
 */
function listen(server, config) {
	return new Promise((resolve, reject) => {
		server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
			const taken = error.code === 'EADDRINUSE';
			const reason = taken
				? `Port ${config.port} is taken by another program: stop it, or set PORT to another number.`
				: `It cannot listen on ${config.host}:${config.port} (${error.code}): set HOST and PORT to an address of this machine.`;
			reject(new SetupError(reason));
		});
		server.listen({ host: config.host, port: config.port }, () => resolve(undefined));
	});
}

const config = configOrNull();
if (config) {
	await serve(config).catch((error) => {
		if (!(error instanceof SetupError)) throw error;
		giveUp(error.message);
	});
}
