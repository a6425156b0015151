import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, refusalsOf, type Crowd } from './crowd.ts';
import { arrangeResidence, doorOf, type Residence } from './residence.ts';

const PHONES = 20;
const USES = 4;
// What a slow moment between looking at the letter and using it does.
const LOOKED = `perform private.check_attempts('join_code', p_network, 20, interval '1 hour');`;
const DOOR = `perform from public.households where id = v_letter.household_id for no key update;`;
const TAKES = 'set uses = uses + 1';
const STILL = 'uses < most_uses and';

describe('20 phones come in with a letter for four', () => {
	let crowd: Crowd;
	let residence: Residence;
	let token: string;

	beforeEach(async () => {
		crowd = await gatherCrowd(PHONES);
		residence = await arrangeResidence(crowd.sql, 2, [null]);
		const [user = ''] = residence.caretakers;
		const args = [residence.id, `{${doorOf(residence, 0).household}}`, USES, 60];
		const [answer = ''] = answersOf([await crowd.act({ user, call: 'issue_letters', args })]);
		token = JSON.parse(answer).letters[0].token;
	});
	afterEach(() => crowd.stop());

	async function rush() {
		const outcomes = await crowd.together(
			Array.from({ length: PHONES }, (_, index) => ({
				user: 'worker',
				call: 'use_letter',
				args: [token, null, `Voisin ${index}`, randomUUID(), `network ${index}`]
			}))
		);
		const [made] = await crowd.sql`select count(*)::int as n from public.letter_uses`;
		return { outcomes, made: Number(made?.n) };
	}

	it('lets exactly four in, and nobody is written down who stays outside', async () => {
		await crowd.alter('use_letter', [LOOKED, `${LOOKED} perform pg_sleep(0.05);`]);
		const { outcomes, made } = await rush();
		expect(answersOf(outcomes)).toHaveLength(USES);
		expect(refusalsOf(outcomes)).toEqual(Array(PHONES - USES).fill('letter_used_up'));
		expect(made).toBe(USES);
		const [people] =
			await crowd.sql`select count(*)::int as n from public.members where name like 'Voisin %'`;
		expect(people?.n).toBe(USES);
	});

	it('would let too many in without its lock and condition: this test can fail', async () => {
		await crowd.alter(
			'use_letter',
			[LOOKED, `${LOOKED} perform pg_sleep(0.3);`],
			[DOOR, ''],
			[TAKES, 'set uses = least(most_uses, uses + 1)'],
			[STILL, 'v_letter.uses < v_letter.most_uses and']
		);
		const { made } = await rush();
		expect(made).toBeGreaterThan(USES);
	});

	it('takes one tap, sent many times at once, for one use', async () => {
		const key = randomUUID();
		const outcomes = await crowd.together(
			Array.from({ length: PHONES }, (_, index) => ({
				user: 'worker',
				call: 'use_letter',
				args: [token, null, 'Léa', key, `network ${index}`]
			}))
		);
		expect(new Set(answersOf(outcomes)).size).toBe(1);
		expect(answersOf(outcomes)).toHaveLength(PHONES);
		const [people] =
			await crowd.sql`select count(*)::int as n from public.members where name = 'Léa'`;
		expect(people?.n).toBe(1);
	});
});
