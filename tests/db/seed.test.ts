import { readFileSync } from 'node:fs';
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from './backend.ts';

const TODAY = "(now() at time zone 'Europe/Paris')::date";

type Facts = {
	households: number;
	members: number;
	paper: number;
	open: number;
	overdue: number;
	coming: number;
	handedOverEarly: number;
	ordersBeforeOpening: number;
	ordersToday: number;
};

describe('the demonstration', () => {
	let test: TestBackend;

	beforeAll(async () => {
		test = await startTestBackend();
	});
	afterAll(() => test.stop());

	// One of them is the day on which people try it; a schedule tied to a weekday once had nothing open on two.
	it.each([0, 1, 2, 3, 4, 5, 6])(
		'opened %d days from now, has a round to order in',
		async (days) => {
			const facts = await factsOf(test.sql, days, 'Les Tilleuls');
			expect(facts).toEqual({
				households: 48,
				members: 60,
				paper: 9,
				open: 1,
				overdue: 0,
				coming: 1,
				handedOverEarly: 0,
				ordersBeforeOpening: 0,
				ordersToday: expect.any(Number)
			});
			expect(facts.ordersToday).toBeGreaterThan(5);
		}
	);

	it('gives the manager a second residence, where something runs as well', async () => {
		expect(await factsOf(test.sql, 0, 'Les Acacias')).toEqual({
			households: 12,
			members: 13,
			paper: 2,
			open: 1,
			overdue: 0,
			coming: 0,
			handedOverEarly: 0,
			ordersBeforeOpening: 0,
			ordersToday: 4
		});
	});
});

/** Opens the demonstration as if today were `days` later, looks, and takes it back. */
async function factsOf(sql: postgres.Sql, days: number, residence: string): Promise<Facts> {
	const text = readFileSync('supabase/seed.sql', 'utf8');
	// Once for each of the two residences.
	expect(text.split(TODAY)).toHaveLength(3);
	const day = `${TODAY} + ${days}`;
	const noon = `((${day}) + time '12:00') at time zone 'Europe/Paris'`;
	let facts: Facts | undefined;
	await sql
		.begin(async (tx) => {
			await tx.unsafe(text.replaceAll(TODAY, day)).simple();
			const [row] = await tx.unsafe<Facts[]>(`
				with here as (select id from public.residences where name = '${residence}')
				select
					(select count(*)::int from public.households where residence_id in (table here)) as households,
					(select count(*)::int from public.members where residence_id in (table here) and role <> 'helper') as members,
					(select count(*)::int from public.members m join public.member_contacts c on c.member_id = m.id
						where c.email is null and m.residence_id in (table here)) as paper,
					(select count(*)::int from public.rounds where residence_id in (table here) and state = 'open' and opens_at < ${noon}
						and closes_at > ${noon} + interval '1 day') as open,
					(select count(*)::int from public.rounds where residence_id in (table here) and state = 'open' and closes_at <= ${noon}) as overdue,
					(select count(*)::int from public.rounds where residence_id in (table here) and state = 'open' and opens_at > ${noon}) as coming,
					(select count(*)::int from public.rounds where residence_id in (table here) and state in ('delivered', 'settled')
						and delivery_on >= ${day}) as "handedOverEarly",
					(select count(*)::int from public.orders o join public.rounds r on r.id = o.round_id
						where r.residence_id in (table here) and r.opens_at > ${noon}) as "ordersBeforeOpening",
					(select count(*)::int from public.orders o join public.rounds r on r.id = o.round_id
						where r.residence_id in (table here) and r.state = 'open' and o.state = 'placed') as "ordersToday"`);
			facts = row;
			// Nothing of it stays for the next day.
			throw new TakenBack();
		})
		.catch((error: unknown) => {
			if (!(error instanceof TakenBack)) throw error;
		});
	if (!facts) throw new Error('The demonstration was not opened.');
	return facts;
}

class TakenBack extends Error {}
