import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { composePush } from '../../src/lib/push/message.server.ts';
import { ensurePushKeys } from '../../src/lib/server/jobs/push-keys.ts';
import {
	startWorker,
	stopWorker,
	wakePushes,
	workerHealth
} from '../../src/lib/server/jobs/worker.ts';
import type { Mailer } from '../../src/lib/server/mail/mailer.ts';
import type { Push } from '../../src/lib/server/push/push.ts';
import { makePushSender, type PushSender } from '../../src/lib/server/push/sender.ts';
import { startPushService, type PushService } from '../../src/lib/server/push/test-service.ts';
import { readConfig } from '../../src/lib/server/supabase/config.ts';
import { startTestBackend, type TestBackend } from './backend.ts';

const mailer: Mailer = { outbox: null, send: async () => {}, close() {} };
const ORIGIN = 'https://palier.tests.fr';

type Row = { state: string; attempts: number; failure: string | null; wait: number };

describe('what phones are told', () => {
	let test: TestBackend;
	let service: PushService;
	let old: PushService;
	let sender: PushSender;
	let push: Push;
	let residence: string;

	beforeAll(async () => {
		test = await startTestBackend();
		service = await startPushService();
		old = await startPushService({ http2: false });
		const keys = await ensurePushKeys(test.backend);
		const hosts = [service.host, old.host];
		sender = makePushSender({
			keys,
			contact: 'mailto:gardien@tests.fr',
			hosts,
			ca: `${service.ca}\n${old.ca}`,
			patienceMs: 700
		});
		push = { publicKey: keys.publicKey, hosts, off: null, sender };
		const [made] = await test.sql`
			with landlord as (insert into public.organisations (name) values ('Habitat') returning id)
			insert into public.residences (organisation_id, name, address, time_zone)
			select id, 'Les Tilleuls', '', 'Europe/Paris' from landlord returning id`;
		residence = String(made?.id);
	});
	afterAll(async () => {
		await sender.close();
		await service.close();
		await old.close();
		await test.stop();
	});
	beforeEach(async () => {
		await test.sql`delete from private.deliveries`;
		await test.sql`delete from private.push_subscriptions`;
		service.arrived.length = 0;
		service.answer({ status: 201 });
		old.answer({ status: 201 });
	});
	afterEach(() => stopWorker());

	/** Somebody of the residence with so many phones; answers their endpoints. */
	async function addPerson(
		phones = 1,
		language = 'fr',
		at = service
	): Promise<{ member: string; phones: string[] }> {
		const user = randomUUID();
		await test.sql`insert into auth.users (id, email) values (${user}, ${`${user}@tests.invalid`})`;
		const [member] = await test.sql`insert into public.members (residence_id, name, role, user_id)
			values (${residence}, 'Odile', 'caretaker', ${user}) returning id`;
		const made = Array.from({ length: phones }, () => at.subscribe());
		for (const { endpoint, p256dh, auth } of made) {
			await test.sql`insert into private.push_subscriptions
				(user_id, endpoint, endpoint_hash, p256dh, auth, language, key_hash)
				select ${user}, ${endpoint}, private.text_hash(${endpoint}), ${p256dh}, ${auth}, ${language}, key_hash
				from private.server_keys`;
		}
		return { member: String(member?.id), phones: made.map(({ endpoint }) => endpoint) };
	}

	const tell = (member: string, kind = 'join_asked') =>
		test.sql`select private.notify(${kind}, ${residence}, array[${member}::uuid], ${residence}, ${randomUUID()})`;

	async function start(): Promise<void> {
		const config = readConfig({ PALIER_ORIGIN: ORIGIN });
		await startWorker(
			{ config, backend: test.backend, mailer, push },
			{ mails: {}, push: composePush }
		);
	}

	async function rows(): Promise<Row[]> {
		return test.sql<Row[]>`select state, attempts, failure,
			extract(epoch from due_at - clock_timestamp())::float as wait from private.deliveries order by id`;
	}
	const settled = () =>
		vi.waitFor(async () => {
			const all = await rows();
			expect(all.length).toBeGreaterThan(0);
			expect(all.filter(({ state, attempts }) => state === 'sending' || attempts === 0)).toEqual(
				[]
			);
		}, 10_000);
	const phonesLeft = async () => (await test.sql`select from private.push_subscriptions`).length;

	it('arrives on every phone of a person, in its language, padded to one size', async () => {
		const { member } = await addPerson(2, 'en');
		await tell(member);
		await start();
		await vi.waitFor(() => expect(service.arrived).toHaveLength(2));
		await stopWorker();
		const [first, second] = service.arrived;
		expect(first?.payload).toEqual({
			web_push: 8030,
			notification: {
				title: 'Your residence',
				body: 'Somebody asks to join the residence.',
				navigate: expect.stringMatching(
					new RegExp(`^${ORIGIN}/r/${residence}/inbox/[0-9a-f-]{36}$`)
				),
				lang: 'en',
				tag: expect.stringMatching(/^[\w-]{32}$/),
				silent: false,
				data: { delivery: expect.stringMatching(/^[0-9a-f-]{36}$/), kind: 'join_asked' }
			},
			app_badge: '1',
			mutable: true
		});
		expect(first?.headers).toMatchObject({
			urgency: 'normal',
			topic: (first?.payload.notification as { tag: string }).tag
		});
		expect(Number(first?.headers.ttl)).toBeGreaterThan(170_000);
		expect(first?.size).toBe(second?.size);
		expect(first?.device).not.toBe(second?.device);
		expect((await rows()).map(({ state }) => state)).toEqual(['sent', 'sent']);
	});

	it('is sent soon after an act that wakes it', async () => {
		const { member } = await addPerson();
		await start();
		await new Promise((resolve) => setTimeout(resolve, 300));
		await tell(member);
		wakePushes();
		await vi.waitFor(() => expect(service.arrived).toHaveLength(1), 2_000);
	});

	const always = [-Infinity, Infinity] as const;
	const pause = [20, 37] as const;
	it.each([
		['201', { status: 201 }, 'sent', 1, always],
		[
			'200 and more than anybody reads',
			{ status: 200, body: 'x'.repeat(100_000) },
			'sent',
			1,
			always
		],
		['404', { status: 404 }, 'gone', 0, always],
		['410', { status: 410 }, 'gone', 0, always],
		['400', { status: 400 }, 'failed', 1, always],
		['401', { status: 401 }, 'failed', 1, always],
		['403', { status: 403 }, 'failed', 1, always],
		['413', { status: 413 }, 'failed', 1, always],
		[
			'elsewhere',
			{ status: 301, headers: { location: 'https://localhost/' } },
			'failed',
			1,
			always
		],
		[
			'429, in ten minutes',
			{ status: 429, headers: { 'retry-after': '600' } },
			'due',
			1,
			[590, 600]
		],
		['429', { status: 429 }, 'due', 1, pause],
		['500', { status: 500 }, 'due', 1, pause],
		['503, soon', { status: 503, headers: { 'retry-after': 'soon' } }, 'due', 1, pause],
		['nothing', 'silence', 'due', 1, pause],
		['and cuts the line', 'drop', 'due', 1, pause],
		['and does not end', 'drip', 'sent', 1, always],
		['garbage', 'garbage', 'due', 1, pause]
	] as const)('a push service that answers %s', async (_, answer, state, left, wait) => {
		// Garbage between the frames of HTTP/2 would be the end of all messages on the connection.
		const at = answer === 'garbage' ? old : service;
		const { member, phones } = await addPerson(1, 'fr', at);
		const { member: other } = await addPerson(1);
		at.answer(answer, phones[0]);
		await tell(member);
		await tell(other);
		await start();
		await settled();
		const [row, otherRow] = await rows();
		expect(row).toMatchObject({ state, attempts: 1 });
		expect(row?.wait).toBeGreaterThan(wait[0]);
		expect(row?.wait).toBeLessThanOrEqual(wait[1]);
		expect(await phonesLeft()).toBe(left + 1);
		// One bad phone keeps nothing from the others.
		expect(otherRow).toMatchObject({ state: 'sent' });
		// No address of a phone in what is kept of a failure.
		expect(row?.failure ?? '').not.toContain('localhost');
	});

	it('is tried again when its pause is over, until it is too late', async () => {
		const { member, phones } = await addPerson();
		service.answer({ status: 500 }, phones[0]);
		await tell(member);
		await start();
		await settled();
		await test.sql`update private.deliveries set due_at = now()`;
		wakePushes();
		await vi.waitFor(async () =>
			expect((await rows())[0]).toMatchObject({ state: 'due', attempts: 2 })
		);
		// The clock jumps past its end.
		await test.sql`update private.deliveries set due_at = now(), expires_at = now()`;
		wakePushes();
		await vi.waitFor(async () =>
			expect((await rows())[0]).toMatchObject({ state: 'expired', attempts: 2 })
		);
		expect(service.arrived).toHaveLength(2);
	});

	it('is sent when a clock that went back is right again', async () => {
		const { member } = await addPerson();
		await tell(member);
		await test.sql`update private.deliveries set due_at = now() + interval '1 hour'`;
		await start();
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(service.arrived).toHaveLength(0);
		await test.sql`update private.deliveries set due_at = now()`;
		wakePushes();
		await vi.waitFor(() => expect(service.arrived).toHaveLength(1));
	});

	it('is not sent when it was read meanwhile', async () => {
		const { member } = await addPerson();
		await tell(member);
		await test.sql`update public.notifications set read_at = now() where member_id = ${member}`;
		await start();
		await vi.waitFor(async () => expect((await rows())[0]?.state).toBe('skipped'));
		expect(service.arrived).toHaveLength(0);
	});

	it('tells whoever watches of keys that are lost', async () => {
		await addPerson(3);
		await test.sql`update private.push_subscriptions set key_hash = 'before'`;
		await start();
		await vi.waitFor(() =>
			expect(workerHealth()).toMatchObject({ alive: true, phonesOfOtherKey: 3 })
		);
	});

	it('keeps its keys', async () => {
		expect((await ensurePushKeys(test.backend)).publicKey).toBe(push.publicKey);
	});
});
