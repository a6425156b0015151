import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPushService, type PushService } from './test-service.ts';
import { makePublicLookup } from './addresses.ts';
import { encrypt, makePushSender, type PushMessage, type PushSender } from './sender.ts';
import { makeAuthorization, makeVapidKeys } from './vapid.ts';

const message: PushMessage = {
	payload: { title: 'Légumes de la ferme', url: '/r/1/orders/2' },
	ttlSeconds: 3_600,
	urgency: 'normal',
	topic: 'round-2'
};
const keys = makeVapidKeys();
const contact = 'mailto:palier@example.org';
let service: PushService;
let sender: PushSender;

beforeEach(async () => {
	service = await startPushService();
	sender = makeSender();
});
afterEach(async () => {
	await sender.close();
	await service.close();
});

const makeSender = (hosts = [service.host]) =>
	makePushSender({ keys, contact, hosts, ca: service.ca, patienceMs: 1_000 });

describe('a push message', () => {
	it('arrives, and only the browser can read it', async () => {
		const phone = service.subscribe();
		expect(await sender.send(phone, message)).toEqual({ kind: 'sent', status: 201 });
		expect(service.arrived).toHaveLength(1);
		expect(service.arrived[0]).toMatchObject({
			payload: message.payload,
			headers: { ttl: '3600', urgency: 'normal', topic: 'round-2', 'content-encoding': 'aes128gcm' }
		});
		expect(service.arrived[0]?.headers.authorization).toMatch(/^vapid t=[\w.-]+, k=[\w-]+$/);
	});

	it('has the same length, whatever it says', async () => {
		const phone = service.subscribe();
		await sender.send(phone, { ...message, payload: { title: 'a' } });
		await sender.send(phone, { ...message, payload: { title: 'é'.repeat(500) } });
		const sizes = service.arrived.map(({ size }) => size);
		expect(new Set(sizes).size).toBe(1);
		expect(sizes[0]).toBeLessThanOrEqual(4_096);
	});

	it('that is too long is refused here, and nothing leaves', async () => {
		const payload = { title: 'x'.repeat(3_000) };
		const outcome = await sender.send(service.subscribe(), { ...message, payload });
		expect(outcome.kind).toBe('refused');
		expect(service.arrived).toEqual([]);
	});

	it('with keys that are none is refused here', async () => {
		const outcome = await sender.send({ ...service.subscribe(), p256dh: 'AAAA' }, message);
		expect(outcome.kind).toBe('refused');
	});
});

describe('a push service', () => {
	it.each([
		[{ status: 404 }, { kind: 'gone' }],
		[{ status: 410 }, { kind: 'gone' }],
		[{ status: 400 }, { kind: 'refused', status: 400 }],
		[
			{ status: 403, body: '{"reason":"BadJwtToken"}' },
			{ kind: 'refused', status: 403 }
		],
		[{ status: 413 }, { kind: 'refused', status: 413 }],
		[
			{ status: 429, headers: { 'retry-after': '7' } },
			{ kind: 'later', afterSeconds: 7 }
		],
		[{ status: 429 }, { kind: 'later', afterSeconds: null }],
		[
			{ status: 500, body: '\u0000\u0001 not <json'.repeat(5_000) },
			{ kind: 'later', status: 500 }
		],
		[{ status: 302, headers: { location: 'https://127.0.0.1/' } }, { kind: 'refused' }],
		['silence' as const, { kind: 'later', status: null }],
		['drop' as const, { kind: 'later', status: null }]
	])('that answers %j: %j', async (answer, outcome) => {
		service.answer(answer);
		expect(await sender.send(service.subscribe(), message)).toMatchObject(outcome);
		// One bad answer does not spoil the next message.
		service.answer({ status: 201 });
		expect(await sender.send(service.subscribe(), message)).toMatchObject({ kind: 'sent' });
	});

	it('that is not there is tried again later', async () => {
		const phone = service.subscribe();
		await service.close();
		expect(await sender.send(phone, message)).toMatchObject({ kind: 'later', status: null });
	});

	it('without HTTP/2 gets at most four connections, with it too', async () => {
		for (const http2 of [true, false]) {
			const other = await startPushService({ http2 });
			const many = makePushSender({ keys, contact, hosts: [other.host], ca: other.ca });
			const sent = Array.from({ length: 200 }, () => many.send(other.subscribe(), message));
			expect((await Promise.all(sent)).every(({ kind }) => kind === 'sent')).toBe(true);
			expect(other.connections()).toBeGreaterThanOrEqual(1);
			expect(other.connections()).toBeLessThanOrEqual(4);
			const tokens = new Set(other.arrived.map(({ headers }) => headers.authorization));
			expect(tokens.size).toBe(1);
			await many.close();
			await other.close();
		}
	});
});

describe('addresses that are not for us', () => {
	it('an address that is no known push service is not called', async () => {
		const strict = makeSender(['fcm.googleapis.com']);
		const outcome = await strict.send(service.subscribe(), message);
		expect(outcome).toMatchObject({ kind: 'refused', reason: 'not a known push service' });
		expect(service.connections()).toBe(0);
		await strict.close();
	});

	it('a known name that leads into the house is not called', async () => {
		const inHouse = ((
			_name: string,
			_options: object,
			done: (error: null, found: { address: string; family: number }[]) => void
		) => done(null, [{ address: '127.0.0.1', family: 4 }])) as never;
		const guarded = makePushSender({
			keys,
			contact,
			hosts: ['fcm.googleapis.com'],
			lookup: makePublicLookup(inHouse)
		});
		const { p256dh, auth } = service.subscribe();
		const stolen = { endpoint: 'https://fcm.googleapis.com/fcm/send/x', p256dh, auth };
		expect(await guarded.send(stolen, message)).toMatchObject({
			kind: 'refused',
			reason: 'private address'
		});
		expect(service.connections()).toBe(0);
		await guarded.close();
	});
});

describe('makeAuthorization', () => {
	it('signs once an hour for each service, and again when the clock was set back', () => {
		let now = Date.parse('2026-11-23T10:00:00Z');
		const authorize = makeAuthorization(keys, contact, () => now);
		const first = authorize('https://a.example');
		expect(authorize('https://a.example')).toBe(first);
		expect(authorize('https://b.example')).not.toBe(first);
		now += 61 * 60 * 1_000;
		const second = authorize('https://a.example');
		expect(second).not.toBe(first);
		now -= 5 * 60 * 60 * 1_000;
		expect(authorize('https://a.example')).not.toBe(second);
	});
});

describe('encrypt', () => {
	it('never makes the same bytes twice', () => {
		const phone = service.subscribe();
		expect(encrypt(phone, { a: 1 }).equals(encrypt(phone, { a: 1 }))).toBe(false);
	});
});
