import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, type Act, type Crowd } from './crowd.ts';
import { arrangeResidence, doorOf, type Residence } from './residence.ts';

/*
 * An app that is killed in the middle of an act takes its connection with it, and PostgreSQL the whole act:
 * whatever was written is gone, and the same act again does it once. Each act is stopped at the last thing it
 * writes, its connection is cut there, and every table is as it was before.
 */

// What an act waits at, after it has written nearly everything.
const GATE = 4712;

describe('an app that is killed in the middle of an act leaves nothing half-written', () => {
	let crowd: Crowd;
	let residence: Residence;

	beforeEach(async () => {
		crowd = await gatherCrowd(4);
		residence = await arrangeResidence(crowd.sql, 3, [null]);
	});
	afterEach(() => crowd.stop());

	const member = async (user: string) => {
		const [row] = await crowd.sql`select id from public.members where user_id = ${user}`;
		return String(row?.id);
	};

	/** Every row of every table of ours, as one text. */
	async function snapshot(): Promise<string> {
		const tables = await crowd.sql<{ name: string }[]>`
			select c.oid::regclass::text as name from pg_class c
			where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) order by 1`;
		const sums: string[] = [];
		for (const { name } of tables) {
			const [row] = await crowd.sql.unsafe(
				`select count(*) || ' ' || coalesce(md5(string_agg(x::text, '|' order by x::text)), '') as sum from ${name} x`
			);
			sums.push(`${name} ${row?.sum}`);
		}
		return sums.join('\n');
	}

	/** Cuts the connection of an act that waits at the gate of a table, after its own row there was written. */
	async function cut(act: Act, table: string): Promise<void> {
		await crowd.sql.unsafe(`
			create or replace function private.wait_at_gate() returns trigger language plpgsql security definer as $$
			begin
				perform pg_advisory_xact_lock(${GATE});
				return null;
			end; $$;
			create trigger zz_gate after insert or update on ${table} for each row execute function private.wait_at_gate();`);
		const keeper = await crowd.sql.reserve();
		await keeper`select pg_advisory_lock(${GATE})`;
		const before = await snapshot();
		const cutOff = crowd.alone(act);
		await expect
			.poll(async () => {
				const [row] = await crowd.sql`select count(*)::int as n from pg_locks
					where locktype = 'advisory' and objid = ${GATE} and not granted`;
				return row?.n;
			})
			.toBe(1);
		await crowd.sql`select pg_terminate_backend(pid) from pg_locks
			where locktype = 'advisory' and objid = ${GATE} and not granted`;
		// What an administrator does to a connection; the app hears it, or nothing at all.
		expect(await cutOff).toEqual({ refused: expect.stringMatching(/^(57P01|CONNECTION_CLOSED)$/) });
		await keeper`select pg_advisory_unlock(${GATE})`;
		keeper.release();
		expect(await snapshot()).toBe(before);
		await crowd.sql.unsafe(`drop trigger zz_gate on ${table}`);
	}

	async function count(sql: string): Promise<number> {
		const [row] = await crowd.sql.unsafe(sql);
		return Number(row?.n);
	}

	it('a caretaker hands on their role', async () => {
		const [user = ''] = residence.caretakers;
		const { user: next } = doorOf(residence, 0);
		const args = [residence.id, await member(user), 'tenant', await member(next)];
		// The last caretaker only goes when the successor is one in the same act.
		await crowd.sql`update public.members set role = 'tenant' where user_id = any (${residence.caretakers.slice(1)})`;
		await cut({ user, call: 'change_role', args }, 'public.role_changes');
		answersOf([await crowd.act({ user, call: 'change_role', args })]);
		expect(
			await count(
				`select count(*) as n from public.members where role = 'caretaker' and user_id = '${next}'`
			)
		).toBe(1);
	});

	it('somebody trusts somebody from elsewhere', async () => {
		const { user } = doorOf(residence, 0);
		const args = [residence.id, 'Léa', null, null, ['orders'], 12];
		await cut({ user, call: 'give_mandate', args }, 'public.mandate_changes');
		answersOf([await crowd.act({ user, call: 'give_mandate', args })]);
		expect(await count(`select count(*) as n from public.members where role = 'helper'`)).toBe(1);
		expect(await count(`select count(*) as n from public.mandates`)).toBe(1);
	});

	it('a list of doors and people is written', async () => {
		const [user = ''] = residence.caretakers;
		const rows = Array.from({ length: 20 }, (_, index) => ({
			row: index + 2,
			building: '',
			staircase: 'Z',
			floor: 1,
			door: String(index),
			name: `Nouvelle ${index}`,
			email: '',
			phone: ''
		}));
		answersOf([
			await crowd.act({ user, call: 'stage_import', args: [residence.id, 'x.csv', rows, []] })
		]);
		const [page = ''] = answersOf([
			await crowd.act({ user, call: 'page_import', args: [residence.id] })
		]);
		const { draft } = JSON.parse(page);
		const args = [residence.id, draft.id, draft.shown];
		await cut({ user, call: 'apply_import', args }, 'private.imports');
		answersOf([await crowd.act({ user, call: 'apply_import', args })]);
		expect(
			await count(`select count(*) as n from public.members where name like 'Nouvelle %'`)
		).toBe(20);
	});

	it('somebody comes in with a letter', async () => {
		const [user = ''] = residence.caretakers;
		const issue = [residence.id, `{${doorOf(residence, 0).household}}`, 1, 60];
		const [letter = ''] = answersOf([
			await crowd.act({ user, call: 'issue_letters', args: issue })
		]);
		const { token } = JSON.parse(letter).letters[0];
		const args = [token, null, 'Nouvelle', randomUUID(), 'network'];
		await cut({ user: 'worker', call: 'use_letter', args }, 'public.letter_uses');
		// Its one use is still there.
		expect(answersOf([await crowd.act({ user: 'worker', call: 'use_letter', args })])).toHaveLength(
			1
		);
		expect(await count(`select count(*) as n from public.letter_uses`)).toBe(1);
	});
});
