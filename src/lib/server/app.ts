import { building } from '$app/env';
import { describeError, log } from './log.ts';
import { ensureSetupCode } from './jobs/setup-code.ts';
import { startWorker, stopWorker, type Composers } from './jobs/worker.ts';
import { SetupError } from './supabase/config.ts';
import { startRunning, stopRunning, type Running } from './supabase/running.ts';

let stopping: Promise<void> | undefined;

/** Starts backend and worker. What stops the start is told in one sentence at the terminal. */
export async function startApp(composers: Composers): Promise<void> {
	if (building) return;
	try {
		const running = await startRunning();
		if (running.config.demo) await openDemoOnStart(running);
		await startWorker(running, composers);
		await printSetupCode(running);
	} catch (error) {
		const expected = error instanceof SetupError;
		if (!expected) log.fatal({ err: error }, 'start failed');
		const reason = expected ? error.message : describeError(error).message;
		process.stderr.write(`Palier cannot start. ${reason}\n`);
		process.exit(1);
	}
	// Our server says when the last answer has left; the development server has no such moment.
	process.once('sveltekit:shutdown', () => void stopApp());
	if (import.meta.env.DEV) {
		for (const signal of ['SIGTERM', 'SIGINT'] as const) {
			process.once(signal, () => void stopApp().then(() => process.exit(0)));
		}
	}
}

async function openDemoOnStart({ backend }: Running): Promise<void> {
	if (!backend.openDemo) {
		throw new SetupError(
			'PALIER_DEMO=1 does not work with a Supabase project: run "npx supabase db push --include-seed" and remove the setting.'
		);
	}
	await backend.openDemo();
}

/** Whoever creates the first residence must have access to this terminal. */
async function printSetupCode({ backend }: Running): Promise<void> {
	const code = await ensureSetupCode(backend);
	if (code) process.stdout.write(`Set-up code to create your residence: ${code}\n`);
}

/** Lets the worker finish its mail and closes the database. */
export function stopApp(): Promise<void> {
	stopping ??= (async () => {
		try {
			await stopWorker();
			await stopRunning();
		} catch (error) {
			log.error({ err: error }, 'stop failed');
			process.exitCode = 1;
		}
	})();
	return stopping;
}
