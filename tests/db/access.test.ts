import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, type Crowd } from './crowd.ts';
import { arrangeResidence, doorOf, type Residence } from './residence.ts';

const TAPS = 12;
const LOCK = `perform pg_advisory_xact_lock(hashtextextended('access:' || p_reader.id, 0));`;
const WRITTEN = 'order by m.id;';
// What a slow moment between writing an entry and committing it does.
const SLOW = `${WRITTEN} perform pg_sleep(0.1);`;

describe('a caretaker taps twelve times at once to see a phone', () => {
	let crowd: Crowd;
	let residence: Residence;
	let member: string;

	beforeEach(async () => {
		crowd = await gatherCrowd(TAPS);
		residence = await arrangeResidence(crowd.sql, 1, [null]);
		const { user } = doorOf(residence, 0);
		const [row] = await crowd.sql`select id from public.members where user_id = ${user}`;
		member = String(row?.id);
		await crowd.sql`insert into public.member_contacts (member_id, residence_id, phone)
			values (${member}, ${residence.id}, '06 00 00 00 00')`;
	});
	afterEach(() => crowd.stop());

	async function tap(users: string[]): Promise<number> {
		const args = [residence.id, member];
		const outcomes = await crowd.together(
			users.map((user) => ({ user, call: 'show_contacts', args }))
		);
		expect(answersOf(outcomes)).toHaveLength(users.length);
		const [entries] = await crowd.sql`select count(*)::int as n from public.access_log`;
		return Number(entries?.n);
	}

	it('is one look', async () => {
		await crowd.alter('note_access', [WRITTEN, SLOW]);
		expect(await tap(Array<string>(TAPS).fill(residence.caretakers[0]))).toBe(1);
	});

	it('is one look of each of two caretakers', async () => {
		expect(
			await tap(Array.from({ length: TAPS }, (_, n) => residence.caretakers[n % 2] ?? ''))
		).toBe(2);
	});

	it('would be several without its lock: this test can fail', async () => {
		await crowd.alter('note_access', [LOCK, ''], [WRITTEN, SLOW]);
		expect(await tap(Array<string>(TAPS).fill(residence.caretakers[0]))).toBeGreaterThan(1);
	});
});
