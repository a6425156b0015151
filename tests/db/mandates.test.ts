import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, refusalsOf, type Crowd } from './crowd.ts';
import { arrangeResidence, doorOf, offerOf, placing, type Residence } from './residence.ts';

const TIMES = 12;
// Between having asked for the mandate and writing the order, somebody may end it.
const ASKS = 'v_mandate := private.act_for(v_me, p_household, p_for_member);';
const SLOW = `${ASKS} perform pg_sleep(0.1);`;
const WAITS = 'perform from public.members where id = p_me.id for share;';
// Between having counted and giving one more, somebody may give one.
const GIVES = 'v_until := clock_timestamp() + make_interval(months => p_months);';
const ONE_BY_ONE =
	"perform from public.members where id in (p_person.id, v_helper, p_by.id)\n\t\torder by role = 'caretaker' desc, id for no key update;";

describe('a helper orders at the moment when the mandate is ended', () => {
	let crowd: Crowd;
	let residence: Residence;

	beforeEach(async () => {
		crowd = await gatherCrowd(2 * TIMES);
		residence = await arrangeResidence(crowd.sql, 2 * TIMES, [null]);
	});
	afterEach(() => crowd.stop());

	/** The i-th person trusts the i-th helper: doors 0, 2, 4 … trust doors 1, 3, 5 … */
	const pair = (index: number) => ({
		person: doorOf(residence, 2 * index),
		helper: doorOf(residence, 2 * index + 1)
	});

	async function trust(index: number): Promise<string> {
		const { person, helper } = pair(index);
		const [mandate] = await crowd.sql`
			insert into public.mandates (residence_id, person_id, helper_id, given_by, scopes, ends_at)
			select ${residence.id}, p.id, h.id, p.id, '{orders}', now() + interval '1 year'
			from public.members p, public.members h
			where p.user_id = ${person.user} and h.user_id = ${helper.user} returning id`;
		return String(mandate?.id);
	}

	/** All helpers order while all mandates end. How many orders were written after their mandate had ended. */
	async function rush(): Promise<{ late: number; outcomes: unknown[] }> {
		const mandates = await Promise.all(Array.from({ length: TIMES }, (_, index) => trust(index)));
		const line = [{ offer: offerOf(residence, 0), quantity: 1 }];
		const outcomes = await crowd.together(
			mandates.flatMap((mandate, index) => {
				const { person, helper } = pair(index);
				return [
					placing(residence, person, line, { user: helper.user }),
					// Who ends it: the person, the helper, a caretaker.
					{
						user: [person.user, helper.user, residence.caretakers[0]][index % 3] ?? '',
						call: 'end_mandate',
						args: [mandate]
					}
				];
			})
		);
		const allowed = new Set(['mandate_ended']);
		expect(refusalsOf(outcomes).filter((key) => !allowed.has(key))).toEqual([]);
		const [row] = await crowd.sql`select count(*)::int as late
			from public.order_changes c join public.mandates d on d.id = (c.detail ->> 'mandate')::uuid
			where c.at > d.ended_at`;
		const [open] =
			await crowd.sql`select count(*)::int as n from public.mandates where ended_at is null`;
		expect(open?.n).toBe(0);
		return { late: Number(row?.late), outcomes };
	}

	it('orders before it or is refused, never after it', async () => {
		await crowd.alter('place_order', [ASKS, SLOW]);
		const { late, outcomes } = await rush();
		expect(late).toBe(0);
		const [orders] = await crowd.sql`select count(*)::int as n from public.orders`;
		expect(answersOf(outcomes as never[])).toHaveLength(TIMES + Number(orders?.n));
	});

	it('while people and helpers leave as well, nobody waits for somebody who waits', async () => {
		const mandates = await Promise.all(Array.from({ length: 4 }, (_, index) => trust(index)));
		const ids = await crowd.sql`select user_id, id from public.members`;
		const idOf = (user: string) => ids.find(({ user_id }) => user_id === user)?.id as string;
		const line = [{ offer: offerOf(residence, 0), quantity: 1 }];
		const [nadia, nestor] = residence.caretakers;
		const outcomes = await crowd.together(
			mandates.flatMap((mandate, index) => {
				const { person, helper } = pair(index);
				return [
					placing(residence, person, line, { user: helper.user }),
					{
						user: [person.user, helper.user, nadia][index % 3] ?? '',
						call: 'end_mandate',
						args: [mandate]
					},
					{ user: nadia, call: 'end_member', args: [residence.id, idOf(person.user)] },
					{ user: nestor, call: 'end_member', args: [residence.id, idOf(helper.user)] },
					{ user: 'worker', call: 'end_due_mandates', args: [] }
				];
			})
		);
		// Who has left meanwhile is a stranger; a deadlock would be 40P01.
		const refused = new Set(refusalsOf(outcomes));
		expect([...refused].filter((key) => !['mandate_ended', 'not_found'].includes(key))).toEqual([]);
		const [open] =
			await crowd.sql`select count(*)::int as n from public.mandates where ended_at is null`;
		expect(open?.n).toBe(0);
	});

	it('would order after it without the lock: this test can fail', async () => {
		await crowd.alter('place_order', [ASKS, SLOW]);
		await crowd.alter('act_for', [WAITS, '']);
		const { late } = await rush();
		expect(late).toBeGreaterThan(0);
	});
});

describe('twelve people trust the same helper at once', () => {
	let crowd: Crowd;
	let residence: Residence;

	beforeEach(async () => {
		crowd = await gatherCrowd(TIMES);
		residence = await arrangeResidence(crowd.sql, TIMES + 1, [null]);
	});
	afterEach(() => crowd.stop());

	async function rush(where: { household: string | null; email: string | null }, name: string) {
		const outcomes = await crowd.together(
			Array.from({ length: TIMES }, (_, index) => ({
				user: doorOf(residence, index).user,
				call: 'give_mandate',
				args: [residence.id, name, where.household, where.email, ['orders'], 12]
			}))
		);
		const [row] =
			await crowd.sql`select count(*)::int as given, count(distinct helper_id)::int as helpers
			from public.mandates where ended_at is null`;
		return { outcomes, given: Number(row?.given), helpers: Number(row?.helpers) };
	}

	const neighbour = async () => {
		const { household, partner } = doorOf(residence, TIMES);
		await crowd.sql`update public.members set name = 'Karim' where user_id = ${partner}`;
		return { household, email: null };
	};

	it('ten are helped, two are told that it is too much', async () => {
		await crowd.alter('add_mandate', [GIVES, `${GIVES} perform pg_sleep(0.05);`]);
		const { outcomes, given } = await rush(await neighbour(), 'Karim');
		expect(given).toBe(10);
		expect(refusalsOf(outcomes)).toEqual(['too_many_helped', 'too_many_helped']);
	});

	it('would be more without the lock: this test can fail', async () => {
		await crowd.alter('add_mandate', [GIVES, `${GIVES} perform pg_sleep(0.3);`], [ONE_BY_ONE, '']);
		expect((await rush(await neighbour(), 'Karim')).given).toBeGreaterThan(10);
	});

	it('names one daughter in another town, who is one person', async () => {
		const email = `${randomUUID()}@tests.invalid`;
		const { given, helpers } = await rush({ household: null, email }, 'Léa');
		expect([given, helpers]).toEqual([10, 1]);
	});
});
