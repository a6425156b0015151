import { createServer } from 'node:net';
import type { APIRequestContext, Browser } from '@playwright/test';
import { startApp, type RunningApp } from '../app.ts';
import { expect, test } from '../fixtures.ts';
import { comeAs, residenceOf } from '../steps/people.ts';

/*
 * Limits of tries, as people meet them: told with the wait, and still there after a restart of the app.
 * How many there are of each kind is in the database's own tests (supabase/tests/14 and 15).
 */

const WAIT = /Trop d’essais\. Réessayez dans \d+ minutes/;

async function newPhone(browser: Browser, app: RunningApp) {
	const context = await browser.newContext({ baseURL: app.url, javaScriptEnabled: false });
	return context.newPage();
}

/** Sends a form many times; the statuses of its answers, each once. */
async function sendMany(
	request: APIRequestContext,
	url: string,
	path: string,
	forms: Record<string, string>[]
): Promise<number[]> {
	const seen = new Set<number>();
	for (const form of forms) {
		const response = await request.post(path, {
			form,
			headers: { origin: url, accept: 'text/html' },
			maxRedirects: 0
		});
		seen.add(response.status());
	}
	return [...seen];
}

const times = <Item>(count: number, make: (index: number) => Item) =>
	Array.from({ length: count }, (_, index) => make(index));

test('limits of codes, passwords and joining outlive a restart, and say how long to wait', async ({
	app,
	browser
}) => {
	test.setTimeout(120_000);
	const email = 'voisin21@exemple.invalid';
	const page = await newPhone(browser, app);
	const { request } = page.context();
	const post = (path: string, forms: Record<string, string>[]) =>
		sendMany(request, app.url, path, forms);
	expect(
		await post(
			'/sign-in?/ask',
			times(5, () => ({ email, next: '' }))
		)
	).toEqual([303]);
	const guesses = times(8, (index) => ({ code: `00000${index}` }));
	expect(await post('/sign-in/code?/enter', guesses)).toEqual([422]);
	const passwords = times(8, (index) => ({ email, password: `mot de passe ${index}`, next: '' }));
	expect(await post('/sign-in/password', passwords)).toEqual([422]);
	const codes = times(20, (index) => ({ typed: `WRON${index + 10}` }));
	expect(await post('/join', codes)).toEqual([422]);

	await app.killAndRestart();
	await page.goto('/sign-in');
	await page.locator('input[name="email"]:not([type="hidden"])').fill(email);
	await page.getByRole('button', { name: 'Recevoir mon code' }).click();
	await expect(page.locator('.field-error')).toHaveText(WAIT);
	await page.goto('/sign-in/code');
	await page.getByLabel('Code à 6 chiffres').fill('123456');
	await page.getByRole('button', { name: 'Entrer' }).click();
	await expect(page.locator('.field-error')).toHaveText(WAIT);
	await page.goto('/sign-in/password');
	await page.getByLabel('Votre e-mail').fill(email);
	await page.getByLabel('Votre mot de passe').fill('mot de passe 9');
	await page.getByRole('button', { name: 'Entrer' }).click();
	await expect(page.locator('.field-error')).toHaveText(WAIT);
	await page.goto('/join');
	await page.getByLabel('Votre code').fill('WRONG9');
	await page.getByRole('button', { name: 'Continuer' }).click();
	await expect(page.locator('.field-error')).toHaveText(WAIT);
	// Somebody else, from the same place, still asks for a code.
	const other = await newPhone(browser, app);
	await other.goto('/sign-in');
	await other.locator('input[name="email"]:not([type="hidden"])').fill('voisin22@exemple.invalid');
	await other.getByRole('button', { name: 'Recevoir mon code' }).click();
	await expect(other).toHaveURL(/\/sign-in\/code$/);
});

test('a person keeps sixty photos an hour, also after a restart', async ({ app, browser }) => {
	test.setTimeout(180_000);
	const nadia = await comeAs(browser, app, 'nadia');
	await nadia.goto(`${residenceOf(nadia)}/catalogue`);
	const product = await nadia
		.locator('a[href*="/catalogue/products/"]:not([href*="/new"])')
		.first()
		.getAttribute('href');
	await nadia.goto(product ?? '');
	const fields = await nadia
		.locator('form:has(input[name="photo"])')
		.evaluate((form: HTMLFormElement) =>
			[...new FormData(form)].filter(([, value]) => typeof value === 'string')
		);
	// A white point: what counts is how many, not how large.
	const photo = Buffer.from(
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
		'base64'
	);
	const send = async () => {
		const form = new FormData();
		for (const [name, value] of fields) form.append(name, String(value));
		form.append('photo', new Blob([photo], { type: 'image/png' }), 'photo.png');
		const cookies = await nadia.context().cookies();
		return fetch(`${app.url}${product}?/save`, {
			method: 'POST',
			body: form,
			headers: {
				origin: app.url,
				accept: 'text/html',
				cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
			},
			redirect: 'manual'
		});
	};
	for (let count = 0; count < 60; count++) {
		const { status } = await send();
		expect(status, `photo ${count + 1}`).toBe(303);
	}
	expect((await send()).status).toBe(429);
	await app.killAndRestart();
	const refused = await send();
	expect(refused.status).toBe(429);
	expect(await refused.text()).toMatch(WAIT);
});

test('known or not, an address gets the same answer', async ({ app, playwright }) => {
	// Of one length, as the page shows what was typed.
	const known = times(9, (index) => `voisin3${index}@exemple.invalid`);
	const unknown = times(9, (index) => `nobody3${index}@exemple.invalid`);
	const ask = async (path: string, email: string, more: Record<string, string>) => {
		const request = await playwright.request.newContext({ baseURL: app.url });
		const response = await request.post(path, {
			form: { email, next: '', ...more },
			headers: { origin: app.url, accept: 'text/html' },
			maxRedirects: 0
		});
		const { cookies } = await request.storageState();
		const headers = Object.keys(response.headers()).filter((name) => name !== 'x-request-id');
		const answer = {
			status: response.status(),
			location: response.headers().location,
			length: (await response.body()).length,
			headers: headers.sort(),
			cookies: cookies.map(({ name, value }) => [name, value.length])
		};
		await request.dispose();
		return JSON.stringify(answer);
	};
	for (const [path, more] of [
		['/sign-in?/ask', {}],
		['/sign-in/password', { password: 'trois poireaux bleus' }]
	] as const) {
		const answers = new Set<string>();
		for (const email of [...known, ...unknown]) answers.add(await ask(path, email, more));
		expect([...answers], path).toHaveLength(1);
	}
	await expect.poll(async () => (await app.mails(known[0])).length).toBe(1);
	expect(await app.mails(unknown[0])).toEqual([]);
});

test('no answer waits for its mail', async ({ mode }) => {
	let connections = 0;
	// A mail server that never says a word.
	const silent = createServer((socket) => {
		connections += 1;
		socket.on('error', () => socket.destroy());
	});
	await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
	const { port } = silent.address() as { port: number };
	const app = await startApp({
		mode,
		demo: true,
		env: { SMTP_URL: `smtp://127.0.0.1:${port}` }
	});
	try {
		const response = await fetch(`${app.url}/sign-in?/ask`, {
			method: 'POST',
			headers: { origin: app.url, accept: 'text/html' },
			body: new URLSearchParams({ email: 'karim@demo.invalid', next: '' }),
			redirect: 'manual'
		});
		expect(response.status).toBe(303);
		expect(connections, 'the mail begins when the answer has left').toBe(0);
		await expect.poll(() => connections).toBeGreaterThan(0);
	} finally {
		silent.close();
		await app.stop();
	}
});
