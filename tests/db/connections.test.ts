import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestBackend, type Client, type TestBackend } from './backend.ts';

const PEOPLE = 12;
const ROUNDS = 15;

type Seen = { who: string; asked: string; answered: unknown };

// What a connection still carries of the caller before, written down before the next one is served.
const WATCH = `
create table private.left_over (role text, claims text, sub text, claim_role text, headers text);
alter function private.call_as(text, text, text, text, text, text) rename to really_call_as;
create function private.call_as(p_claims text, p_sub text, p_role text, p_headers text, p_call text, p_args text)
returns text language plpgsql set search_path = '' as $$
begin
	insert into private.left_over values (nullif(current_user, session_user),
		nullif(current_setting('request.jwt.claims', true), ''),
		nullif(current_setting('request.jwt.claim.sub', true), ''),
		nullif(current_setting('request.jwt.claim.role', true), ''),
		nullif(current_setting('request.headers', true), ''));
	return private.really_call_as(p_claims, p_sub, p_role, p_headers, p_call, p_args);
end;
$$;`;

describe('one pool of connections for everybody', () => {
	let test: TestBackend;
	let people: { email: string; residence: string; client: Client }[];
	let original: string;

	beforeAll(async () => {
		test = await startTestBackend();
		people = await Promise.all(
			Array.from({ length: PEOPLE }, async (_, index) => {
				const email = `person${index}@tests.invalid`;
				const [made] = await test.sql`
					with landlord as (insert into public.organisations (name) values ('Bailleur') returning id),
					place as (insert into public.residences (organisation_id, name, time_zone)
						select id, ${`Résidence ${index}`}, 'Europe/Paris' from landlord returning id),
					person as (insert into public.members (residence_id, name, role)
						select id, ${email}, 'caretaker' from place returning id, residence_id)
					insert into public.member_contacts (member_id, residence_id, email)
					select id, residence_id, ${email} from person returning residence_id`;
				return { email, residence: String(made?.residence_id), client: await test.as(email) };
			})
		);
		await test.sql.unsafe(WATCH).simple();
		const [found] = await test.sql`select pg_get_functiondef(oid) as text from pg_proc
			where proname = 'really_call_as'`;
		original = String(found?.text);
	});
	afterAll(() => test.stop());

	beforeEach(() => test.sql`truncate private.left_over`);
	afterEach(() => test.sql.unsafe(original));

	/** Everybody at once, over and over: what is theirs, what is not, what breaks, and strangers. */
	async function serveAll(): Promise<Seen[]> {
		const stranger = test.anonymous();
		const calls = Array.from({ length: ROUNDS }, () =>
			people.flatMap(({ email, residence, client }, index) => {
				const other = people[(index + 1) % PEOPLE]?.residence ?? '';
				const ask = (who: string, asked: string, as: Client, place: string) =>
					as.rpc('page_home', { p_residence: place }).then(({ data, error }): Seen => ({
						who,
						asked,
						answered: error ? error.code : (data as { shell: unknown }).shell
					}));
				return [
					ask(email, 'mine', client, residence),
					ask(email, 'theirs', client, other),
					ask(email, 'nonsense', client, randomUUID().slice(1)),
					ask('nobody', 'mine', stranger, residence)
				];
			})
		);
		return Promise.all(calls.flat());
	}

	const leftOver = async () => [
		...(await test.sql`select distinct * from private.left_over
			where role is not null or claims is not null or sub is not null or claim_role is not null
				or headers is not null`)
	];

	it('shows everybody what is theirs, and nothing else, in any order', async () => {
		for (const { who, asked, answered } of await serveAll()) {
			const person = people.find(({ email }) => email === who);
			if (who === 'nobody') expect(answered).toBe('42501');
			else if (asked === 'theirs') expect(answered).toBe('PT404');
			else if (asked === 'nonsense') expect(answered).toBe('22P02');
			else {
				expect(answered).toMatchObject({
					residence: { id: person?.residence },
					member: { name: who }
				});
			}
		}
	});

	it('leaves nothing of a caller on a connection, whatever became of the call', async () => {
		await serveAll();
		const [{ calls = 0 } = {}] =
			await test.sql`select count(*)::int as calls from private.left_over`;
		// Those of refused calls were taken back with the call.
		expect(calls).toBe(PEOPLE * ROUNDS);
		expect(await leftOver()).toEqual([]);
	});

	it.each(['jwt.claims', 'jwt.claim.sub', 'jwt.claim.role', 'headers'])(
		'would leave them with %s set for the session: this test can fail',
		async (name) => {
			const kept = original.replace(
				new RegExp(`(set_config\\('request\\.${name}', p_\\w+, )true`),
				'$1false'
			);
			expect(kept).not.toBe(original);
			await test.sql.unsafe(kept);
			await serveAll();
			expect(await leftOver()).not.toEqual([]);
		}
	);

	it('would refuse everybody with the role set for the session: this test can fail', async () => {
		const kept = original.replace(
			`set_config('role', p_role, true)`,
			`set_config('role', p_role, false)`
		);
		expect(kept).not.toBe(original);
		await test.sql.unsafe(kept);
		const seen = await serveAll();
		expect(seen.some(({ asked, answered }) => asked === 'mine' && answered === '42501')).toBe(true);
	});
});
