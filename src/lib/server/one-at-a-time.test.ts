import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

describe('oneAtATime', () => {
	it('lets the second wait for the first, in the order they came', async () => {
		const said: string[] = [];
		const act = (name: string, ms: number) => async () => {
			said.push(`${name} begins`);
			await sleep(ms);
			said.push(`${name} ends`);
			return name;
		};
		const answers = await Promise.all([
			oneAtATime('door', act('first', 15)),
			oneAtATime('door', act('second', 1)),
			oneAtATime('door', act('third', 1))
		]);
		expect(answers).toEqual(['first', 'second', 'third']);
		expect(said.join()).toBe(
			'first begins,first ends,second begins,second ends,third begins,third ends'
		);
	});

	it('keeps nobody waiting behind another door', async () => {
		let open = () => {};
		const slow = oneAtATime('one', () => new Promise<void>((resolve) => (open = resolve)));
		expect(await oneAtATime('other', async () => 'through')).toBe('through');
		open();
		await slow;
	});

	it('goes on after one that failed, which tells its own caller', async () => {
		const failed = oneAtATime('door', async () => {
			throw new Error('no');
		});
		const next = oneAtATime('door', async () => 'through');
		await expect(failed).rejects.toThrow('no');
		expect(await next).toBe('through');
	});
});
