// On globalThis, as the backend itself is: after a change of this module in development, the backend
// still calls the old one, and both must find the same list.
const KEY = Symbol.for('palier.waiting-for-codes');
const shared = globalThis as { [KEY]?: Map<string, (code: string) => void> };
const waiting = (shared[KEY] ??= new Map());

/** Hands a sign-in code to whoever waits for it in this process, instead of mailing it. */
export function captureCode(address: string, code: string): boolean {
	const take = waiting.get(address);
	if (!take) return false;
	waiting.delete(address);
	take(code);
	return true;
}

/** Runs `ask`, which makes a code be sent to the address, and answers that code. */
export async function codeWithoutMail(address: string, ask: () => Promise<void>): Promise<string> {
	const code = new Promise<string>((resolve) => waiting.set(address, resolve));
	try {
		await ask();
		return await Promise.race([
			code,
			new Promise<never>((_, reject) => {
				setTimeout(
					() => reject(new Error('No sign-in code came within 5 seconds.')),
					5_000
				).unref();
			})
		]);
	} finally {
		waiting.delete(address);
	}
}
