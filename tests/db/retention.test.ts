import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MyData, SECTIONS } from '../../src/lib/privacy/export-schema.ts';
import { VALUE_WORDS } from '../../src/lib/privacy/export-words.ts';
import { KINDS } from '../../src/lib/privacy/kinds.ts';
import { answersOf, gatherCrowd, refusalsOf, type Act, type Crowd } from './crowd.ts';
import { arrangeResidence, doorOf, offerOf, placing, type Residence } from './residence.ts';

const WORKERS = 6;
const LETTERS = 40;
const CLAIM = 'limit 1 for update skip locked;';
const STEP = 'execute v_step.act using';

type Step = { isDone: boolean; counts: Record<string, number> };

describe('letting go of what is past its date', () => {
	let crowd: Crowd;
	let residence: Residence;

	beforeEach(async () => {
		crowd = await gatherCrowd(12);
		residence = await arrangeResidence(crowd.sql, 2, [null]);
		const { household } = doorOf(residence, 0);
		await crowd.sql`update public.residences set created_at = now() - interval '1 year'`;
		await crowd.sql`insert into public.letters (residence_id, household_id, token_hash, code_hash, expires_at)
			select ${residence.id}, ${household}, n::text, n::text, now() - interval '7 months' - n * interval '1 day'
			from generate_series(1, ${LETTERS}) n`;
	});
	afterEach(() => crowd.stop());

	const running = (limit: number): Act => ({
		user: 'worker',
		call: 'run_retention',
		args: [limit]
	});
	const stepsOf = (answers: string[]) =>
		answers.filter((answer) => answer !== 'null').map((answer) => JSON.parse(answer) as Step);
	const letters = async () =>
		(await crowd.sql`select from public.letters where residence_id = ${residence.id}`).length;

	it('has words for every kind, and for every section that people take away', async () => {
		const kinds = await crowd.sql`select distinct kind from private.retention_steps()`;
		expect(kinds.map(({ kind }) => String(kind)).sort()).toEqual(Object.keys(KINDS).sort());
		const sections = await crowd.sql`select section from private.data_sections()`;
		expect(sections.map(({ section }) => String(section)).sort()).toEqual(
			Object.keys(SECTIONS).sort()
		);
	});

	it('hands out help, roles, messages and a password as the format says', async () => {
		const { user } = doorOf(residence, 0);
		const { user: helper } = doorOf(residence, 1);
		const idOf = async (account: string) => {
			const [member] = await crowd.sql`select id from public.members where user_id = ${account}`;
			return String(member?.id);
		};
		const person = await idOf(user);
		const other = await idOf(helper);
		const caretaker = await idOf(residence.caretakers[0]);
		await crowd.sql`insert into public.mandates
			(residence_id, person_id, helper_id, scopes, given_by, asked_by, read_out, ends_at)
			values (${residence.id}, ${person}, ${other}, '{orders,collect}', ${caretaker}, 'person',
				'Madame, est-ce que vous êtes d’accord ?', now() + interval '1 month')`;
		await crowd.sql`insert into public.role_changes (residence_id, member_id, from_role, to_role, by_member)
			values (${residence.id}, ${person}, 'tenant', 'relay', ${caretaker})`;
		await crowd.sql`insert into public.substitutions
			(residence_id, absent_id, substitute_id, starts_on, ends_on, starts_at, ends_at)
			values (${residence.id}, ${caretaker}, ${person}, '2026-12-01', '2026-12-02', now(), now() + interval '1 day')`;
		await crowd.sql`insert into private.passwords (user_id, hash) values (${user}, 'hash')`;
		await crowd.sql`insert into private.email_proofs (user_id, email, code_hash)
			values (${user}, 'new@tests.invalid', 'hash')`;
		await crowd.sql`select private.notify(kind, ${residence.id}, array[${person}::uuid], null, kind)
			from private.notification_kinds`;
		const [answer] = answersOf([await crowd.act({ user, call: 'my_data', args: [] })]);
		const data = v.parse(MyData, JSON.parse(String(answer)));
		const names = ['mandates', 'roleChanges', 'substitutions', 'password', 'emailProofs'] as const;
		expect(names.map((name) => data[name].length)).toEqual([1, 1, 1, 1, 1]);
		// Every kind of message has words on the readable page.
		expect(data.notifications.length).toBeGreaterThan(10);
		expect(data.notifications.filter(({ kind }) => !VALUE_WORDS.kind?.[kind])).toEqual([]);
	});

	it('is one worker’s at a time, once a day', async () => {
		await crowd.sql`insert into private.retention_runs (residence_id, first_run_at) values (${residence.id}, now())`;
		await crowd.alter('run_retention', [STEP, `perform pg_sleep(0.2); ${STEP}`]);
		const outcomes = await crowd.together(Array.from({ length: WORKERS }, () => running(1000)));
		expect(refusalsOf(outcomes)).toEqual([]);
		expect(stepsOf(answersOf(outcomes))).toEqual([{ isDone: true, counts: { letters: LETTERS } }]);
		expect(await letters()).toBe(0);
		expect(answersOf([await crowd.act(running(1000))])).toEqual(['null']);
	});

	it('would be several workers’ without the lock: this test can fail', async () => {
		// Making the row of a residence would line them up, the first time.
		await crowd.sql`insert into private.retention_runs (residence_id, first_run_at) values (${residence.id}, now())`;
		await crowd.alter(
			'run_retention',
			[CLAIM, 'limit 1;'],
			[STEP, `perform pg_sleep(0.2); ${STEP}`]
		);
		const outcomes = await crowd.together(Array.from({ length: WORKERS }, () => running(1000)));
		expect(stepsOf(answersOf(outcomes)).length).toBeGreaterThan(1);
	});

	it('goes on where a process ended, and no transaction takes more than its share', async () => {
		for (const done of [15, 30]) {
			const [step] = stepsOf(answersOf([await crowd.act(running(15))]));
			expect(step).toEqual({ isDone: false, counts: { letters: done } });
			expect(await letters()).toBe(LETTERS - done);
		}
		await crowd.alter('run_retention', [
			STEP,
			`perform pg_terminate_backend(pg_backend_pid()); ${STEP}`
		]);
		await expect(crowd.sql`select private.run_retention(15)`.execute()).rejects.toThrow(
			/CONNECTION_CLOSED|terminating/
		);
		expect(await letters()).toBe(LETTERS - 30);
		await crowd.alter('run_retention', ['perform pg_terminate_backend(pg_backend_pid());', '']);
		const [last] = stepsOf(answersOf([await crowd.act(running(15))]));
		expect(last).toEqual({ isDone: true, counts: { letters: LETTERS } });
	});

	it('gives several residences to several workers', async () => {
		const other = await arrangeResidence(crowd.sql, 1, [null]);
		await crowd.sql`update public.residences set created_at = now() - interval '1 year'`;
		await crowd.sql`insert into public.join_requests (residence_id, household_id, name, state, answered_at)
			values (${other.id}, ${doorOf(other, 0).household}, 'Fatou', 'refused', now() - interval '1 year')`;
		await crowd.alter('run_retention', [STEP, `perform pg_sleep(0.2); ${STEP}`]);
		const outcomes = await crowd.together(Array.from({ length: WORKERS }, () => running(1000)));
		expect(stepsOf(answersOf(outcomes))).toHaveLength(2);
		expect(await crowd.sql`select from public.join_requests`).toHaveLength(0);
	});

	it('gets along with orders that come in meanwhile', async () => {
		const door = doorOf(residence, 0);
		const outcomes = await crowd.together([
			running(1000),
			placing(residence, door, [{ offer: offerOf(residence, 0), quantity: 2 }]),
			running(1000),
			placing(residence, doorOf(residence, 1), [{ offer: offerOf(residence, 0), quantity: 2 }])
		]);
		expect(refusalsOf(outcomes)).toEqual([]);
		const [orders] =
			await crowd.sql`select count(*)::int as n, count(member_id)::int as named from public.orders`;
		expect(orders).toEqual({ n: 2, named: 2 });
	});
});
