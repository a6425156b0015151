import { randomUUID } from 'node:crypto';
import { startApp, type RunningApp } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { readTables } from '../steps/database.ts';
import { addOtherResidence, CANARY, everyField } from '../steps/other-residence.ts';
import { comeAs, residenceOf } from '../steps/people.ts';
import { addressOf, listRoutes } from '../steps/routes.ts';

/*
 * Who runs two residences has rights in both, and an address names one of them: whatever a form at an
 * address of one says about things of the other, nothing of the other changes.
 */

// An app of its own: what is tried is done where it may be.
const it = test.extend<{ own: RunningApp }>({
	own: async ({ mode }, use) => {
		const app = await startApp({ mode, demo: true });
		await use(app);
		await app.stop();
	}
});

/** One thing of every kind in a residence of the demonstration, by the names of fields and addresses. */
async function thingsOf(app: RunningApp, residence: string): Promise<Record<string, string>> {
	await app.sql(`
		insert into public.letters (residence_id, household_id, token_hash, code_hash, expires_at)
			select residence_id, id, md5(id::text), md5(door), now() + interval '1 year' from public.households
			where residence_id = '${residence}' limit 1;
		insert into public.join_requests (residence_id, household_id, name, phone)
			select residence_id, id, 'Jean', '06' from public.households where residence_id = '${residence}' limit 1;`);
	const one = (table: string, also = '') =>
		`(select id::text from public.${table} where residence_id = '${residence}' ${also} limit 1)`;
	const [things] = (await app.sql(`select ${one('rounds', "and state = 'open'")} as round,
		${one('orders', "and state = 'placed' and round_id in (select id from public.rounds where state = 'open')")} as order,
		${one('households', 'and id in (select household_id from public.orders)')} as household,
		${one('members', "and role = 'tenant' and ended_at is null")} as member, ${one('producers')} as producer,
		${one('products')} as product, ${one('offers')} as offer, ${one('letters')} as letter,
		${one('join_requests')} as request, ${one('mandates', 'and ended_at is null')} as mandate,
		${one('ledger_entries', "and kind = 'payment'")} as entry`)) as Record<string, string>[];
	if (!things) throw new Error('The demonstration is empty.');
	return things;
}

it('at an address of one residence nothing of another is changed, by who runs both', async ({
	own: app,
	browser
}) => {
	it.setTimeout(240_000);
	const other = await addOtherResidence(app);
	const page = await comeAs(browser, app, 'nadia');
	const residence = residenceOf(page).split('/')[2] ?? '';
	await app.sql(`insert into public.members (residence_id, user_id, name, role)
		select '${other.residence}', user_id, '${CANARY} Nadia', 'caretaker' from public.members
		where residence_id = '${residence}' and name like 'Nadia%' and ended_at is null`);
	const things = await thingsOf(app, residence);
	const routes = listRoutes().filter(({ id, acts }) => id.startsWith('/r/') && acts.length > 0);

	/** Posts every form of every page, with these things in its address and in its fields. */
	async function tryAll(at: string, with_: Record<string, string>): Promise<void> {
		const values = {
			...with_,
			residence: at,
			id: with_.member ?? '',
			path: 'x',
			key: randomUUID()
		};
		for (const route of routes) {
			const address = addressOf(route, values);
			if (!address) throw new Error(`Say in this test what stands for the parts of ${route.id}`);
			for (const act of route.acts) {
				const answer = await page.request.post(address + act, {
					headers: {
						origin: app.url,
						accept: 'text/html',
						'content-type': 'application/x-www-form-urlencoded'
					},
					data: everyField(values),
					maxRedirects: 0
				});
				expect(answer.status(), `${route.id}${act}`).toBeLessThan(500);
			}
		}
	}

	const before = await readTables(app, residence);
	await tryAll(other.residence, things);
	expect(await readTables(app, residence)).toBe(before);

	const beforeTheirs = await readTables(app, other.residence);
	await tryAll(residence, { ...other, round: other.openRound, mandate: randomUUID() });
	expect(await readTables(app, other.residence)).toBe(beforeTheirs);

	// Without the rule of the database the very same requests do change something.
	await app.sql(`create or replace function private.address_residence() returns uuid
		language sql stable set search_path = '' as 'select null::uuid'`);
	const unguarded = await readTables(app, residence);
	await tryAll(other.residence, things);
	expect(await readTables(app, residence)).not.toBe(unguarded);
});
