import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, refusalsOf, type Act, type Crowd } from './crowd.ts';
import { arrangeResidence } from './residence.ts';

const PHONES = 60;
const POINT = `B${'A'.repeat(86)}`;
const ENDPOINT = 'https://push.invalid/phone';
type Taken = { taken: number; deliveries: { id: number }[] };

describe('phones, when much happens at once', () => {
	let crowd: Crowd;
	let residence: Awaited<ReturnType<typeof arrangeResidence>>;

	beforeEach(async () => {
		crowd = await gatherCrowd(20);
		residence = await arrangeResidence(crowd.sql, 20, []);
		await crowd.sql`select private.ensure_push_keys('public', 'private')`;
	});
	afterEach(() => crowd.stop());

	const userOf = (door: number) => residence.doors[door]?.user ?? '';
	const claim = (limit = 10): Act => ({
		user: 'worker',
		call: 'claim_deliveries',
		args: ['push', limit]
	});
	const save = (user: string, endpoint = ENDPOINT): Act => ({
		user,
		call: 'save_push_subscription',
		args: [endpoint, POINT, 'x'.repeat(22), 'fr', true]
	});

	/** So many messages that are due, to so many phones of one person. */
	async function putDue(count: number, due = '0 seconds'): Promise<void> {
		await crowd.sql`with phones as (
				insert into private.push_subscriptions (user_id, endpoint, endpoint_hash, p256dh, auth, language, key_hash)
				select ${userOf(0)}, 'https://push.invalid/' || n || ${due}::text, n || ${due}::text, ${POINT}, 'x', 'fr', k.key_hash
				from generate_series(1, ${Math.min(count, PHONES)}) n, private.server_keys k returning id)
			insert into private.deliveries (residence_id, member_id, kind, channel, subscription_id, expires_at, due_at)
			select m.residence_id, m.id, 'push_test', 'push', p.id, now() + interval '1 day', now() + ${due}::interval
			from public.members m, (select id, row_number() over () as n from phones) p,
				generate_series(1, ${Math.ceil(count / PHONES)}::int) where m.user_id = ${userOf(0)}`;
	}

	async function claimAll(): Promise<number[]> {
		await putDue(PHONES);
		const claims = await crowd.together(Array.from({ length: 8 }, () => claim()));
		expect(refusalsOf(claims)).toEqual([]);
		return answersOf(claims).flatMap((answer) =>
			(JSON.parse(answer) as Taken).deliveries.map(({ id }) => id)
		);
	}

	it('let each message be one process’s', async () => {
		const taken = await claimAll();
		expect(taken).toHaveLength(PHONES);
		expect(new Set(taken).size).toBe(PHONES);
	});

	it('would let several have it without the lock: this test can fail', async () => {
		await crowd.alter('claim_deliveries', [' for update skip locked', '']);
		const taken = await claimAll();
		expect(taken.length).toBeGreaterThan(new Set(taken).size);
	});

	it('belong to one person, though twenty sign in on the same one', async () => {
		const outcomes = await crowd.together(residence.doors.map(({ user }) => save(String(user))));
		expect(refusalsOf(outcomes)).toEqual([]);
		expect(await crowd.sql`select from private.push_subscriptions`).toHaveLength(1);
	});

	it('are eight at most, though twenty come at once', async () => {
		const outcomes = await crowd.together(
			Array.from({ length: 20 }, (_, n) => save(userOf(0), `${ENDPOINT}${n}`))
		);
		expect(refusalsOf(outcomes)).toEqual([]);
		expect(await crowd.sql`select from private.push_subscriptions`).toHaveLength(8);
	});

	it('would be more without waiting for each other: this test can fail', async () => {
		await crowd.alter('check_attempts', ['perform pg_advisory_xact_lock', '--']);
		await crowd.alter('save_push_subscription', [
			'select m.* into v_member',
			'perform pg_sleep(0.2); select m.* into v_member'
		]);
		await crowd.together(Array.from({ length: 20 }, (_, n) => save(userOf(0), `${ENDPOINT}${n}`)));
		expect((await crowd.sql`select from private.push_subscriptions`).length).toBeGreaterThan(8);
	});

	it('greet once, though the app is opened in ten tabs', async () => {
		await crowd.together(Array.from({ length: 10 }, () => save(userOf(0))));
		expect(await crowd.sql`select from private.deliveries`).toHaveLength(1);
	});

	it('let the caretaker ring everybody once', async () => {
		await crowd.act(save(userOf(0)));
		const outcomes = await crowd.together(
			Array.from({ length: 10 }, (): Act => ({
				user: residence.caretakers[0],
				call: 'send_test_to_all',
				args: [residence.id]
			}))
		);
		expect(answersOf(outcomes)).toHaveLength(1);
		expect(refusalsOf(outcomes)).toEqual(Array(9).fill('too_many_tries'));
	});

	it('stand in no act’s way: told, turned off and written down at once', async () => {
		for (let round = 0; round < 5; round += 1) {
			await crowd.together(
				residence.doors.slice(0, 10).map(({ user }) => save(String(user), `${ENDPOINT}${user}`))
			);
			const [answer = '{}'] = answersOf([await crowd.act(claim(200))]);
			const results = (JSON.parse(answer) as Taken).deliveries.map(({ id }) => ({
				id,
				attempt: 1,
				kind: 'gone'
			}));
			const half = Math.ceil(results.length / 2);
			const record = (some: unknown[]): Act => ({
				user: 'worker',
				call: 'record_deliveries',
				args: [some]
			});
			const told = crowd.sql`select private.notify('join_asked', ${residence.id},
				array(select id from public.members), ${residence.id}, ${randomUUID()})`;
			const outcomes = await crowd.together([
				record(results.slice(0, half)),
				record(results.slice(half).reverse()),
				...residence.doors.slice(0, 10).map(({ user }) => save(String(user), `${ENDPOINT}${user}`)),
				...residence.doors.slice(0, 5).map(({ user }): Act => ({
					user: String(user),
					call: 'end_push_subscription',
					args: [`${ENDPOINT}${user}`]
				}))
			]);
			await told;
			expect(refusalsOf(outcomes)).toEqual([]);
		}
	});

	it('are found as fast among a hundred thousand messages as among none', async () => {
		async function median(): Promise<number> {
			const times: number[] = [];
			for (let n = 0; n < 15; n += 1) {
				await putDue(1, `${-n - 1} milliseconds`);
				const start = performance.now();
				const [answer = '{}'] = answersOf([await crowd.act(claim(200))]);
				times.push(performance.now() - start);
				expect((JSON.parse(answer) as Taken).taken).toBe(1);
				await crowd.sql`delete from private.push_subscriptions where endpoint_hash like '1-%'`;
			}
			return times.sort((a, b) => a - b)[7] ?? Infinity;
		}
		const alone = await median();
		await putDue(100_000, '1 hour');
		await crowd.sql`analyze private.deliveries`;
		const crowded = await median();
		console.info(`claim: ${alone.toFixed(1)} ms alone, ${crowded.toFixed(1)} ms beside 100,000`);
		expect(crowded).toBeLessThan(alone * 3 + 5);
	});
});
