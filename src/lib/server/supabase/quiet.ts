import { AsyncLocalStorage } from 'node:async_hooks';

/*
 * @supabase/lite prints database errors to the console with the values of the failed statement:
 * names, addresses, codes. While its code runs, the console says nothing; the error itself reaches
 * us in the response. Everything else that uses the console is untouched.
 */
const inside = new AsyncLocalStorage<true>();
const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;

let installed = false;

function install(): void {
	installed = true;
	for (const method of methods) {
		const original = console[method].bind(console);
		console[method] = (...values: unknown[]) => {
			if (!inside.getStore()) original(...values);
		};
	}
}

/** Runs `act` with the console silenced for it and for everything it awaits. */
export function quietly<T>(act: () => T): T {
	if (!installed) install();
	return inside.run(true, act);
}
