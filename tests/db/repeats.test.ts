import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, refusalsOf, type Act, type Crowd } from './crowd.ts';
import { arrangeResidence, doorOf, offerOf, placing, type Residence } from './residence.ts';

const REPEATS = 50;
const PAIRS = 20;
const HOUSEHOLD_LOCK =
	'where id = p_household and residence_id = v_round.residence_id for no key update;';
const PAUSE = 'perform pg_sleep(0.1); if v_new then';

describe('one household, many requests at once', () => {
	let crowd: Crowd;
	let residence: Residence;

	beforeEach(async () => {
		crowd = await gatherCrowd(REPEATS);
		residence = await arrangeResidence(crowd.sql, PAIRS, [null]);
	});
	afterEach(() => crowd.stop());

	const lines = (quantity: number) => [{ offer: offerOf(residence, 0), quantity }];

	async function repeatOne() {
		const act = placing(residence, doorOf(residence, 0), lines(2));
		const outcomes = await crowd.together(Array(REPEATS).fill(act));
		const [found] = await crowd.sql`select (select count(*)::int from public.orders) as orders,
			(select count(*)::int from public.order_changes) as changes`;
		return { outcomes, found };
	}

	it('makes one order of 50 taps with the same key, and gives 50 times the same answer', async () => {
		const { outcomes, found } = await repeatOne();
		expect(answersOf(outcomes)).toHaveLength(REPEATS);
		expect(new Set(answersOf(outcomes)).size).toBe(1);
		expect(found).toEqual({ orders: 1, changes: 1 });
	});

	it('would answer differently without the lock: this test can fail', async () => {
		await crowd.alter(
			'place_order',
			[HOUSEHOLD_LOCK, HOUSEHOLD_LOCK.replace(' for no key update', '')],
			['if v_new then', PAUSE]
		);
		const { outcomes } = await repeatOne();
		expect(refusalsOf(outcomes).length).toBeGreaterThan(0);
	});

	it('makes one order when both people of a household order at once', async () => {
		const outcomes = await crowd.together(
			residence.doors.flatMap((door) => [
				placing(residence, door, lines(1)),
				placing(residence, door, lines(2), { user: door.partner })
			])
		);
		expect(answersOf(outcomes)).toHaveLength(PAIRS);
		expect(refusalsOf(outcomes)).toEqual(Array(PAIRS).fill('changed_meanwhile'));
		const rows =
			await crowd.sql`select household_id from public.orders group by 1 having count(*) <> 1`;
		expect(rows).toHaveLength(0);
	});

	it('keeps one of two changes, and tells the other that the screen was old', async () => {
		for (const door of residence.doors) await crowd.act(placing(residence, door, lines(1)));
		const outcomes = await crowd.together(
			residence.doors.flatMap((door) => [
				placing(residence, door, lines(3), { base: 1 }),
				placing(residence, door, lines(4), { base: 1, user: door.partner })
			])
		);
		expect(refusalsOf(outcomes)).toEqual(Array(PAIRS).fill('changed_meanwhile'));
		const rows = await crowd.sql`select o.version, o.total_cents = sum(l.line_cents) as is_sum
			from public.orders o join public.order_lines l on l.order_id = o.id group by o.id`;
		expect(rows).toHaveLength(PAIRS);
		expect(rows.every((row) => row.version === 2 && row.is_sum)).toBe(true);
	});

	it('either changes or cancels', async () => {
		const orders = await Promise.all(
			residence.doors.map((door) => crowd.act(placing(residence, door, lines(1))))
		);
		const outcomes = await crowd.together(
			residence.doors.flatMap((door, index) => {
				const { orderId } = JSON.parse(answersOf(orders)[index] ?? '{}') as { orderId: string };
				return [
					placing(residence, door, lines(5), { base: 1 }),
					{ user: door.partner, call: 'cancel_order', args: [orderId, 1] }
				];
			})
		);
		expect(answersOf(outcomes)).toHaveLength(PAIRS);
		expect(refusalsOf(outcomes)).toEqual(Array(PAIRS).fill('changed_meanwhile'));
		const changed = outcomes.filter(
			(outcome, index) => index % 2 === 0 && 'answer' in outcome
		).length;
		const [found] = await crowd.sql`select
			count(*) filter (where o.state = 'placed' and l.quantity = 5)::int as changed,
			count(*) filter (where o.state = 'cancelled' and l.quantity = 1)::int as cancelled
			from public.orders o join public.order_lines l on l.order_id = o.id`;
		expect(found).toEqual({ changed, cancelled: PAIRS - changed });
	});

	it('leaves no order behind an empty door, though its people order while they go', async () => {
		const [caretaker] = residence.caretakers;
		const members = await crowd.sql`select id, user_id from public.members`;
		const leaving = (user: string): Act => ({
			user: caretaker,
			call: 'end_member',
			args: [residence.id, members.find((row) => row.user_id === user)?.id]
		});
		const doors = residence.doors.slice(0, REPEATS / 5);
		const outcomes = await crowd.together(
			doors.flatMap((door) => [
				leaving(door.user),
				leaving(door.partner),
				placing(residence, door, lines(1)),
				placing(residence, door, lines(2), { user: door.partner })
			])
		);
		// Nobody waits for somebody who waits.
		const reasons = new Set(refusalsOf(outcomes));
		expect([...reasons].filter((key) => !['changed_meanwhile', 'not_found'].includes(key))).toEqual(
			[]
		);
		const left = await crowd.sql`select o.state, count(*)::int as orders from public.orders o
			where o.household_id in ${crowd.sql(doors.map(({ household }) => household))} group by 1`;
		expect(left.filter(({ state }) => state === 'placed')).toEqual([]);
		const lived = await crowd.sql`select from public.households where lived_since > '-infinity'`;
		expect(lived).toHaveLength(doors.length);
	});

	it('gives one key to one request, though two doors send it', async () => {
		const key = randomUUID();
		const outcomes = await crowd.together(
			residence.doors.map((door) => placing(residence, door, lines(1), { key }))
		);
		expect(answersOf(outcomes)).toHaveLength(1);
		expect(refusalsOf(outcomes)).toEqual(Array(PAIRS - 1).fill('changed_meanwhile'));
		expect(await crowd.sql`select from public.orders`).toHaveLength(1);
	});
});
