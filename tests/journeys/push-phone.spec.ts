import { whole } from '../chromium.ts';
import { expect, test as base } from '../fixtures.ts';
import { comeAs, residenceOf } from '../steps/people.ts';
import {
	expectShown,
	makeDelivery,
	messagesFor,
	startPushApp,
	subscribeHere,
	tap,
	type PushApp
} from '../steps/push-phone.ts';
import { openNewRound } from '../steps/rounds.ts';
import { awaitWorker } from '../steps/worker.ts';

/*
 * A phone that is told: from the tap that allows it to the page that a notification opens. The service
 * worker, the notifications and the encryption are real; the push service is one of the test, and its
 * last step, to the browser, is made by hand.
 */

const test = base.extend<{ push: PushApp }>({
	push: async ({ mode }, use) => {
		const push = await startPushApp(mode);
		await use(push);
		await push.stop();
	}
});

// The shell without windows shows no notifications.
test.use({ launchOptions: whole });

test('a phone is turned on, shows a new round, opens it and is turned off', async ({
	push: { app, service },
	browser
}) => {
	test.setTimeout(90_000);
	const odile = await comeAs(browser, app, 'odile', { permissions: ['notifications'] });
	const root = residenceOf(odile);
	const device = await subscribeHere(odile, service);
	await odile.goto(`${root}/me/notifications`);
	const worker = await awaitWorker(odile);
	const deliver = await makeDelivery(odile);

	await odile.getByRole('button', { name: 'Activer les notifications' }).click();
	await expect(odile.getByText('Activé', { exact: true })).toBeVisible();
	await expect(odile.getByText('Celui-ci', { exact: true })).toBeVisible();
	await expect.poll(() => messagesFor(service, device)).toHaveLength(1);
	const [welcome = ''] = messagesFor(service, device);
	await deliver(welcome);
	const [greeting] = await expectShown(worker, 1);
	expect(greeting?.body).toMatch(/^C’est fait\s: ce téléphone vous préviendra\.$/);

	await odile.getByRole('button', { name: 'Tester ce téléphone' }).click();
	await expect.poll(() => messagesFor(service, device)).toHaveLength(2);

	const nadia = await comeAs(browser, app, 'nadia');
	const round = await openNewRound(nadia, 'Ferme', 'Légumes de la Saint-Nicolas');
	await expect.poll(() => messagesFor(service, device)).toHaveLength(3);
	const [, , news = ''] = messagesFor(service, device);
	expect(JSON.parse(news)).toMatchObject({ web_push: 8030 });
	// Nothing of a lock screen says who lives where.
	expect(news).not.toMatch(/Odile|Renard/);
	await deliver(news);
	const shown = await expectShown(worker, 2);
	const notice = shown.find(({ tag }) => tag !== greeting?.tag);
	expect(notice?.body).toMatch(/^C’est ouvert\s: commandez avant/);

	const reports = async () => {
		const rows =
			await app.sql(`select d.shown_at is not null as shown, d.opened_at is not null as opened,
			n.read_at is not null as read from private.deliveries d join public.notifications n
			on n.id = d.notification_id where n.kind = 'round_opened'`);
		return rows;
	};
	await expect.poll(reports).toEqual([{ shown: true, opened: false, read: false }]);
	await tap(worker, notice?.tag ?? '');
	await odile.waitForURL(`**${round}`);
	await expect(odile.getByRole('heading', { level: 1 })).toHaveText('Légumes de la Saint-Nicolas');
	await expect.poll(reports).toEqual([{ shown: true, opened: true, read: true }]);

	await odile.goto(`${root}/me/notifications`);
	await odile.getByRole('button', { name: 'Ne plus me prévenir ici' }).click();
	await expect(odile.getByRole('button', { name: 'Activer les notifications' })).toBeVisible();
	expect(await app.sql('select id from private.push_subscriptions')).toEqual([]);
});

test('a message that nobody can read is shown all the same, and a tap opens the app', async ({
	push: { app },
	browser
}) => {
	const odile = await comeAs(browser, app, 'odile', { permissions: ['notifications'] });
	const worker = await awaitWorker(odile);
	const deliver = await makeDelivery(odile);
	await deliver('<p>no json</p>');
	const [shown] = await expectShown(worker, 1);
	expect(shown?.title).toBeTruthy();
	await tap(worker, shown?.tag ?? '');
	await odile.waitForURL(/\/r\/[0-9a-f-]{36}$/);
	await expectShown(worker, 0);
});

test('who said no to the browser is told how to undo it', async ({ push: { app }, browser }) => {
	const karim = await comeAs(browser, app, 'karim');
	await karim.addInitScript(() => {
		Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
	});
	await karim.goto(`${residenceOf(karim)}/me/notifications`);
	await expect(karim.getByText('Les notifications sont bloquées')).toBeVisible();
	await expect(karim.getByRole('button', { name: 'Activer les notifications' })).toBeHidden();
});
