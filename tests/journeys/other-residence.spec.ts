import { expect, test } from '../fixtures.ts';
import { addOtherResidence, CANARY, everyField } from '../steps/other-residence.ts';
import { findDemoRounds } from '../steps/pages.ts';
import { comeAs, residenceOf } from '../steps/people.ts';
import { readTables } from '../steps/database.ts';
import { addressOf, listRoutes } from '../steps/routes.ts';

/*
 * Somebody signed in here, with every id of another residence: in every address, in every form that
 * they can make up, alone and mixed with ids of their own.
 */
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

test('with the ids of another residence one finds nothing, does nothing and is told nothing', async ({
	app,
	browser
}) => {
	test.setTimeout(240_000);
	const other = await addOtherResidence(app);
	const people = {
		nadia: await comeAs(browser, app, 'nadia'),
		claire: await comeAs(browser, app, 'claire'),
		samia: await comeAs(browser, app, 'samia'),
		odile: await comeAs(browser, app, 'odile')
	};
	const own = residenceOf(people.nadia).split('/')[2] ?? '';
	const { open } = await findDemoRounds(people.nadia);
	const ownRound = open.split('/').at(-1) ?? '';
	const routes = listRoutes();
	const values = { ...other, id: other.member, path: `products/${other.product}.webp` };
	// Theirs altogether; our residence with their things; their residence with our round.
	const mixes = [
		values,
		{ ...values, residence: own },
		{ ...values, residence: own, round: ownRound },
		{ ...values, round: ownRound },
		{ ...values, residence: own, round: other.openRound }
	];
	const before = await readTables(app, other.residence);
	const printed = app.output().length;
	const body = everyField(other);
	const told: string[] = [];
	const entered: string[] = [];
	for (const [name, page] of Object.entries(people)) {
		for (const route of routes.filter(({ id }) => id.startsWith('/r/'))) {
			const addresses = new Set(mixes.map((mix) => addressOf(route, mix)));
			for (const address of addresses) {
				if (!address) throw new Error(`Say in this test what stands for the parts of ${route.id}`);
				const asks = [
					page.request.get(address, { maxRedirects: 0 }),
					page.request.get(`${address}/__data.json`, { maxRedirects: 0 }),
					...route.acts.map((act) =>
						page.request.post(address + act, {
							headers: {
								origin: app.url,
								accept: 'text/html',
								'content-type': 'application/x-www-form-urlencoded'
							},
							data: body,
							maxRedirects: 0
						})
					)
				];
				for (const answer of await Promise.all(asks)) {
					const text = JSON.stringify(answer.headers()) + (await answer.text());
					const what = `${name} ${answer.status()} ${answer.url().replace(app.url, '')}`;
					if (
						[CANARY, CANARY.toLowerCase(), other.token, other.code].some((one) =>
							text.includes(one)
						)
					) {
						told.push(what);
					}
					// A form that is refused may lead back to its page; what it did is looked at below.
					const isTheirPage =
						answer.url() === app.url + address && address.includes(other.residence);
					if (answer.status() >= 500) entered.push(what);
					if (isTheirPage && answer.status() < (route.acts.includes('') ? 300 : 400)) {
						entered.push(what);
					}
				}
			}
		}
	}
	expect(told).toEqual([]);
	expect(entered).toEqual([]);
	expect(await readTables(app, other.residence)).toBe(before);
	const log = app.output().slice(printed);
	expect(log).not.toContain(CANARY);
	expect(log).not.toMatch(UUID);
	expect(log).not.toContain('unexpected error');
});
