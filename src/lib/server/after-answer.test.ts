import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

vi.mock('$app/server', () => ({ getRequestEvent: () => ({ locals: { requestId: 'a1b2c3' } }) }));
const error = vi.hoisted(() => vi.fn());
vi.mock('#lib/server/log.ts', () => ({ log: { error } }));
vi.mock('node:timers/promises', () => ({
	setTimeout: (ms: number) => new Promise((resolve) => globalThis.setTimeout(resolve, ms))
}));

import { afterAnswer } from './after-answer.ts';

describe('afterAnswer', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it('begins nothing before the answer has left', async () => {
		const run = vi.fn(async () => {});
		afterAnswer('a mail', run);
		await vi.advanceTimersByTimeAsync(199);
		expect(run).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(1_001);
		expect(run).toHaveBeenCalledOnce();
	});

	it('logs a failure under the id of its request', async () => {
		const err = new Error('no server');
		afterAnswer('a mail', () => Promise.reject(err));
		await vi.advanceTimersByTimeAsync(1_200);
		expect(error).toHaveBeenCalledWith({ id: 'a1b2c3', err }, 'a mail could not be sent');
	});
});
