import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteAccounts } from '../../src/lib/server/jobs/delete-accounts.ts';
import { keepNoLonger } from '../../src/lib/server/jobs/keep-no-longer.ts';
import type { JobContext } from '../../src/lib/server/jobs/worker.ts';
import { startTestBackend, type Client, type TestBackend } from './backend.ts';

describe('the jobs that forget', () => {
	let test: TestBackend;
	let residence: string;

	beforeAll(async () => {
		test = await startTestBackend();
		const [made] = await test.sql`
			with landlord as (insert into public.organisations (name) values ('Habitat') returning id)
			insert into public.residences (organisation_id, name, time_zone, created_at)
			select id, 'Les Tilleuls', 'Europe/Paris', now() - interval '1 year' from landlord returning id`;
		residence = String(made?.id);
	});
	afterAll(() => test.stop());

	const contextWith = (client: Client) => ({ client, stopping: () => false }) as JobContext;

	/** A tenant who asked for the deletion more than seven days ago; answers account and client. */
	async function askedLongAgo(email: string) {
		const [member] = await test.sql`insert into public.members (residence_id, name)
			values (${residence}, ${email}) returning id`;
		await test.sql`insert into public.member_contacts (member_id, residence_id, email)
			values (${member?.id}, ${residence}, ${email})`;
		const client = await test.as(email);
		const { error } = await client.rpc('ask_deletion');
		expect(error).toBeNull();
		const [user] = await test.sql`select id from auth.users where email = ${email}`;
		await test.sql`update private.account_deletions set due_at = now() - interval '1 minute'`;
		return { client, user: String(user?.id), member: String(member?.id) };
	}

	const accounts = async (user: string) =>
		(await test.sql`select from auth.users where id = ${user}`).length;
	const nameOf = async (member: string) =>
		(await test.sql`select name from public.members where id = ${member}`)[0]?.name;

	it('delete an account of this database, whose token opens nothing any more', async () => {
		const { client, user, member } = await askedLongAgo('odile@tests.invalid');
		await deleteAccounts({ mode: 'embedded' }).run(contextWith(test.service()));
		expect([await accounts(user), await nameOf(member)]).toEqual([0, '']);
		const { error } = await client.rpc('page_home', { p_residence: residence });
		expect(error?.code).toBe('PT404');
	});

	/** The admin API of a hosted project, over the same database. */
	function hosted(answers: (Error | null)[]): Client {
		const client = test.service();
		client.auth.admin.deleteUser = (async (id: string) => {
			const error = answers.shift() ?? null;
			if (!error) await test.sql`delete from auth.users where id = ${id}`;
			return { data: { user: null }, error };
		}) as never;
		return client;
	}

	it('leave the account to the next round when the admin API fails, and keep nobody else', async () => {
		const first = await askedLongAgo('karim@tests.invalid');
		const second = await askedLongAgo('awa@tests.invalid');
		const job = deleteAccounts({ mode: 'supabase' });
		const client = hosted([new Error('no connection')]);
		await expect(job.run(contextWith(client))).rejects.toThrow('no connection');
		expect(await nameOf(first.member)).toBe('');
		expect(await nameOf(second.member)).toBe('');
		const left = async () => (await accounts(first.user)) + (await accounts(second.user));
		expect(await left()).toBe(1);
		await job.run(contextWith(client));
		expect(await left()).toBe(0);
	});

	it('take an account that another process has deleted for deleted', async () => {
		const { member } = await askedLongAgo('marcel@tests.invalid');
		const gone = Object.assign(new Error('User not found'), { code: 'user_not_found' });
		await deleteAccounts({ mode: 'supabase' }).run(contextWith(hosted([gone])));
		expect(await nameOf(member)).toBe('');
		await test.sql`delete from private.account_deletions`;
	});

	it('let go of everything past its date in one round, and no accounts in use', async () => {
		await test.sql`insert into private.mails (residence_id, kind, dedupe_key, to_address, payload, sent_at)
			select ${residence}, 'test', 'old ' || n, 'x@tests.invalid', '{}', now() - interval '1 year'
			from generate_series(1, 1200) n`;
		const idle = randomUUID();
		await test.sql`insert into auth.users (id, email, created_at)
			values (${idle}, 'idle@tests.invalid', now() - interval '1 year')`;
		await keepNoLonger().run(contextWith(test.service()));
		expect(await test.sql`select from private.mails`).toHaveLength(0);
		await deleteAccounts({ mode: 'embedded' }).run(contextWith(test.service()));
		expect(await accounts(idle)).toBe(0);
	});
});
