import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, refusalsOf, type Crowd } from './crowd.ts';
import { arrangeResidence, doorOf, type Residence } from './residence.ts';

const TAPS = 10;
// What a slow moment between reading the request and answering it does.
const READ = `if v_request.state <> 'waiting' then`;
const WRITES = 'if v_member is null then\n\t\tinsert';
const REQUEST = `from public.join_requests where id = p_request for update;`;
const DOOR = `and residence_id = v_request.residence_id for no key update;`;

describe('two caretakers answer the same request, tapping five times each', () => {
	let crowd: Crowd;
	let residence: Residence;
	let request: string;

	beforeEach(async () => {
		crowd = await gatherCrowd(TAPS);
		residence = await arrangeResidence(crowd.sql, 2, [null]);
		const user = randomUUID();
		await crowd.sql`insert into auth.users (id, email) values (${user}, 'fatou@tests.invalid')`;
		const [row] = await crowd.sql`insert into public.join_requests
			(residence_id, household_id, user_id, name)
			values (${residence.id}, ${doorOf(residence, 0).household}, ${user}, 'Fatou') returning id`;
		request = String(row?.id);
	});
	afterEach(() => crowd.stop());

	async function rush(approve: (tap: number) => boolean) {
		const outcomes = await crowd.together(
			Array.from({ length: TAPS }, (_, tap) => ({
				user: residence.caretakers[tap % 2] ?? '',
				call: 'answer_join_request',
				args: [request, approve(tap), null, null]
			}))
		);
		const [people] =
			await crowd.sql`select count(*)::int as n from public.members where name = 'Fatou'`;
		const [answer] = await crowd.sql`select state from public.join_requests`;
		return { outcomes, people: people?.n, state: answer?.state };
	}

	it('lets her in once, and everybody who says yes is right', async () => {
		await crowd.alter('answer_join_request', [READ, `perform pg_sleep(0.05); ${READ}`]);
		const { outcomes, people, state } = await rush(() => true);
		expect(answersOf(outcomes)).toHaveLength(TAPS);
		expect([people, state]).toEqual([1, 'approved']);
	});

	it('keeps the first answer when one says yes and the other no', async () => {
		const { outcomes, people, state } = await rush((tap) => tap % 2 === 0);
		expect(refusalsOf(outcomes)).toEqual(Array(TAPS / 2).fill('already_done'));
		expect(people).toBe(state === 'approved' ? 1 : 0);
	});

	it('would stumble without its locks: this test can fail', async () => {
		await crowd.alter(
			'answer_join_request',
			[WRITES, `perform pg_sleep(0.5); ${WRITES}`],
			[REQUEST, REQUEST.replace(' for update', '')],
			[DOOR, DOOR.replace(' for no key update', '')]
		);
		const { outcomes } = await rush(() => true);
		// The index on members lets nobody in twice; without the locks, it is all that is left.
		expect(refusalsOf(outcomes)).toContain('23505');
	});
});
