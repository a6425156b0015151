import { describe, expect, it, vi } from 'vitest';
import { shareRefreshes } from './refresh.ts';

const url = 'http://backend/auth/v1/token?grant_type=refresh_token';
const body = (token: string) => ({
	method: 'POST',
	body: JSON.stringify({ refresh_token: token })
});

describe('shareRefreshes', () => {
	it('sends one refresh for tabs that ask together, and soon after', async () => {
		const send = vi.fn(async () => Response.json({ access_token: 'new' }));
		const shared = shareRefreshes(send);
		const both = await Promise.all([shared(url, body('a')), shared(url, body('a'))]);
		const later = await shared(url, body('a'));
		expect(send).toHaveBeenCalledTimes(1);
		expect(await Promise.all([...both, later].map((answer) => answer.json()))).toEqual(
			Array(3).fill({ access_token: 'new' })
		);
	});

	it('keeps the sessions of two people apart', async () => {
		const send = vi.fn(async (_: unknown, init?: RequestInit) => new Response(String(init?.body)));
		const shared = shareRefreshes(send as typeof fetch);
		const [a, b] = await Promise.all([shared(url, body('a')), shared(url, body('b'))]);
		expect(await a.text()).toContain('"a"');
		expect(await b.text()).toContain('"b"');
	});

	it('does not remember a failure', async () => {
		const send = vi.fn(async () => new Response('{}', { status: 400 }));
		const shared = shareRefreshes(send);
		await shared(url, body('a'));
		await shared(url, body('a'));
		expect(send).toHaveBeenCalledTimes(2);
	});

	it('leaves everything else alone', async () => {
		const send = vi.fn(async () => new Response('{}'));
		const shared = shareRefreshes(send);
		await shared('http://backend/rest/v1/rpc/place_order', body('a'));
		await shared('http://backend/rest/v1/rpc/place_order', body('a'));
		expect(send).toHaveBeenCalledTimes(2);
	});
});
