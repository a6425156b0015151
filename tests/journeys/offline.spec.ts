import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { findDemoRounds } from '../steps/pages.ts';
import { comeAs, residenceOf } from '../steps/people.ts';
import { addPerson, switchPerson, whoIsHere } from '../steps/shared-phone.ts';
import { signInAs, signOut } from '../steps/sign-in.ts';
import { awaitKept, awaitWorker, listKeptPages, startReleases } from '../steps/worker.ts';

/* The network is gone: in the lift, in the cellar where the baskets stand, between two buses. */

const age = (page: Page) => page.getByText(/Dernière mise à jour\s:\saujourd’hui/);

test('home, my orders and the rounds open without network and say how old they are', async ({
	app,
	browser
}) => {
	const phone = await comeAs(browser, app, 'odile');
	const root = residenceOf(phone);
	await awaitWorker(phone);
	// The first page may have come while the worker took over; the second is seen by it.
	await phone.goto(root);
	await awaitKept(phone, root);
	// Nobody has opened them yet.
	await awaitKept(phone, `${root}/orders/mine`);
	await expect(age(phone)).toBeHidden();

	await phone.context().setOffline(true);
	await phone.goto('/?from=app');
	await expect(age(phone)).toBeVisible();
	await expect(phone.getByText('Pas de réseau.')).toBeVisible();
	await expect(whoIsHere(phone)).toContainText('Odile');
	await phone.goto(`${root}/orders/mine`);
	await expect(phone.getByRole('heading', { level: 1 })).toHaveText('Mes commandes passées');
	await expect(age(phone)).toBeVisible();

	// A page that is not kept says so, and what opens instead.
	await phone.goto(`${root}/me/data`);
	await expect(phone.getByRole('heading', { level: 1 })).toHaveText('Pas de réseau');
	await phone.getByRole('link', { name: /Mes commandes/ }).click();
	await expect(phone.getByRole('heading', { level: 1 })).toHaveText('Mes commandes passées');

	await phone.context().setOffline(false);
	await phone.getByRole('link', { name: 'Réessayer' }).click();
	await expect(age(phone)).toBeHidden();
	await expect(phone.getByRole('heading', { level: 1 })).toHaveText('Mes commandes passées');
});

test('the caretaker’s pick-up list opens without network, with its styles and its script', async ({
	app,
	browser
}) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const { delivered } = await findDemoRounds(nadia);
	await awaitWorker(nadia);
	await nadia.goto(`${delivered}/pickup`);
	await awaitKept(nadia, `${delivered}/pickup`);
	await nadia.waitForLoadState('networkidle');
	const rows = await nadia.getByRole('main').getByRole('link').count();
	expect(rows).toBeGreaterThan(3);

	await nadia.context().setOffline(true);
	const failures: string[] = [];
	nadia.on('pageerror', ({ message }) => failures.push(message));
	await nadia.goto(`${delivered}/pickup`);
	await expect(age(nadia)).toBeVisible();
	expect(await nadia.getByRole('main').getByRole('link').count()).toBe(rows);
	const paper = await nadia.evaluate(
		() => getComputedStyle(document.documentElement).backgroundColor
	);
	expect(paper).toBe('rgb(250, 246, 238)');
	expect(failures).toEqual([]);
});

test('on a shared phone nothing of the person before opens without network', async ({
	app,
	browser
}) => {
	const phone = await comeAs(browser, app, 'odile');
	const root = residenceOf(phone);
	await awaitWorker(phone);
	await phone.goto(root);
	await awaitKept(phone, `${root}/orders/mine`);
	await addPerson(phone, 'samia');
	await awaitKept(phone, root);

	await phone.context().setOffline(true);
	for (const path of ['/', root, `${root}/orders`, `${root}/orders/mine`]) {
		await phone.goto(path);
		await expect(phone.locator('body')).not.toContainText('Odile');
	}
	await phone.goto('/');
	await expect(whoIsHere(phone)).toContainText('Samia');

	await phone.context().setOffline(false);
	await phone.goto(root);
	await switchPerson(phone, /Odile/);
	await awaitKept(phone, root);
	await phone.context().setOffline(true);
	await phone.goto('/');
	await expect(whoIsHere(phone)).toContainText('Odile');
	await expect(phone.locator('body')).not.toContainText('Samia');
});

test('after signing out nothing is left on the phone', async ({ app, browser }) => {
	const phone = await comeAs(browser, app, 'karim');
	const root = residenceOf(phone);
	await awaitWorker(phone);
	// The first page may have come while the worker took over; the second is seen by it.
	await phone.goto(root);
	await awaitKept(phone, root);
	await signOut(phone);
	await expect.poll(() => listKeptPages(phone)).toEqual([]);
	await phone.context().setOffline(true);
	for (const path of ['/', root, `${root}/orders/mine`]) {
		await phone.goto(path);
		await expect(phone.getByRole('heading', { level: 1 })).toHaveText('Pas de réseau');
		await expect(phone.locator('body')).not.toContainText('Karim');
	}
});

test('a slow answer to the person before does not bring their pages back', async ({
	app,
	browser
}) => {
	const phone = await comeAs(browser, app, 'odile');
	const root = residenceOf(phone);
	const worker = await awaitWorker(phone);
	// The first page may have come while the worker took over; the second is seen by it.
	await phone.goto(root);
	await awaitKept(phone, root);
	// Odile's page leaves the server at once and reaches the phone when Samia already uses it.
	await worker.evaluate(() => {
		const real = fetch;
		let first = true;
		globalThis.fetch = async (input, init) => {
			const response = await real(input, init);
			const { url } = input instanceof Request ? input : new Request(input);
			if (first && url.endsWith('/orders')) {
				first = false;
				await new Promise((resolve) => setTimeout(resolve, 3000));
			}
			return response;
		};
	});
	const tab = await phone.context().newPage();
	const slow = tab.goto(`${root}/orders`);
	await addPerson(phone, 'samia');
	await awaitKept(phone, root);
	await slow;
	await tab.close();
	await phone.context().setOffline(true);
	await phone.goto('/');
	await expect(whoIsHere(phone)).toContainText('Samia');
	expect(await listKeptPages(phone)).not.toContain(`${root}/orders`);
});

test('a new version is offered, and waits until somebody takes it', async ({ app, browser }) => {
	const releases = await startReleases(app.url);
	try {
		const context = await browser.newContext({ baseURL: releases.url });
		const phone = await context.newPage();
		await signInAs(phone, 'odile');
		const root = residenceOf(phone);
		await awaitWorker(phone);
		// The first page may have come while the worker took over; the second is seen by it.
		await phone.goto(root);
		await awaitKept(phone, root);
		const stores = () => phone.evaluate(async () => (await caches.keys()).sort());
		const before = await stores();
		const offer = phone.getByText('Une nouvelle version de Palier est prête.');
		await expect(offer).toBeHidden();

		releases.release();
		await phone.evaluate(async () => {
			const registration = await navigator.serviceWorker.ready;
			await registration.update();
		});
		await expect(offer).toBeVisible();
		// Not forced: the next page still comes from the version before.
		await phone.goto(`${root}/me`);
		await expect(offer).toBeVisible();
		await phone.evaluate(() => Object.assign(window, { old: true }));
		await phone.getByRole('button', { name: 'Mettre à jour' }).click();
		await phone.waitForFunction(() => !('old' in window));
		await expect(offer).toBeHidden();

		// Nothing of the version before is left, and the pages are kept anew.
		await awaitKept(phone, root);
		const after = await stores();
		expect(after).toHaveLength(before.length);
		expect(after.filter((name) => before.includes(name))).toEqual(['palier-phone']);
		await context.setOffline(true);
		await phone.goto('/');
		await expect(whoIsHere(phone)).toContainText('Odile');
		await context.close();
	} finally {
		await releases.close();
	}
});
