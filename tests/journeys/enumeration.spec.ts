import type { APIResponse, Browser } from '@playwright/test';
import { hashPassword } from '../../src/lib/accounts/password-hash.server.ts';
import type { RunningApp } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { comeAs, residenceOf } from '../steps/people.ts';

/*
 * Nobody learns by asking who lives here or which codes there are: what exists and what does not get the
 * same answer, and the database counts the same tries for both. That the answer also takes as long is in
 * how it is made: the mail is sent after it, and a password is derived for nobody too.
 */

/** What one could compare in an answer: all but what differs between any two of the same. */
async function read(answer: APIResponse, said: string): Promise<string> {
	const headers = answer
		.headersArray()
		.filter(({ name }) => !/^(date|x-request-id|content-length|etag)$/i.test(name))
		// The name and life of a cookie, not what it keeps for this device.
		.map(({ name, value }) => `${name}: ${value.replace(/^(palier_\w+)=[^;]*/, '$1=…')}`);
	const text = [answer.status(), ...headers.sort(), await answer.text()].join('\n');
	return text
		.replaceAll(said, 'SAID')
		.replaceAll(encodeURIComponent(said), 'SAID')
		.replace(/nonce[-=]"?[^"';> ]+/g, 'nonce')
		.replace(/(expires=|id="|id:")[^;"]+/gi, '$1');
}

/** Sends forms one after the other from a device of its own. */
async function tell(browser: Browser, app: RunningApp, said: string, forms: [string, object][]) {
	const { request } = await browser.newContext({ baseURL: app.url });
	const answers: string[] = [];
	for (const [path, form] of forms) {
		const answer = await request.post(path, {
			form: form as Record<string, string>,
			headers: { origin: app.url, accept: 'text/html' },
			maxRedirects: 0
		});
		expect(answer.status(), path).toBeLessThan(500);
		answers.push(await read(answer, said));
		if (answer.status() === 303) {
			answers.push(await read(await request.get(answer.headers().location ?? '/'), said));
		}
	}
	return answers;
}

/** Tries that were counted since, by kind. */
async function countTries(app: RunningApp): Promise<string> {
	const rows = await app.sql(
		'with gone as (delete from private.attempts returning kind) select kind, count(*)::int as count from gone group by kind order by kind'
	);
	return JSON.stringify(rows);
}

test('a known and an unknown address get the same answer to everything that can be asked', async ({
	app,
	browser
}) => {
	for (const who of ['odile', 'karim'] as const) await comeAs(browser, app, who);
	const password = await hashPassword('trois poireaux bleus');
	// Three addresses of one length: with a password, without one, of nobody.
	const [first = '', second = '', nobody = ''] = ['aa', 'bb', 'cc'].map(
		(n) => `${n}@exemple.invalid`
	);
	for (const [address, who] of [
		[first, 'Odile Renard'],
		[second, 'Karim Benali']
	]) {
		await app.sql(`update auth.users set email = '${address}' where id = (select user_id from public.members where name = '${who}');
			update public.member_contacts set email = '${address}' where member_id = (select id from public.members where name = '${who}');`);
	}
	await app.sql(
		`insert into private.passwords (user_id, hash) select id, '${password}' from auth.users where email = '${first}'`
	);
	await countTries(app);
	const seen: { answers: string[]; tries: string }[] = [];
	for (const address of [first, second, nobody]) {
		const answers = await tell(browser, app, address, [
			['/sign-in?/ask', { email: address }],
			['/sign-in/code?/enter', { code: '000000' }],
			['/sign-in?/ask', { email: address }],
			['/sign-in/password', { email: address, password: 'quatre poireaux' }]
		]);
		seen.push({ answers, tries: await countTries(app) });
	}
	expect(seen[0]?.tries).not.toBe('[]');
	expect(seen[1]).toEqual(seen[2]);
	expect(seen[0]).toEqual(seen[2]);
	// The test can fail: the right password of the first is another answer.
	const [right] = await tell(browser, app, first, [
		['/sign-in/password', { email: first, password: 'trois poireaux bleus' }]
	]);
	expect(right).not.toBe(seen[0]?.answers.at(-1));
	// Only those who are known were written to.
	await expect.poll(async () => (await app.mails(second)).length).toBeGreaterThan(0);
	expect(await app.mails(nobody)).toEqual([]);
});

test('somebody signed in learns of no address whether it is another account’s', async ({
	app,
	browser
}) => {
	const page = await comeAs(browser, app, 'awa');
	const here = `${residenceOf(page)}/me/credentials/email`;
	const answers: string[] = [];
	await countTries(app);
	for (const email of ['bb@exemple.invalid', 'dd@exemple.invalid']) {
		const answer = await page.request.post(here, {
			form: { email },
			headers: { origin: app.url, accept: 'text/html' },
			maxRedirects: 0
		});
		answers.push((await read(answer, email)) + (await countTries(app)));
		await expect.poll(async () => (await app.mails(email)).length).toBeGreaterThan(0);
	}
	expect(answers[0]).toBe(answers[1]);
});

test('a code that never was, one that is over and one that was withdrawn read the same', async ({
	app,
	browser
}) => {
	await app.sql(`
		update public.join_codes set code = 'ACDEF3', expires_at = now() - interval '1 day';
		insert into public.letters (residence_id, household_id, token_hash, code_hash, expires_at, revoked_at)
			select h.residence_id, h.id, x.token, private.secret_hash(x.code), x.expires, x.revoked
			from (select * from public.households limit 1) h, (values
				(md5('a'), 'ACDEFGHJK3', now() - interval '1 day', null::timestamptz),
				(md5('b'), 'ACDEFGHJK4', now() + interval '1 day', now())) x(token, code, expires, revoked);`);
	await countTries(app);
	const seen = new Set<string>();
	for (const code of ['ACDEFGHJK3', 'ACDEFGHJK4', 'ACDEFGHJK6']) {
		const answers = await tell(browser, app, code, [['/join', { typed: code }]]);
		seen.add(answers.join() + (await countTries(app)));
	}
	for (const code of ['ACDEF3', 'ACDEF4']) {
		const answers = await tell(browser, app, code, [['/join', { typed: code }]]);
		seen.add(answers.join() + (await countTries(app)));
	}
	expect([...seen]).toHaveLength(1);
	expect([...seen][0]).toContain('join_code');
});
