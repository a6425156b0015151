import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, refusalsOf, type Act, type Crowd } from './crowd.ts';
import {
	arrangeResidence,
	doorOf,
	offerOf,
	placing,
	PRICE_CENTS,
	type Residence
} from './residence.ts';

const AT_ONCE = 10;
const LOCK =
	'perform 1 from public.households where id = p_household and residence_id = v_round.residence_id for no key update;';

describe('two caretakers at the cash box', () => {
	let crowd: Crowd;
	let residence: Residence;

	beforeEach(async () => {
		crowd = await gatherCrowd(2 * AT_ONCE);
		residence = await arrangeResidence(crowd.sql, 3, [null]);
		await crowd.act(
			placing(residence, doorOf(residence, 0), [{ offer: offerOf(residence, 0), quantity: 4 }])
		);
		await crowd.act({
			user: residence.caretakers[0],
			call: 'close_round',
			args: [residence.round, true]
		});
	});
	afterEach(() => crowd.stop());

	const pay = (index: number, cents: number, key = randomUUID() as string): Act => ({
		user: residence.caretakers[index % 2] ?? '',
		call: 'record_payment',
		args: [residence.round, doorOf(residence, 0).household, 'payment', 'cash', cents, null, '', key]
	});
	const many = (cents: number, key?: string) =>
		Array.from({ length: AT_ONCE }, (_, index) => pay(index, cents, key));

	async function balance() {
		const [row] =
			await crowd.sql`select sum(amount_cents)::int as cents from public.ledger_entries`;
		return row?.cents;
	}

	it('take the last euro once', async () => {
		const outcomes = await crowd.together(many(4 * PRICE_CENTS));
		expect(answersOf(outcomes)).toHaveLength(1);
		expect(refusalsOf(outcomes)).toEqual(Array(AT_ONCE - 1).fill('payment_invalid'));
		expect(await balance()).toBe(0);
	});

	it('would take it twice without the lock: this test can fail', async () => {
		await crowd.alter(
			'record_payment',
			[LOCK, LOCK.replace(' for no key update', '')],
			[
				'insert into public.ledger_entries',
				'perform pg_sleep(0.1); insert into public.ledger_entries'
			]
		);
		await crowd.together(many(4 * PRICE_CENTS));
		expect(await balance()).toBeLessThan(0);
	});

	it('write one row for a double tap', async () => {
		const outcomes = await crowd.together(many(PRICE_CENTS, randomUUID()));
		expect(answersOf(outcomes)).toHaveLength(AT_ONCE);
		expect(new Set(answersOf(outcomes)).size).toBe(1);
		expect(await balance()).toBe(3 * PRICE_CENTS);
	});

	it('correct a payment once', async () => {
		await crowd.act(pay(0, PRICE_CENTS));
		const [entry] =
			await crowd.sql`select id::int from public.ledger_entries where kind = 'payment'`;
		const outcomes = await crowd.together(
			Array.from({ length: AT_ONCE }, (_, index) => ({
				user: residence.caretakers[index % 2] ?? '',
				call: 'reverse_payment',
				args: [entry?.id]
			}))
		);
		expect(refusalsOf(outcomes)).toEqual([]);
		expect(await balance()).toBe(4 * PRICE_CENTS);
	});

	it('deliver once, while others pay: what is owed is what the basket came to', async () => {
		const [round] = await crowd.sql`select version from public.rounds`;
		const arrivals = [{ offer: offerOf(residence, 0), quantity: 3 }];
		const outcomes = await crowd.together([
			...Array.from({ length: AT_ONCE }, (_, index) => ({
				user: residence.caretakers[index % 2] ?? '',
				call: 'deliver_round',
				args: [residence.round, round?.version, arrivals, 'same_cut']
			})),
			...many(PRICE_CENTS)
		]);
		const deliveries = outcomes.slice(0, AT_ONCE);
		expect(answersOf(deliveries)).toEqual(['1']);
		expect(refusalsOf(deliveries)).toEqual(Array(AT_ONCE - 1).fill('changed_meanwhile'));
		const paid = answersOf(outcomes.slice(AT_ONCE)).length;
		// At least the three that are owed whatever comes first; a fourth only before the delivery.
		expect([3, 4]).toContain(paid);
		expect(await balance()).toBe((3 - paid) * PRICE_CENTS);
		const [order] = await crowd.sql`select total_cents from public.orders`;
		expect(order?.total_cents).toBe(3 * PRICE_CENTS);
	});

	it('hand a basket over once', async () => {
		await crowd.sql`update public.rounds set state = 'delivered'`;
		const [order] = await crowd.sql`select id from public.orders`;
		await crowd.together(
			Array.from({ length: AT_ONCE }, (_, index) => ({
				user: residence.caretakers[index % 2] ?? '',
				call: 'pick_up',
				args: [order?.id, 'collected', 'Paul', '']
			}))
		);
		expect(await crowd.sql`select from public.order_changes where kind = 'pickup'`).toHaveLength(1);
	});
});
