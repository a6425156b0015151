import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, refusalsOf, type Crowd } from './crowd.ts';
import { arrangeResidence, type Residence } from './residence.ts';

const PEOPLE = 12;
const EMAIL = 'shared@tests.invalid';
const LOCK = `perform pg_advisory_xact_lock(hashtextextended('address ' || p_email, 0));`;
// What a slow moment between looking for the address and writing it does.
const WRITES = 'perform private.write_address(p_user, p_email);';

describe('a dozen people prove the address of one mailbox at once', () => {
	let crowd: Crowd;
	let residence: Residence;
	let sessions: string[];

	beforeEach(async () => {
		crowd = await gatherCrowd(PEOPLE);
		residence = await arrangeResidence(crowd.sql, PEOPLE, [null]);
		sessions = residence.doors.map(() => randomUUID());
		for (const [index, { user }] of residence.doors.entries()) {
			await crowd.sql`insert into public.devices (session_id, user_id, name, via, idle_until, expires_at, proven_at)
				values (${sessions[index] ?? ''}, ${user}, 'Phone', 'code', now() + '1 day', now() + '1 day', now())`;
			const args = [sessions[index], EMAIL, `hash ${index}`, `network ${index}`];
			await crowd.act({ user: 'worker', call: 'begin_email_proof', args });
		}
		await crowd.alter('take_address', [WRITES, `perform pg_sleep(0.05); ${WRITES}`]);
	});
	afterEach(() => crowd.stop());

	const rush = () =>
		crowd.together(
			sessions.map((session, index) => ({
				user: 'worker',
				call: 'confirm_email_proof',
				args: [session, `hash ${index}`, `network ${index}`]
			}))
		);

	it('gives it to one of them; the others are told and keep what they have', async () => {
		const answers = answersOf(await rush()).sort();
		expect(answers).toEqual([...Array(PEOPLE - 1).fill('email_taken'), 'proven']);
		const [row] = await crowd.sql`select count(*)::int as people,
			count(*) filter (where email = ${EMAIL})::int as owners,
			count(*) filter (where email like '%@tests.invalid')::int as kept from auth.users
			where id in (select user_id from public.devices)`;
		expect(row).toEqual({ people: PEOPLE, owners: 1, kept: PEOPLE });
		const [contacts] = await crowd.sql`select count(*)::int as n from public.member_contacts c
			where c.email = ${EMAIL} and not exists (select from public.members m join auth.users u on u.id = m.user_id
				where m.id = c.member_id and u.email = ${EMAIL})`;
		expect(contacts?.n).toBe(0);
	});

	it('would fail for the others without its lock: this test can fail', async () => {
		await crowd.alter('take_address', [LOCK, '']);
		expect(refusalsOf(await rush())).not.toEqual([]);
	});
});
