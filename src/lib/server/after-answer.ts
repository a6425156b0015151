import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestEvent } from '$app/server';
import { log } from '#lib/server/log.ts';

/**
 * Does something when the answer has left, after a moment that differs each time: neither the answer
 * nor the next one is slower for somebody who is known than for a stranger. What fails is logged,
 * without a word on whom it was about.
 *
 * @param what for the log: "a sign-in code"
 */
export function afterAnswer(what: string, run: () => Promise<void>): void {
	const { requestId } = getRequestEvent().locals;
	void (async () => {
		try {
			await sleep(200 + Math.random() * 1_000);
			await run();
		} catch (err) {
			log.error({ id: requestId, err }, `${what} could not be sent`);
		}
	})();
}
