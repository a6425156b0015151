import type { Page } from '@playwright/test';
import { residenceOf } from './people.ts';
import { readSheetLink } from './rounds.ts';

/** Rounds of the demonstration, by the state they are in. */
export type DemoRounds = { open: string; coming: string; draft: string; delivered: string };

/** Finds them on the caretaker's list. Answers addresses /r/…/orders/…. */
export async function findDemoRounds(nadia: Page): Promise<DemoRounds> {
	await nadia.goto(`${residenceOf(nadia)}/orders`);
	const rows = nadia
		.getByRole('listitem')
		.filter({ has: nadia.getByRole('heading', { level: 3 }) });
	const find = async (name: string, words: string) => {
		const row = rows.filter({ hasText: words }).filter({ hasText: name }).first();
		const address = await row.getByRole('link', { name, exact: true }).getAttribute('href');
		return (address ?? '').replace('/manage', '');
	};
	return {
		open: await find('Légumes de la ferme', 'Commandez avant'),
		coming: await find('Pain du vendredi', 'Ouvre'),
		draft: await find('Pain du vendredi', 'en préparation'),
		delivered: await find('Légumes de la ferme', 'livrée')
	};
}

/** One's devices, and how one signs in. */
export function credentialPages(root: string): string[] {
	const parts = ['devices', 'credentials', 'credentials/email', 'credentials/password'];
	return parts.map((part) => `${root}/me/${part}`);
}

/** Every page that the caretaker can reach. */
export async function caretakerPages(nadia: Page, rounds: DemoRounds): Promise<string[]> {
	const root = residenceOf(nadia);
	const first = async (page: string, selector: string) => {
		await nadia.goto(page);
		return (await nadia.locator(selector).first().getAttribute('href')) ?? '';
	};
	const of = (round: string, ...parts: string[]) => parts.map((part) => `${round}/${part}`);
	const person = await first(
		`${root}/members`,
		'main table a[href*="/members/"]:not([href*="new"]):not([href*="doors"])'
	);
	return [
		root,
		...of(root, 'me', 'settings', 'orders', 'orders/mine', 'orders/new', 'catalogue'),
		...of(
			root,
			'catalogue/producers/new',
			'members',
			'members/new',
			'members/joining',
			'members/import',
			'members/doors'
		),
		await stageList(nadia),
		...of(
			root,
			'me/devices',
			'me/notifications',
			'me/credentials',
			'me/helpers',
			'me/helpers/new',
			'me/profile',
			'me/access',
			'me/data',
			'me/data/delete',
			'reach',
			'members/phones'
		),
		...of(root, 'settings/retention', 'settings/retention?letters=1'),
		...(await helperPages(nadia)),
		await first(`${root}/catalogue`, 'a[href*="/catalogue/producers/"]:not([href$="new"])'),
		await first(`${root}/catalogue`, 'a[href*="/catalogue/products/"]:not([href*="/new"])'),
		person,
		// The first door is the lodge's.
		...of(person, 'role', 'absence', 'access'),
		await first(`${root}/members`, 'a[href*="/members/doors/"]'),
		await first(`${root}/orders/new`, 'a[href*="producer="]').then(
			(query) => `${root}/orders/new${query}`
		),
		await first(`${root}/catalogue`, 'a[href*="/catalogue/products/new"]'),
		rounds.open,
		rounds.coming,
		...of(
			rounds.open,
			'manage',
			'manage/cancel',
			'manage/reopen',
			'edit',
			'close',
			'slips',
			'desk'
		),
		...of(rounds.draft, 'edit', 'edit/preview', 'manage'),
		await first(`${rounds.open}/desk`, 'main a[href^="desk/"]').then(
			(door) => `${rounds.open}/${door}`
		),
		`${rounds.open}/desk/entry`,
		...of(rounds.delivered, 'manage', 'sheet', 'delivery', 'delivery/preview', 'pickup'),
		...of(rounds.delivered, 'pickup/print', 'money', 'money/sheet'),
		await first(`${rounds.delivered}/pickup`, 'main a[href*="order="]').then((query) =>
			query.startsWith('/') ? query : `${rounds.delivered}/pickup${query}`
		)
	];
}

/** What a manager reaches beyond the caretaker's pages. */
export function managerPages(root: string): string[] {
	return [`${root}/landlord`, `${root}/landlord?page=7`, `${root}/landlord/new`];
}

/** A file that waits for a yes, with everything in it that a preview can show. */
async function stageList(nadia: Page): Promise<string> {
	const list = [
		'Escalier;Étage;Porte;Nom;E-mail;Loyer',
		'B;1;12;Odile Renard-Dubois;odile@demo.invalid;400',
		'E;RDC;1;Fatou Diop;;',
		'E;en haut;2;Anna;;',
		'E;RDC;1;fatou diop;;',
		'A;2;01;;;'
	];
	await nadia.goto(`${residenceOf(nadia)}/members/import`);
	await nadia.getByLabel('Votre fichier').setInputFiles({
		name: 'liste.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from(list.join('\n'))
	});
	await nadia.getByRole('button', { name: 'Vérifier le fichier' }).click();
	await nadia.waitForURL(/\/import\/check$/);
	return new URL(nadia.url()).pathname;
}

/** The caretaker's pages about the mandates of somebody without an account. */
async function helperPages(nadia: Page): Promise<string[]> {
	await nadia.goto(`${residenceOf(nadia)}/members`);
	const card = await nadia.getByRole('link', { name: 'Jean Morel' }).first().getAttribute('href');
	return [`${card}/helpers`, `${card}/helpers/new`];
}

/** Every page that a tenant can reach. */
export function tenantPages(root: string, rounds: DemoRounds): string[] {
	return [
		root,
		`${root}/orders`,
		`${root}/orders/mine`,
		`${root}/me`,
		...credentialPages(root),
		...['notifications', 'profile', 'access', 'data', 'data/delete', 'helpers', 'helpers/new'].map(
			(page) => `${root}/me/${page}`
		),
		`${root}/reach`,
		rounds.open,
		`${rounds.open}?repeat=1`,
		rounds.coming,
		rounds.delivered
	];
}

/** Pages that need nobody signed in. */
export async function publicPages(nadia: Page, rounds: DemoRounds): Promise<string[]> {
	const link = await readSheetLink(nadia, rounds.delivered);
	const join = ['/join', '/join/letter', '/join/AAAAAA'];
	return [
		'/sign-in',
		'/sign-in/password',
		'/privacy',
		...join,
		new URL(link).pathname,
		`/s/${'0'.repeat(64)}`,
		'/not-a-page'
	];
}
