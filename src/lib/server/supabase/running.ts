import * as declared from '$app/env/private';
import { getLocale } from '#lib/paraglide/runtime.js';
import { codeMail } from '#lib/server/mail/code-mail.ts';
import { ensurePushKeys } from '#lib/server/jobs/push-keys.ts';
import { makePush, type Push } from '#lib/server/push/push.ts';
import { makeMailer, type Mailer } from '#lib/server/mail/mailer.ts';
import { startBackend, type Backend } from './backend.ts';
import { readConfig, type Config } from './config.ts';
import { captureCode } from './capture.ts';

export type Running = { config: Config; backend: Backend; mailer: Mailer; push: Push };

// On globalThis: the development server evaluates this module again after a change of it, and the
// database it started must not be started a second time.
const KEY = Symbol.for('palier.running');
const shared = globalThis as { [KEY]?: Promise<Running> };

/** Starts backend and mailer, once per process. */
export function startRunning(): Promise<Running> {
	shared[KEY] ??= start();
	return shared[KEY];
}

/** Backend, mailer and configuration of this process. Fails before the start has finished. */
export async function running(): Promise<Running> {
	if (!shared[KEY]) throw new Error('The backend is used before the start of the app.');
	return shared[KEY];
}

/** Closes everything, so that the process can end. */
export async function stopRunning(): Promise<void> {
	const started = shared[KEY];
	if (!started) return;
	delete shared[KEY];
	const { backend, mailer, push } = await started;
	mailer.close();
	await push.sender?.close();
	await backend.stop();
}

async function start(): Promise<Running> {
	// Values of a .env file reach us through SvelteKit in development; a real environment wins.
	const config = readConfig({ ...declared, ...process.env });
	const mailer = makeMailer(config);
	const backend = await startBackend(config, {
		async sendCode(address, code) {
			if (captureCode(address, code)) return;
			await mailer.send(codeMail(address, code, getLocale()));
		}
	});
	return { config, backend, mailer, push: makePush(config, await ensurePushKeys(backend)) };
}
