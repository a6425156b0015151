import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, refusalsOf, type Act, type Crowd } from './crowd.ts';
import { arrangeResidence, doorOf, offerOf, placing, type Residence } from './residence.ts';

const WORKERS = 6;
const CLAIM = 'for update skip locked;';
const FORGET = 'perform private.forget(';

describe('deleting an account', () => {
	let crowd: Crowd;
	let residence: Residence;
	let user: string;

	beforeEach(async () => {
		crowd = await gatherCrowd(12);
		residence = await arrangeResidence(crowd.sql, 3, [null]);
		({ user } = doorOf(residence, 0));
	});
	afterEach(() => crowd.stop());

	const erasing = (who = user): Act => ({
		user: 'worker',
		call: 'erase_account',
		args: [who, true]
	});
	const asking = (who = user): Act => ({ user: who, call: 'ask_deletion', args: [] });

	async function askLongAgo(...users: string[]): Promise<void> {
		for (const who of users) expect(refusalsOf([await crowd.act(asking(who))])).toEqual([]);
		await crowd.sql`update private.account_deletions set due_at = now() - interval '1 minute'`;
	}

	async function state() {
		const [row] = await crowd.sql`select
			(select count(*)::int from public.members where name = '') as forgotten,
			(select count(*)::int from public.members where user_id = ${user}) as members,
			(select count(*)::int from auth.users where id = ${user}) as accounts,
			(select count(*)::int from private.account_deletions) as wishes,
			(select count(*)::int from public.order_changes where kind = 'cancelled') as cancelled`;
		return row;
	}
	const BEFORE = { forgotten: 0, members: 1, accounts: 1, wishes: 1, cancelled: 0 };
	const AFTER = { forgotten: 1, members: 0, accounts: 0, wishes: 0, cancelled: 0 };

	it('happens once, however many workers come for it', async () => {
		await askLongAgo(user);
		await crowd.alter('erase_account', [FORGET, `perform pg_sleep(0.2); ${FORGET}`]);
		const outcomes = await crowd.together(Array.from({ length: WORKERS }, () => erasing()));
		expect(answersOf(outcomes).sort()).toEqual([
			'erased',
			...Array<string>(WORKERS - 1).fill('gone')
		]);
		expect(await state()).toEqual(AFTER);
	});

	it('would be done by several without the lock: this test can fail', async () => {
		await askLongAgo(user);
		await crowd.alter(
			'erase_account',
			[CLAIM, ';'],
			[FORGET, `perform pg_sleep(0.2); ${FORGET}`],
			// The locks on people would line the workers up behind each other as well.
			['order by h.id for no key update;', 'order by h.id;'],
			['order by m.id for update;', 'order by m.id;']
		);
		const outcomes = await crowd.together(Array.from({ length: WORKERS }, () => erasing()));
		expect(answersOf(outcomes).filter((answer) => answer === 'erased').length).toBeGreaterThan(1);
	});

	it('leaves everything as it was when the process ends half-way, and the next round does it', async () => {
		const { household, partner } = doorOf(residence, 0);
		const placed = placing(residence, { household, user }, [
			{ offer: offerOf(residence, 0), quantity: 2 }
		]);
		expect(refusalsOf([await crowd.act(placed)])).toEqual([]);
		await askLongAgo(user, partner);
		// Their connection is cut after the orders were cancelled and half of the tables were emptied.
		await crowd.alter('forget', [
			'execute v_step.statement using',
			`if v_step.source = 'public.ledger_entries' then perform pg_terminate_backend(pg_backend_pid()); end if;
			execute v_step.statement using`
		]);
		await expect(crowd.sql`select private.erase_account(${user}, true)`.execute()).rejects.toThrow(
			/CONNECTION_CLOSED|terminating/
		);
		expect(await state()).toEqual({ ...BEFORE, wishes: 2 });

		await crowd.alter('forget', [
			`if v_step.source = 'public.ledger_entries' then perform pg_terminate_backend(pg_backend_pid()); end if;`,
			''
		]);
		const outcomes = [await crowd.act(erasing()), await crowd.act(erasing(partner))];
		expect(answersOf(outcomes)).toEqual(['erased', 'erased']);
		// The last behind the door took the order along.
		expect(await state()).toEqual({ ...AFTER, forgotten: 2, cancelled: 1 });
	});

	it('ends with one answer when it is taken back at the same moment', async () => {
		await askLongAgo(user);
		await crowd.together([
			erasing(),
			{ user, call: 'cancel_deletion', args: [] },
			erasing(),
			{ user, call: 'cancel_deletion', args: [] }
		]);
		const after = await state();
		const stayed = after?.accounts === 1;
		expect(after).toEqual(stayed ? { ...BEFORE, wishes: 0 } : AFTER);
	});

	it('is asked once, though tapped ten times', async () => {
		const outcomes = await crowd.together(Array.from({ length: 10 }, () => asking()));
		expect(refusalsOf(outcomes)).toEqual([]);
		expect(new Set(answersOf(outcomes).filter(Boolean)).size).toBe(1);
		expect((await state())?.wishes).toBe(1);
	});

	it('leaves a residence its last caretaker, though both go on the same night', async () => {
		const [nadia, nestor] = residence.caretakers;
		await askLongAgo(nadia, nestor);
		const outcomes = await crowd.together([erasing(nadia), erasing(nestor)]);
		expect(answersOf(outcomes).sort()).toEqual(['erased', 'last_caretaker']);
		expect(
			await crowd.sql`select from public.members where role = 'caretaker' and ended_at is null`
		).toHaveLength(1);
	});

	it('would lose both without the lock: this test can fail', async () => {
		const [nadia, nestor] = residence.caretakers;
		await askLongAgo(nadia, nestor);
		await crowd.alter(
			'erase_account',
			['order by m.id for update;', 'order by m.id;'],
			[FORGET, `perform pg_sleep(0.2); ${FORGET}`]
		);
		const outcomes = await crowd.together([erasing(nadia), erasing(nestor)]);
		expect(answersOf(outcomes)).toEqual(['erased', 'erased']);
	});

	it('gets along with orders, removals and each other at the same door', async () => {
		const door = doorOf(residence, 1);
		await askLongAgo(door.user, door.partner);
		const [member] = await crowd.sql`select id from public.members where user_id = ${door.partner}`;
		const outcomes = await crowd.together([
			erasing(door.user),
			erasing(door.partner),
			placing(residence, door, [{ offer: offerOf(residence, 0), quantity: 1 }]),
			placing(residence, door, [{ offer: offerOf(residence, 0), quantity: 1 }], {
				user: door.partner
			}),
			{
				user: residence.caretakers[0],
				call: 'end_member',
				args: [residence.id, String(member?.id)]
			}
		]);
		// Nobody waited for somebody who waited for them, and no basket waits for nobody.
		expect(refusalsOf(outcomes)).not.toContain('40P01');
		expect(
			await crowd.sql`select from public.orders where household_id = ${door.household} and state = 'placed'`
		).toHaveLength(0);
	});
});
