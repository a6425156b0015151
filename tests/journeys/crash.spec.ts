import type { APIRequestContext } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { comeAs } from '../steps/people.ts';
import { openNewRound } from '../steps/rounds.ts';

const KILL_AFTER = 8;
const AT_ONCE = 4;

type Form = { path: string; fields: Record<string, string> };

/** The order form of a door as a browser would send it back: two of the first article. */
async function readForm(request: APIRequestContext, path: string): Promise<Form> {
	const html = await (await request.get(path)).text();
	const fields: Record<string, string> = {};
	for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
		const read = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
		const name = read('name');
		if (name && read('type') !== 'radio') fields[name] = read('value') ?? '';
	}
	const article = Object.keys(fields).find((name) => name.startsWith('quantity-'));
	if (!article || !fields.clientKey) throw new Error(`No order form on ${path}`);
	return { path, fields: { ...fields, [article]: '2' } };
}

test('an order that was acknowledged outlives the app, exactly once', async ({ app, browser }) => {
	test.setTimeout(120_000);
	const nadia = await comeAs(browser, app, 'nadia');
	const round = await openNewRound(nadia, 'Fournil de la Gare', 'Pain du grand froid');
	await nadia.goto(`${round}/desk`);
	const doors = await nadia
		.locator('main a[href^="desk/"]')
		.evaluateAll((links) =>
			links.map((link) => new URL((link as HTMLAnchorElement).href).pathname)
		);
	expect(doors.length).toBeGreaterThan(20);
	const forms: Form[] = [];
	for (const door of doors.slice(0, 24)) forms.push(await readForm(nadia.request, door));

	/** True when the app said that it has the order; false when the connection broke. */
	async function send({ path, fields }: Form): Promise<boolean> {
		const options = {
			form: fields,
			headers: { origin: app.url, accept: 'text/html' },
			maxRedirects: 0
		};
		const response = await nadia.request.post(`${path}?/place`, options).catch(() => null);
		if (response) expect([303, 500, 503]).toContain(response.status());
		return response?.status() === 303;
	}

	let acknowledged = 0;
	let restart: Promise<void> | null = null;
	const unanswered: Form[] = [];
	const waiting = [...forms];
	await Promise.all(
		Array.from({ length: AT_ONCE }, async () => {
			for (let form = waiting.shift(); form; form = waiting.shift()) {
				if (await send(form)) acknowledged += 1;
				else unanswered.push(form);
				if (acknowledged === KILL_AFTER) restart ??= app.killAndRestart();
			}
		})
	);
	await restart;
	expect(acknowledged).toBeGreaterThanOrEqual(KILL_AFTER);
	expect(unanswered.length).toBeGreaterThan(0);

	const countOrders = async () => {
		await nadia.goto(`${round}/manage`);
		const words = await nadia
			.getByText(/foyers? sur \d+/)
			.first()
			.innerText();
		return Number(/\d+/.exec(words)?.[0]);
	};
	// What was acknowledged is there; what was on its way may be.
	expect(await countOrders()).toBeGreaterThanOrEqual(acknowledged);
	// The phone sends again what it got no answer to, with the same key.
	for (const form of unanswered) expect(await send(form)).toBe(true);
	for (const form of forms.slice(0, 5)) expect(await send(form)).toBe(true);
	expect(await countOrders()).toBe(forms.length);

	await nadia.goto(`${round}/close`);
	await expect(nadia.getByText(`${forms.length} commandes sont figées`)).toBeVisible();
	await expect(nadia.getByText(`${2 * forms.length} pièces`)).toBeVisible();
});
