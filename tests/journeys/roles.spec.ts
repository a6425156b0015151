import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { comeAs, residenceOf } from '../steps/people.ts';
import { signInByCode } from '../steps/sign-in.ts';

/** The card of a person, from the list of neighbours; answers its address. */
async function openCard(page: Page, name: string): Promise<string> {
	await page.goto(`${residenceOf(page)}/members`);
	const link = page.getByRole('link', { name: `Changer ${name}`, exact: true });
	const address = (await link.getAttribute('href')) ?? '';
	await page.goto(address);
	await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
	return address;
}

/** A civil day some days from now, as the browser's date field has it. */
function inDays(days: number): string {
	const day = new Date(Date.now() + days * 86_400_000);
	return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(day);
}

/** What is said beside a field. */
const beside = (page: Page, words: string) => page.locator('.field-error', { hasText: words });

async function nameSubstitute(nadia: Page, who: string, from: string, to: string): Promise<void> {
	await nadia.goto(`${residenceOf(nadia)}/settings`);
	await nadia.getByRole('link', { name: 'Je m’absente' }).click();
	const choice = nadia.getByLabel('Qui remplace ?');
	await choice.selectOption(
		(await choice.locator('option', { hasText: who }).getAttribute('value')) ?? ''
	);
	await nadia.getByLabel('Premier jour').fill(from);
	await nadia.getByLabel('Dernier jour').fill(to);
	await nadia.getByRole('button', { name: 'Nommer cette personne' }).click();
	await expect(nadia.getByText(`${who} remplace Nadia Ferrand`).first()).toBeVisible();
}

test.describe.configure({ mode: 'serial' });

test('a tenant stands in for the caretaker on the days she names, and no longer', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const karim = await comeAs(browser, app, 'karim', { javaScriptEnabled: false });
	const root = residenceOf(karim);
	const status = async (path: string) => (await karim.request.get(root + path)).status();
	expect(await status('/settings')).toBe(403);

	// What cannot be is told beside its field, and what was typed stays.
	await nadia.goto(`${residenceOf(nadia)}/settings`);
	await nadia.getByRole('link', { name: 'Je m’absente' }).click();
	await nadia.getByLabel('Premier jour').fill(inDays(5));
	await nadia.getByLabel('Dernier jour').fill(inDays(4));
	await nadia.getByLabel('Qui remplace ?').selectOption({ index: 1 });
	await nadia.getByRole('button', { name: 'Nommer cette personne' }).click();
	await expect(beside(nadia, 'Le dernier jour vient avant le premier')).toBeVisible();
	await expect(nadia.getByLabel('Premier jour')).toHaveValue(inDays(5));

	// Not yet: the first day is tomorrow.
	await nameSubstitute(nadia, 'Karim Benali', inDays(1), inDays(3));
	await karim.goto(root);
	await expect(karim.getByRole('heading', { name: /^Vous remplacez Nadia du/ })).toBeVisible();
	expect(await status('/settings')).toBe(403);
	await nadia.getByRole('button', { name: 'Mettre fin' }).click();
	await expect(nadia.getByText('annulé', { exact: true })).toBeVisible();

	// From today on.
	await nameSubstitute(nadia, 'Karim Benali', inDays(0), inDays(3));
	const odile = await comeAs(browser, app, 'odile');
	await expect(odile.getByRole('heading', { name: /^Nadia n’est pas là jusqu’au/ })).toBeVisible();
	await expect(odile.getByText('Demandez à Karim Benali.')).toBeVisible();
	await karim.goto(root);
	await expect(
		karim.getByRole('heading', { name: /^Vous remplacez Nadia jusqu’au/ })
	).toBeVisible();
	// He runs the desk …
	await karim.goto(`${root}/orders`);
	const round = (await karim.locator('a[href$="/manage"]').first().getAttribute('href')) ?? '';
	await karim.goto(round.replace('/manage', '/desk'));
	await karim.locator('main a[href^="desk/"]').first().click();
	await expect(karim).toHaveURL(/\/desk\/[0-9a-f-]{36}/);
	expect(await status('/members/joining')).toBe(200);
	// … and hands its keys to nobody.
	const card = await openCard(karim, 'Odile Renard');
	await expect(karim.getByRole('link', { name: 'Changer le rôle' })).toHaveCount(0);
	expect((await karim.request.get(`${card}/role`)).status()).toBe(403);
	const forged = await karim.request.post(`${card}/role`, {
		form: { role: 'caretaker' },
		headers: { origin: new URL(karim.url()).origin }
	});
	expect(await forged.text()).toContain('Vous remplacez quelqu’un');

	// He cannot after all: one tap, and the door is closed.
	await karim.goto(root);
	await karim.getByText('Je ne peux pas').click();
	await karim.getByRole('button', { name: 'Arrêter ce remplacement' }).click();
	await expect(karim).toHaveURL(new RegExp(`${root}$`));
	expect(await status('/settings')).toBe(403);
	expect(await status('/members')).toBe(403);
	await odile.goto(root);
	await expect(odile.getByText('Demandez à Karim Benali.')).toHaveCount(0);
});

test('the last caretaker hands her role on, and the successor is told', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const root = residenceOf(nadia);
	const card = await openCard(nadia, 'Nadia Ferrand');
	await nadia.goto(`${card}/role`);
	await nadia.getByText('Locataire : commande pour son foyer').click();
	await nadia.getByRole('button', { name: 'Changer mon rôle' }).click();
	await expect(beside(nadia, 'Il n’y a pas d’autre gardien·ne. Donnez')).toBeVisible();
	const successor = nadia.getByLabel('Qui prend la suite ?');
	await successor.selectOption(
		(await successor.locator('option', { hasText: 'Samia Haddad' }).getAttribute('value')) ?? ''
	);
	await nadia.getByRole('button', { name: 'Changer mon rôle' }).click();
	await expect(nadia).toHaveURL(new RegExp(`${root}$`));
	expect((await nadia.request.get(`${root}/settings`)).status()).toBe(403);

	const samia = await comeAs(browser, app, 'samia');
	await expect(
		samia.getByRole('heading', { name: 'Votre rôle a changé : Gardien·ne' })
	).toBeVisible();
	await expect(samia.getByText(/^Par Nadia Ferrand/)).toBeVisible();
	await samia.getByRole('button', { name: 'J’ai compris' }).click();
	await expect(samia.getByText('Votre rôle a changé')).toHaveCount(0);

	// And back again, as the demonstration was.
	await samia.goto(`${card}/role`);
	await samia.getByText('Gardien·ne : organise tout').click();
	await samia.getByRole('button', { name: 'Donner ce rôle' }).click();
	await samia.getByText('Qui a donné quel rôle').click();
	await expect(samia.getByText(/^Par Samia Haddad/)).toBeVisible();
	const own = await openCard(samia, 'Samia Haddad');
	await samia.goto(`${own}/role`);
	await samia.getByText('Locataire relais').click();
	await samia.getByRole('button', { name: 'Changer mon rôle' }).click();
	await expect(samia).toHaveURL(new RegExp(`${root}$`));
	expect((await samia.request.get(`${root}/settings`)).status()).toBe(403);
	await nadia.goto(`${root}/settings`);
	await expect(nadia.getByRole('link', { name: 'Je m’absente' })).toBeVisible();
});

test('a manager opens another residence, goes there in two taps, and its caretaker leaves it in good hands', async ({
	app,
	browser
}) => {
	const claire = await comeAs(browser, app, 'claire');
	const tilleuls = residenceOf(claire);
	await claire.goto(`${tilleuls}/landlord`);
	await claire.getByRole('link', { name: 'Ouvrir une résidence' }).click();
	await claire.getByLabel('Nom de la résidence').fill('Les Tilleuls');
	await claire.getByLabel('Adresse').fill('8 rue des Érables, 60000 Beauvais');
	await claire.getByLabel('Prénom et nom').fill('Lise Marchal');
	await claire.getByLabel('E-mail').fill('lise@erables.invalid');
	await claire.getByRole('button', { name: 'Ouvrir cette résidence' }).click();
	await expect(beside(claire, 'Une résidence porte déjà ce nom')).toBeVisible();
	await claire.getByLabel('Nom de la résidence').fill('Les Érables');
	await claire.getByRole('button', { name: 'Ouvrir cette résidence' }).click();
	await expect(claire.getByRole('heading', { name: 'Les Érables' })).toBeVisible();
	const erables = residenceOf(claire);
	expect(erables).not.toBe(tilleuls);
	// What was said at the top stands in the way until it is read.
	await claire.getByRole('button', { name: 'Fermer' }).click();
	const row = claire.getByRole('listitem').filter({ hasText: 'Les Érables' });
	await expect(row).toContainText('À la loge : Lise Marchal');

	// Two taps, there and back.
	const change = claire.getByRole('link', { name: 'Changer de résidence' });
	await claire.goto(erables);
	await change.click();
	await claire.getByRole('link', { name: 'Voir Les Acacias' }).click();
	await expect(change).toContainText('Les Acacias');
	await change.click();
	await claire.getByRole('link', { name: 'Voir Les Érables' }).click();
	await expect(claire).toHaveURL(new RegExp(`${erables}$`));
	await expect(change).toContainText('Les Érables');
	await claire.goto(`${erables}/members/new`);
	await claire.getByLabel('Prénom et nom').fill('Omar Diallo');
	await claire.getByLabel('E-mail').fill('omar@erables.invalid');
	await claire.getByRole('button', { name: 'Ajouter cette personne' }).click();
	await expect(claire.getByText('Omar Diallo est dans la liste.')).toBeVisible();

	// Nobody else sees it, not even the caretaker next door.
	const nadia = await comeAs(browser, app, 'nadia');
	expect((await nadia.request.get(erables)).status()).toBe(404);
	expect((await nadia.request.get(`${residenceOf(nadia)}/landlord`)).status()).toBe(403);

	const lise = await (await browser.newContext({ baseURL: app.url })).newPage();
	await signInByCode(lise, 'lise@erables.invalid');
	expect(residenceOf(lise)).toBe(erables);
	await openCard(lise, 'Lise Marchal');
	await lise.getByText('Vous quittez la résidence ?').click();
	await lise.getByRole('button', { name: 'Nommer cette personne, puis partir' }).click();
	await expect(lise.getByText('Il n’y a pas d’autre gardien·ne. Donnez')).toBeVisible();
	const successor = lise.getByLabel('Qui prend la suite ?');
	await successor.selectOption({ label: 'Omar Diallo' });
	await lise.getByRole('button', { name: 'Nommer cette personne, puis partir' }).click();
	await lise.waitForURL((url) => url.pathname === '/');
	expect((await lise.request.get(erables)).status()).toBe(404);
	await claire.goto(`${tilleuls}/landlord`);
	await expect(claire.getByRole('listitem').filter({ hasText: 'Les Érables' })).toContainText(
		'À la loge : Omar Diallo'
	);
});
