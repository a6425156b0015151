import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import * as v from 'valibot';
import { MyData } from '../../src/lib/privacy/export-schema.ts';
import { expect, test } from '../fixtures.ts';
import { comeAs, residenceOf } from '../steps/people.ts';

test.describe.configure({ mode: 'serial' });

/** From "my page" to the wish, without JavaScript. */
async function askForDeletion(page: Page): Promise<void> {
	await page.goto(`${residenceOf(page)}/me`);
	await page.getByRole('link', { name: 'Mes données' }).click();
	await page.getByRole('link', { name: 'Voir ce qui sera supprimé' }).click();
	await page.getByRole('button', { name: 'Supprimer mon compte' }).click();
}

/** One tap on "my data"; the files of the ZIP by name. */
async function download(page: Page): Promise<Record<string, Uint8Array>> {
	await page.goto(`${residenceOf(page)}/me/data`);
	const saved = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Télécharger le fichier' }).click();
	const file = await saved;
	expect(file.suggestedFilename()).toMatch(/^mes-donnees-\d{4}-\d\d-\d\d\.zip$/);
	return unzipSync(await readFile(await file.path()));
}

test('a tenant takes her data away in one tap, and nothing of her neighbours', async ({
	app,
	browser
}) => {
	const odile = await comeAs(browser, app, 'odile', { javaScriptEnabled: false });
	const files = await download(odile);
	expect(Object.keys(files).sort()).toEqual(['donnees.json', 'mes-donnees.html']);
	const text = strFromU8(files['donnees.json'] ?? new Uint8Array());
	const data = v.parse(MyData, JSON.parse(text));
	expect(data.account.email).toBe('odile@demo.invalid');
	expect(data.memberships).toHaveLength(1);
	expect(data.orders.length).toBeGreaterThan(0);
	expect(data.orders[0]?.lines.length).toBeGreaterThan(0);
	expect(data.payments.length).toBeGreaterThan(0);
	expect(data.devices.length).toBeGreaterThan(0);
	expect(data.signIns.some(({ what }) => what === 'login')).toBe(true);

	const page = strFromU8(files['mes-donnees.html'] ?? new Uint8Array());
	const neighbours = await app.sql(`select m.name, c.phone, c.email from public.members m
		left join public.member_contacts c on c.member_id = m.id
		where m.household_id is distinct from
			(select household_id from public.members where name like 'Odile%' limit 1)
			-- Who runs the residence is called by name on her pages, when they looked at her phone.
			and m.role not in ('caretaker', 'manager')`);
	expect(neighbours.length).toBeGreaterThan(10);
	for (const canary of neighbours.flatMap((row) => Object.values(row))) {
		if (!canary) continue;
		expect(text).not.toContain(String(canary));
		expect(page).not.toContain(String(canary));
	}
	const secrets = await app.sql(`select token_hash as secret from public.letters
		union all select code_hash from public.letters union all select token from public.sheets
		union all select session_id::text from public.devices union all select token from auth.refresh_tokens`);
	for (const row of secrets) {
		expect(text).not.toContain(String((row as { secret: string }).secret));
	}

	// The page opens by itself, from a disk, and reads well.
	await odile.setContent(page);
	await expect(odile.getByRole('heading', { level: 1 })).toHaveText('Mes données dans Palier');
	await expect(odile.getByText('odile@demo.invalid').first()).toBeVisible();
});

test('a caretaker’s archive holds the photos she put online, and five an hour are enough', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	await nadia.goto(`${residenceOf(nadia)}/catalogue`);
	const product = await nadia
		.locator('a[href*="/catalogue/products/"]:not([href*="/new"])')
		.first()
		.getAttribute('href');
	await nadia.goto(product ?? '');
	const picture = await sharp({
		create: { width: 40, height: 40, channels: 3, background: '#1b6141' }
	})
		.png()
		.toBuffer();
	await nadia
		.locator('input[type="file"]')
		.setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: picture });
	await nadia.getByRole('button', { name: 'Enregistrer le produit' }).click();
	await expect(nadia).toHaveURL(/\/catalogue$/);
	const files = await download(nadia);
	const photos = Object.keys(files).filter((name) => name.endsWith('.webp'));
	expect(photos).toHaveLength(1);
	expect(photos[0]).toMatch(/^fichiers\/photos\//);
	expect(files[photos[0] ?? '']?.length).toBeGreaterThan(20);

	const address = `${residenceOf(nadia)}/me/data/download`;
	const answers = [];
	for (let count = 0; count < 5; count++) answers.push(await nadia.request.get(address));
	expect(answers.map((answer) => answer.status())).toEqual([200, 200, 200, 200, 429]);
	expect(await answers.at(-1)?.text()).toMatch(/Réessayez/);
});

test('a tenant asks for the deletion, changes her mind, asks again, and is forgotten', async ({
	app,
	browser
}) => {
	const odile = await comeAs(browser, app, 'odile', { javaScriptEnabled: false });
	const home = residenceOf(odile);
	await askForDeletion(odile);
	const note = odile.getByText(/^Votre compte sera supprimé le \S+ \d+/);
	await expect(note).toBeVisible();
	await expect(odile.getByRole('link', { name: 'Voir ce qui sera supprimé' })).toHaveCount(0);

	// Every page says so, also on another phone that signs in later; and there she takes it back.
	const phone = await comeAs(browser, app, 'odile', { javaScriptEnabled: false });
	await phone.goto(`${home}/orders`);
	await expect(phone.getByText('Vous avez demandé à supprimer votre compte.')).toBeVisible();
	await phone.getByRole('button', { name: 'Annuler la suppression' }).click();
	await expect(phone.getByText('Votre compte reste.')).toBeVisible();
	await odile.goto(home);
	await expect(note).toHaveCount(0);

	await askForDeletion(odile);
	await expect(note).toBeVisible();
	await odile.goto(`${home}/me/data/delete`);
	await expect(odile).toHaveURL(`${home}/me/data`);
	await app.sql(`update private.account_deletions set due_at = now() - interval '1 minute'`);
	await expect
		.poll(async () => (await app.sql(`select from private.account_deletions`)).length, {
			timeout: 40_000
		})
		.toBe(0);

	const logged = await app.sql(
		`select from auth.audit_log_entries where payload::text like '%odile@demo%'`
	);
	expect(logged).toHaveLength(0);

	// Both phones are signed out, the list of the demonstration has lost her, the caretaker too.
	await odile.goto(home);
	await expect(odile).toHaveURL(/\/sign-in/);
	await expect(odile.locator('input[value="odile@demo.invalid"]')).toHaveCount(0);
	await phone.goto(`${home}/orders`);
	await expect(phone).toHaveURL(/\/sign-in/);
	const nadia = await comeAs(browser, app, 'nadia');
	await nadia.goto(`${home}/members`);
	await expect(nadia.getByText('Odile')).toHaveCount(0);
	await expect(nadia.getByRole('heading', { level: 1 })).toBeVisible();
});

test('the last caretaker names a successor first', async ({ app, browser }) => {
	const nadia = await comeAs(browser, app, 'nadia', { javaScriptEnabled: false });
	const page = `${residenceOf(nadia)}/me/data/delete`;
	await nadia.goto(page);
	await expect(nadia.getByText('Nommez d’abord quelqu’un d’autre')).toBeVisible();
	await expect(nadia.getByRole('button', { name: 'Supprimer mon compte' })).toHaveCount(0);
	// Sent all the same: refused with the same reason.
	const answer = await nadia.request.post(page, {
		form: {},
		headers: { origin: new URL(nadia.url()).origin, accept: 'text/html' }
	});
	expect(answer.status()).toBe(409);
	expect(await answer.text()).toContain('Il n’y a pas d’autre gardien·ne.');
	await nadia.goto(page.replace('/delete', ''));
	await expect(nadia.getByText('Vous avez demandé à supprimer votre compte.')).toHaveCount(0);
});

test('the caretaker sees what would go before it goes, and chooses for how long', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia', { javaScriptEnabled: false });
	const home = residenceOf(nadia);
	// Two letters that ended, one long ago and one two months ago; the residence is a day old.
	await app.sql(`insert into public.letters (residence_id, household_id, token_hash, code_hash, expires_at)
		select h.residence_id, h.id, md5(random()::text), md5(random()::text), now() - x.ago
		from (select * from public.households limit 1) h, (values (interval '7 months'), (interval '2 months')) x(ago)`);
	await app.sql(`insert into private.retention_runs (residence_id, first_run_at)
		select id, now() + interval '20 days' from public.residences
		on conflict (residence_id) do update set first_run_at = excluded.first_run_at, last_run_at = null`);
	await nadia.goto(`${home}/settings`);
	await nadia.getByRole('link', { name: 'Durées de conservation' }).click();
	await expect(nadia.getByText(/^Premier passage le /)).toBeVisible();
	const letters = nadia.locator('section').filter({ has: nadia.getByLabel('Les lettres finies') });
	await expect(letters).toContainText('À effacer : 1 élément');

	// A month instead of six: looked at, nothing kept yet.
	await nadia.getByLabel('Les lettres finies').selectOption('1');
	await nadia.getByRole('button', { name: 'Voir l’effet de ces durées' }).click();
	await expect(nadia.getByText('Ces durées ne sont pas encore enregistrées')).toBeVisible();
	await expect(letters).toContainText('À effacer : 2 éléments');
	await expect(nadia.getByText(/6 mois devient 1 mois/)).toBeVisible();
	expect(await app.sql('select from public.retention_rules')).toHaveLength(0);
	await nadia.getByRole('button', { name: 'Enregistrer ces durées' }).click();
	await expect(nadia.getByText('Les durées sont enregistrées.')).toBeVisible();
	expect(await app.sql('select from public.retention_rules')).toHaveLength(1);

	// Beyond the limits, past the page's own choice: refused, and nothing written.
	const { origin } = new URL(nadia.url());
	const refused = await nadia.request.post(`${home}/settings/retention?/save`, {
		form: { accounts: '12' },
		headers: { origin, accept: 'text/html' }
	});
	expect(refused.status()).toBe(422);
	expect(await app.sql('select from public.retention_rules')).toHaveLength(1);
	const odd = await nadia.request.get(`${home}/settings/retention?letters=0`);
	expect(odd.status()).toBe(422);

	// Everybody reads it; a tenant chooses nothing.
	const karim = await comeAs(browser, app, 'karim', { javaScriptEnabled: false });
	await karim.goto('/privacy');
	const row = karim.locator('dt').filter({ hasText: 'Les lettres finies' });
	await expect(row.locator('+ dd')).toHaveText('1 mois');
	expect((await karim.goto(`${home}/settings/retention`))?.status()).toBe(403);

	// What nobody begins waits for the day; she begins, and the run comes by itself.
	await nadia.getByRole('button', { name: 'J’ai regardé, commencer maintenant' }).click();
	await expect(nadia.getByText('Le ménage se fait tout seul')).toBeVisible();
	await app.killAndRestart();
	await expect
		.poll(async () => (await app.sql('select from public.letters where expires_at < now()')).length)
		.toBe(0);
	await nadia.goto(`${home}/settings/retention`);
	await expect(nadia.getByText(/^Dernier passage/)).toBeVisible();
	expect(app.output()).toContain('things past their date were let go');
});

test('who is in no residence is forgotten at once', async ({ app, browser }) => {
	await app.sql(`insert into auth.users (id, aud, role, email, email_confirmed_at, created_at, updated_at)
		values (gen_random_uuid(), 'authenticated', 'authenticated', 'seule@demo.invalid', now(), now(), now())`);
	await app.sql(`insert into public.member_contacts (member_id, residence_id, email)
		select id, residence_id, 'seule@demo.invalid' from public.members where name like 'Karim%'
		on conflict (member_id) do update set email = excluded.email`);
	const karim = await comeAs(browser, app, 'seule' as 'karim', { javaScriptEnabled: false });
	await app.sql(
		`update public.members set user_id = null, ended_at = now() where name like 'Karim%'`
	);
	await karim.goto('/');
	await karim.getByText('Supprimer mon compte').click();
	await karim.getByRole('button', { name: 'Supprimer maintenant' }).click();
	await expect(karim.getByText('Votre compte est supprimé.')).toBeVisible();
	await expect
		.poll(
			async () =>
				(await app.sql(`select from auth.users where email = 'seule@demo.invalid'`)).length
		)
		.toBe(0);
});
