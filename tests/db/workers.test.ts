import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, refusalsOf, type Act, type Crowd } from './crowd.ts';
import { arrangeResidence } from './residence.ts';

const MAILS = 60;

describe('many app processes on one database', () => {
	let crowd: Crowd;

	beforeEach(async () => {
		crowd = await gatherCrowd(20);
	});
	afterEach(() => crowd.stop());

	async function claimAll() {
		const { id } = await arrangeResidence(crowd.sql, 1, []);
		await crowd.sql`insert into private.mails (residence_id, kind, dedupe_key, to_address, payload)
			select ${id}, 'test', n::text, 'ferme@tests.invalid', '{}' from generate_series(1, ${MAILS}) n`;
		const claims = await crowd.together(
			Array.from({ length: 8 }, (): Act => ({ user: 'worker', call: 'claim_mails', args: [10] }))
		);
		// A call answers its first row here; how often each mail was taken is in the table.
		return {
			claims,
			counts:
				await crowd.sql`select attempts, count(*)::int as mails from private.mails group by 1 order by 1`
		};
	}

	it('give each mail to one worker, and all of them out', async () => {
		const { claims, counts } = await claimAll();
		expect(refusalsOf(claims)).toEqual([]);
		expect([...counts]).toEqual([{ attempts: 1, mails: MAILS }]);
	});

	it('would give mails out twice without the lock: this test can fail', async () => {
		await crowd.alter('claim_mails', [' for update skip locked', '']);
		const { counts } = await claimAll();
		expect(counts.some(({ attempts }) => attempts === 0 || attempts > 1)).toBe(true);
	});

	const setUp = (code: string, index: number): Act => ({
		user: 'worker',
		call: 'create_residence',
		args: [
			code,
			'Bailleur',
			`Résidence ${index}`,
			'',
			'Europe/Paris',
			'Nadia',
			`nadia${index}@tests.invalid`
		]
	});

	it('print one set-up code', async () => {
		const codes = await crowd.together(
			Array.from({ length: 10 }, (): Act => ({
				user: 'worker',
				call: 'ensure_setup_code',
				args: []
			}))
		);
		expect(answersOf(codes)).toHaveLength(10);
		expect(new Set(answersOf(codes)).size).toBe(1);
	});

	it('let one person set the residence up', async () => {
		const [code = ''] = answersOf([
			await crowd.act({ user: 'worker', call: 'ensure_setup_code', args: [] })
		]);
		const outcomes = await crowd.together(
			Array.from({ length: 20 }, (_, index) => setUp(code, index))
		);
		expect(answersOf(outcomes)).toHaveLength(1);
		expect(refusalsOf(outcomes)).toEqual(Array(19).fill('setup_closed'));
		expect(await crowd.sql`select from public.residences`).toHaveLength(1);
		expect(await crowd.sql`select from public.members`).toHaveLength(1);
	});

	it('would let several without the lock: this test can fail', async () => {
		const [code = ''] = answersOf([
			await crowd.act({ user: 'worker', call: 'ensure_setup_code', args: [] })
		]);
		await crowd.alter(
			'create_residence',
			[`perform pg_advisory_xact_lock(hashtextextended('create_residence', 0));`, ''],
			['perform private.check_time_zone', 'perform pg_sleep(0.2); perform private.check_time_zone']
		);
		await crowd.together(Array.from({ length: 5 }, (_, index) => setUp(code, index)));
		expect((await crowd.sql`select from public.residences`).length).toBeGreaterThan(1);
	});

	const guess = (network: string): Act => ({
		user: 'worker',
		call: 'try_code',
		args: ['odile@tests.invalid', network]
	});

	it('count guesses at a code together, one network apart from the other', async () => {
		const stranger = Array.from({ length: 14 }, () => guess('elsewhere'));
		const owner = Array.from({ length: 6 }, () => guess('home'));
		const guesses = await crowd.together([...stranger, ...owner]);
		expect(answersOf(guesses.slice(0, 14))).toHaveLength(8);
		expect(refusalsOf(guesses)).toEqual(Array(6).fill('too_many_tries'));
		expect(answersOf(guesses.slice(14))).toHaveLength(6);
	});

	it('would count too few without the lock: this test can fail', async () => {
		await crowd.alter('check_attempts', ['perform pg_advisory_xact_lock', '--']);
		await crowd.alter('note_attempt', [
			'delete from private.attempts',
			'select pg_sleep(0.1); delete from private.attempts'
		]);
		const guesses = await crowd.together(Array.from({ length: 20 }, () => guess('elsewhere')));
		expect(answersOf(guesses).length).toBeGreaterThan(8);
	});

	it('tie a membership to one account, though two tabs sign in at once', async () => {
		const { doors } = await arrangeResidence(crowd.sql, 1, []);
		const [member] =
			await crowd.sql`select id, residence_id from public.members where user_id = ${doors[0]?.user ?? ''}`;
		const user = randomUUID();
		await crowd.sql`insert into auth.users (id, email) values (${user}, 'new@tests.invalid')`;
		await crowd.sql`update public.members set user_id = null where id = ${member?.id}`;
		await crowd.sql`insert into public.member_contacts (member_id, residence_id, email)
			values (${member?.id}, ${member?.residence_id}, 'new@tests.invalid')`;
		const outcomes = await crowd.together(
			Array.from({ length: 10 }, (): Act => ({ user, call: 'claim_memberships', args: [] }))
		);
		expect(answersOf(outcomes).map((answer) => (JSON.parse(answer) as unknown[]).length)).toEqual(
			Array(10).fill(1)
		);
	});

	it('leave a residence its last caretaker, though two send each other away', async () => {
		const { id, caretakers } = await arrangeResidence(crowd.sql, 0, []);
		const rows =
			await crowd.sql`select id, user_id from public.members where role = 'caretaker' order by user_id`;
		const memberOf = (user: string) => String(rows.find((row) => row.user_id === user)?.id);
		const outcomes = await crowd.together([
			{ user: caretakers[0], call: 'end_member', args: [id, memberOf(caretakers[1])] },
			{ user: caretakers[1], call: 'end_member', args: [id, memberOf(caretakers[0])] }
		]);
		expect(answersOf(outcomes)).toHaveLength(1);
		expect(
			await crowd.sql`select from public.members where role = 'caretaker' and ended_at is null`
		).toHaveLength(1);
	});
});
