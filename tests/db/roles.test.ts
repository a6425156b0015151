import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, refusalsOf, type Act, type Crowd } from './crowd.ts';
import { arrangeResidence, doorOf, type Residence } from './residence.ts';

const ROUNDS_OF_LUCK = 5;
// What a slow moment between looking and writing does.
const CHECKS = 'perform private.hand_on_caretaker';
const LOCKS = 'perform private.lock_caretakers(p_residence, p_member, p_successor);';

describe('two people at once', () => {
	let crowd: Crowd;
	let residence: Residence;

	beforeEach(async () => {
		crowd = await gatherCrowd(12);
		residence = await arrangeResidence(crowd.sql, 3, []);
	});
	afterEach(() => crowd.stop());

	const memberOf = async (user: string) => {
		const [row] = await crowd.sql`select id from public.members where user_id = ${user}`;
		return String(row?.id);
	};
	const caretakers = async () => {
		const [row] = await crowd.sql`select count(*)::int as n from public.members
			where role = 'caretaker' and ended_at is null`;
		return Number(row?.n);
	};
	/** Each of the two caretakers goes, in one of three ways. */
	const goodbyes = async (): Promise<Act[][]> => {
		const [one, two] = residence.caretakers;
		const [first, second] = [await memberOf(one), await memberOf(two)];
		const leaves = (user: string, member: string): Act => ({
			user,
			call: 'end_member',
			args: [residence.id, member]
		});
		const handsBack = (user: string, member: string): Act => ({
			user,
			call: 'change_role',
			args: [residence.id, member, 'tenant']
		});
		return [
			[leaves(one, first), leaves(two, second)],
			[handsBack(one, first), handsBack(two, second)],
			[leaves(one, first), handsBack(two, second)],
			[leaves(one, second), handsBack(two, first)]
		];
	};
	/** Both act again after each try, as they were before it. */
	const again = async () => {
		const [one, two] = residence.caretakers;
		await crowd.sql`update public.members set role = 'caretaker' where user_id in (${one}, ${two})`;
	};

	it('never leave a residence without a caretaker, however they go', async () => {
		for (const name of ['end_member', 'change_role']) {
			await crowd.alter(name, [CHECKS, `perform pg_sleep(0.02); ${CHECKS}`]);
		}
		const [, handBack = [], mixed = []] = await goodbyes();
		for (let round = 0; round < ROUNDS_OF_LUCK; round++) {
			const outcomes = await crowd.together(handBack);
			expect(answersOf(outcomes)).toHaveLength(1);
			expect(refusalsOf(outcomes)).toHaveLength(1);
			expect(await caretakers()).toBe(1);
			await again();
		}
		const outcomes = await crowd.together(mixed);
		expect(answersOf(outcomes)).toHaveLength(1);
		expect(await caretakers()).toBe(1);
	});

	it('may both leave at once when each names a successor', async () => {
		const [one, two] = residence.caretakers;
		const outcomes = await crowd.together([
			{
				user: one,
				call: 'end_member',
				args: [residence.id, await memberOf(one), await memberOf(doorOf(residence, 0).user)]
			},
			{
				user: two,
				call: 'end_member',
				args: [residence.id, await memberOf(two), await memberOf(doorOf(residence, 1).user)]
			}
		]);
		expect(answersOf(outcomes)).toHaveLength(2);
		expect(await caretakers()).toBe(2);
	});

	it('do not lose a successor who is sent away at that moment', async () => {
		const [one, two] = residence.caretakers;
		const heir = await memberOf(doorOf(residence, 0).user);
		await crowd.act({
			user: one,
			call: 'change_role',
			args: [residence.id, await memberOf(two), 'tenant']
		});
		const outcomes = await crowd.together([
			{ user: one, call: 'end_member', args: [residence.id, await memberOf(one), heir] },
			{ user: one, call: 'end_member', args: [residence.id, heir] }
		]);
		// Whichever came first, somebody who can get in holds the keys.
		expect(answersOf(outcomes).length).toBeGreaterThan(0);
		expect(await caretakers()).toBe(1);
	});

	it('would leave none without the lock: this test can fail', async () => {
		await crowd.alter('end_member', [LOCKS, ''], [CHECKS, `perform pg_sleep(0.3); ${CHECKS}`]);
		await crowd.alter(
			'hand_on_caretaker',
			// Everybody has looked before anybody writes.
			[
				"perform private.refuse(409, 'last_caretaker');\n\tend if;",
				"perform private.refuse(409, 'last_caretaker');\n\tend if;\n\tperform pg_sleep(0.2);"
			]
		);
		const outcomes = await crowd.together((await goodbyes())[0] ?? []);
		expect(answersOf(outcomes)).toHaveLength(2);
		expect(await caretakers()).toBe(0);
	});

	const tomorrow = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 10);
	const naming = async (substitute: string): Promise<Act> => ({
		user: residence.caretakers[0],
		call: 'name_substitute',
		args: [residence.id, await memberOf(residence.caretakers[0]), substitute, tomorrow, tomorrow]
	});
	const substitutes = async () =>
		(await crowd.sql`select from public.substitutions where revoked_at is null`).length;

	it('name one substitute for the same days', async () => {
		const people = await Promise.all(residence.doors.map(({ user }) => memberOf(user)));
		const acts = await Promise.all([...people, ...people, ...people].map(naming));
		const outcomes = await crowd.together(acts);
		expect(answersOf(outcomes)).toHaveLength(1);
		expect(new Set(refusalsOf(outcomes))).toEqual(new Set(['absence_overlaps']));
		expect(await substitutes()).toBe(1);
	});

	it('would name several without the lock: this test can fail', async () => {
		await crowd.alter(
			'name_substitute',
			['perform private.lock_caretakers(p_residence, p_absent, p_substitute);', ''],
			[
				'insert into public.substitutions',
				'perform pg_sleep(0.1); insert into public.substitutions'
			]
		);
		const people = await Promise.all(residence.doors.map(({ user }) => memberOf(user)));
		await crowd.together(await Promise.all(people.map(naming)));
		expect(await substitutes()).toBeGreaterThan(1);
	});

	const LANDLORD = 'perform from public.organisations where id = v_organisation for update;';
	const opening = async (): Promise<Act[]> => {
		const user = randomUUID();
		await crowd.sql`insert into auth.users (id, email) values (${user}, 'manager@tests.invalid')`;
		await crowd.sql`insert into public.members (residence_id, user_id, name, role)
			values (${residence.id}, ${user}, 'Responsable', 'manager')`;
		return Array.from({ length: 8 }, () => ({
			user,
			call: 'open_residence',
			args: [residence.id, 'Les Acacias', '', 'Europe/Paris', 'Bruno', 'bruno@tests.invalid']
		}));
	};
	const acacias = async () =>
		(await crowd.sql`select from public.residences where name = 'Les Acacias'`).length;

	it('open one residence, however often the button was tapped', async () => {
		const outcomes = await crowd.together(await opening());
		expect(answersOf(outcomes)).toHaveLength(1);
		expect(refusalsOf(outcomes)).toEqual(Array(7).fill('residence_exists'));
		expect(await acacias()).toBe(1);
	});

	it('would open several without the lock: this test can fail', async () => {
		await crowd.alter(
			'open_residence',
			[LANDLORD, ''],
			['insert into public.residences (', 'perform pg_sleep(0.1); insert into public.residences (']
		);
		await crowd.together(await opening());
		expect(await acacias()).toBeGreaterThan(1);
	});
});
