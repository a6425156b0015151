import { expect, test } from '../fixtures.ts';
import { credentialPages, caretakerPages, findDemoRounds } from '../steps/pages.ts';
import { comeAs, residenceOf } from '../steps/people.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Every address that one gets by putting `id` in the place of one of the ids of a path. */
function withOtherIds(path: string, id: string): string[] {
	return [...path.matchAll(ID)].map(
		({ 0: found, index }) => path.slice(0, index) + id + path.slice(index + found.length)
	);
}

test('what does not exist, is not ours or is no id at all is not found', async ({
	app,
	browser
}) => {
	test.setTimeout(120_000);
	const nadia = await comeAs(browser, app, 'nadia');
	const paths = await caretakerPages(nadia, await findDemoRounds(nadia));
	const strange = new Set<string>();
	for (const path of paths) {
		const [bare = ''] = path.split('?');
		for (const id of [NOBODY, 'not-an-id', `${NOBODY}x`]) {
			for (const other of withOtherIds(bare, id)) strange.add(other);
		}
	}
	expect(strange.size).toBeGreaterThan(60);
	const found: string[] = [];
	for (const path of strange) {
		const response = await nadia.request.get(path, { maxRedirects: 0 });
		if (response.status() !== 404) found.push(`${response.status()} ${path}`);
	}
	expect(found).toEqual([]);
});

test('a tenant enters none of the caretaker’s pages, and is not told what is there', async ({
	app,
	browser
}) => {
	test.setTimeout(120_000);
	const nadia = await comeAs(browser, app, 'nadia');
	const rounds = await findDemoRounds(nadia);
	const paths = await caretakerPages(nadia, rounds);
	const odile = await comeAs(browser, app, 'odile');
	const root = residenceOf(odile);
	const shared = [
		root,
		`${root}/me`,
		...credentialPages(root),
		...['profile', 'notifications', 'access', 'helpers', 'helpers/new', 'data', 'data/delete'].map(
			(page) => `${root}/me/${page}`
		),
		`${root}/reach`,
		`${root}/orders`,
		`${root}/orders/mine`,
		rounds.open,
		rounds.coming
	];
	const entered: string[] = [];
	for (const path of paths.filter((one) => !shared.includes(one))) {
		const response = await odile.request.get(path, { maxRedirects: 0 });
		if (![403, 404].includes(response.status())) entered.push(`${response.status()} ${path}`);
	}
	expect(entered).toEqual([]);
	for (const path of [`${rounds.draft}`, `${rounds.draft}/manage`]) {
		expect((await odile.request.get(path)).status(), path).toBe(404);
	}
});

test('a relay works at the desk and hands baskets over, and sees no money', async ({
	app,
	browser
}) => {
	const samia = await comeAs(browser, app, 'samia');
	const nadia = await comeAs(browser, app, 'nadia');
	const rounds = await findDemoRounds(nadia);
	for (const path of [
		`${rounds.open}/desk`,
		`${rounds.open}/slips`,
		`${rounds.delivered}/pickup`
	]) {
		expect((await samia.request.get(path)).status(), path).toBe(200);
	}
	const list = await (await samia.request.get(`${rounds.delivered}/pickup`)).text();
	expect(list).not.toContain('à payer');
	for (const part of ['money', 'money/sheet', 'sheet', 'sheet/sheet.csv', 'delivery', 'manage']) {
		const status = (await samia.request.get(`${rounds.delivered}/${part}`)).status();
		expect(status, part).toBe(403);
	}
});

test('nobody signed in is led to sign-in, and back afterwards', async ({
	app,
	browser,
	request
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const { delivered } = await findDemoRounds(nadia);
	const response = await request.get(`${delivered}/money`, { maxRedirects: 0 });
	expect(response.status()).toBe(303);
	expect(response.headers().location).toBe(
		`/sign-in?next=${encodeURIComponent(`${delivered}/money`)}`
	);
});

test('a form that a tenant makes up acts on nothing', async ({ app, browser }) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const { open, draft, delivered } = await findDemoRounds(nadia);
	const odile = await comeAs(browser, app, 'odile');
	const history = async (round: string) => {
		await nadia.goto(`${round}/manage`);
		return nadia.getByRole('list').last().innerText();
	};
	const before = await history(open);

	const forms: [path: string, fields?: Record<string, string>][] = [
		[`${open}/close`, { send: '1' }],
		[`${open}/manage/cancel`, { reason: 'Pour rire' }],
		[`${open}/manage/reopen`, { closes: '2030-01-01T18:00' }],
		[`${open}/manage?/duplicate`],
		[`${draft}/edit/preview?/open`, { version: '1' }],
		[`${draft}/manage?/open`, { version: '1' }],
		[`${delivered}/manage?/settle`],
		[`${delivered}/sheet?/resend`],
		[`${delivered}/sheet?/revoke`],
		[`${delivered}/sheet?/renew`],
		[`${delivered}/money?/settle`]
	];
	const acted: string[] = [];
	for (const [path, form = {}] of forms) {
		const response = await odile.request.post(path, {
			form,
			headers: { origin: app.url, accept: 'text/html' },
			maxRedirects: 0
		});
		if (![403, 404].includes(response.status())) acted.push(`${response.status()} ${path}`);
	}
	expect(acted).toEqual([]);
	expect(await history(open)).toBe(before);
});
