import type { Page } from '@playwright/test';
import { whole } from '../chromium.ts';
import { expect, test } from '../fixtures.ts';
import { comeAs, residenceOf } from '../steps/people.ts';
import {
	awaitPush,
	deliver,
	givePush,
	givePushToWorker,
	listShown,
	startPushing,
	tapShown,
	told,
	type Pushing
} from '../steps/push-phone.ts';
import { openNewRound } from '../steps/rounds.ts';
import { signInAs, signOut } from '../steps/sign-in.ts';
import { awaitWorker } from '../steps/worker.ts';

/*
 * From the act that tells to the phone that rings: the app encrypts and sends, a push service on this
 * machine decrypts, and the real service worker of a whole Chromium shows it.
 */
test.use({ launchOptions: whole, channel: 'chromium' });
test.describe.configure({ mode: 'serial' });

const wide = { viewport: { width: 1280, height: 800 } };
let pushing: Pushing;

test.beforeAll(async ({ mode }) => {
	test.setTimeout(120_000);
	pushing = await startPushing(mode);
});
test.afterAll(async () => pushing.stop());

/** What the database knows of a message: whether it was shown, and opened. */
async function reports(delivery: string): Promise<{ shown: boolean; opened: boolean }> {
	const [row] = await pushing.app.sql(`select shown_at is not null as shown, opened_at is not null
		as opened from private.deliveries where token = '${delivery}'`);
	return row as { shown: boolean; opened: boolean };
}

const countPhones = async (endpoint: string) =>
	(await pushing.app.sql(`select from private.push_subscriptions where endpoint = '${endpoint}'`))
		.length;

/** As on the next day: nothing is confirmed for today, and the last try is more than ten minutes ago. */
async function forgetConfirmed(page: Page): Promise<void> {
	const worker = await awaitWorker(page);
	await worker.evaluate(async () => {
		const store = await caches.open('palier-phone');
		await store.delete('/-/confirmed');
		const now = Date.now;
		Date.now = () => now() + 11 * 60 * 1000;
	});
}

test('a new round rings the phone, and a tap opens it', async ({ browser }) => {
	test.setTimeout(120_000);
	const { app, service } = pushing;
	const context = await browser.newContext({ baseURL: app.url });
	const given = await givePush(context, pushing);
	const odile = await context.newPage();
	await signInAs(odile, 'odile');
	const root = residenceOf(odile);
	await awaitWorker(odile);

	await test.step('she turns her phone on, and it rings at once', async () => {
		await odile.goto(`${root}/me/notifications`);
		await expect(odile.getByText('Ce téléphone ne vous prévient pas encore.')).toBeVisible();
		await odile.getByRole('button', { name: 'Activer les notifications' }).click();
		await expect(odile.getByText('Ce téléphone vous prévient')).toBeVisible();
		await expect(odile.getByText('Celui-ci')).toBeVisible();
		await givePushToWorker(odile, given);
		const welcome = await awaitPush(service, given, 'push_welcome');
		expect(told(welcome).navigate).toBe(`${app.url}${root}/me/notifications`);
		await deliver(odile, JSON.stringify(welcome.payload));
		await expect
			.poll(() => listShown(odile))
			.toContainEqual(
				expect.objectContaining({
					title: told(welcome).title,
					body: told(welcome).body,
					lang: 'fr'
				})
			);
		await expect
			.poll(() => reports(told(welcome).data.delivery))
			.toEqual({
				shown: true,
				opened: false
			});
	});

	await test.step('the caretaker opens a round: the open page shows it by itself', async () => {
		await odile.goto(`${root}/orders`);
		const nadia = await comeAs(browser, app, 'nadia', wide);
		await openNewRound(nadia, 'Fournil de la Gare', 'Pain du jeudi');
		await nadia.context().close();
		const opened = await awaitPush(service, given, 'round_opened');
		await expect(odile.getByText('Pain du jeudi')).toHaveCount(0);
		await deliver(odile, JSON.stringify(opened.payload));
		await expect(odile.getByText('Pain du jeudi').first()).toBeVisible();
		expect(await listShown(odile)).toContainEqual(
			expect.objectContaining({ title: told(opened).title })
		);
		const { delivery } = told(opened).data;
		await expect.poll(() => reports(delivery)).toEqual({ shown: true, opened: false });

		await tapShown(odile, told(opened).title);
		await expect(odile).toHaveURL(/\/orders\/[0-9a-f-]{36}/);
		await expect(odile.getByRole('heading', { level: 1, name: 'Pain du jeudi' })).toBeVisible();
		await expect.poll(() => reports(delivery)).toEqual({ shown: true, opened: true });
		// Read in the app too, and gone from the list of the phone.
		const [read] = await app.sql(`select n.read_at is not null as read from private.deliveries d
			join public.notifications n on n.id = d.notification_id where d.token = '${delivery}'`);
		expect(read).toEqual({ read: true });
		expect(await listShown(odile)).not.toContainEqual(
			expect.objectContaining({ title: told(opened).title })
		);
	});

	await test.step('what cannot be understood is shown all the same', async () => {
		await deliver(odile, 'rien de lisible');
		await expect
			.poll(() => listShown(odile))
			.toContainEqual(expect.objectContaining({ body: 'Il y a du nouveau dans votre résidence.' }));
	});

	await test.step('once a day the phone says that it is still there', async () => {
		await app.sql(`update private.push_subscriptions set refreshed_at = now() - interval '3 days'`);
		await forgetConfirmed(odile);
		const fresh = async () =>
			(
				await app.sql(`select from private.push_subscriptions
				where endpoint = '${given.endpoint}' and refreshed_at > now() - interval '1 hour'`)
			).length;
		expect(await fresh()).toBe(0);
		await odile.goto(root);
		await expect.poll(fresh).toBe(1);
		await app.sql(
			`update private.push_subscriptions set refreshed_at = now() - interval '2 hours'`
		);
		await odile.goto(`${root}/orders`);
		await odile.goto(root);
		expect(await fresh()).toBe(0);
	});

	await test.step('she tests it, then turns it off', async () => {
		await odile.goto(`${root}/me/notifications`);
		await odile.getByRole('button', { name: 'Tester ce téléphone' }).click();
		await expect(odile.getByText('Message envoyé à 1 téléphone.')).toBeVisible();
		await awaitPush(service, given, 'push_test');
		await odile.getByRole('button', { name: 'Ne plus me prévenir ici' }).click();
		await expect(odile.getByText('Ce téléphone ne vous prévient pas encore.')).toBeVisible();
		expect(await countPhones(given.endpoint)).toBe(0);
	});
	await context.close();
});

test('after signing out the phone is told nothing any more', async ({ browser }) => {
	const { app } = pushing;
	const context = await browser.newContext({ baseURL: app.url });
	const given = await givePush(context, pushing);
	const karim = await context.newPage();
	await signInAs(karim, 'karim');
	await awaitWorker(karim);
	await karim.goto(`${residenceOf(karim)}/me/notifications`);
	await karim.getByRole('button', { name: 'Activer les notifications' }).click();
	await expect(karim.getByText('Ce téléphone vous prévient')).toBeVisible();
	expect(await countPhones(given.endpoint)).toBe(1);
	await signOut(karim);
	await expect.poll(() => countPhones(given.endpoint)).toBe(0);
	await context.close();
});

test('who has said no reads how to change that, and is not asked again', async ({ browser }) => {
	const { app } = pushing;
	const context = await browser.newContext({ baseURL: app.url });
	const awa = await context.newPage();
	await awa.addInitScript(() => {
		Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
	});
	await signInAs(awa, 'awa');
	await awa.goto(`${residenceOf(awa)}/me/notifications`);
	await expect(awa.getByText('Les notifications sont bloquées')).toBeVisible();
	await expect(awa.getByRole('button', { name: 'Activer les notifications' })).toHaveCount(0);
	await context.close();
});
