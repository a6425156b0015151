import type { APIRequestContext } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

/* What happens to a session when its token ends, told with cookies rather than with a clock. */

const COOKIE = 'palier_session';

type Session = { access_token: string; refresh_token: string; expires_at: number };

async function signIn(request: APIRequestContext, url: string): Promise<Session> {
	const response = await request.post('/sign-in?/demo', {
		form: { email: 'odile@demo.invalid', next: '' },
		headers: { origin: url }
	});
	expect(response.headers()['cache-control']).toContain('no-store');
	const { cookies } = await request.storageState();
	const cookie = cookies.find(({ name }) => name === COOKIE);
	expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', secure: false });
	return JSON.parse(Buffer.from(cookie?.value.slice(7) ?? '', 'base64url').toString()) as Session;
}

/** The page, asked for by a browser that holds just this session. */
function ask(url: string, session: Session, more = '') {
	const value = `base64-${Buffer.from(JSON.stringify(session)).toString('base64url')}`;
	return fetch(url, { headers: { cookie: `${COOKIE}=${value}${more}` }, redirect: 'manual' });
}

const ended = (session: Session): Session => ({ ...session, expires_at: 1_700_000_000 });

async function homeOf(request: APIRequestContext): Promise<string> {
	const response = await request.get('/');
	expect(new URL(response.url()).pathname).toMatch(/^\/r\//);
	return response.url();
}

test('a valid token is used as it is', async ({ app, request }) => {
	const session = await signIn(request, app.url);
	const response = await ask(await homeOf(request), session);
	expect(response.status).toBe(200);
	expect(response.headers.getSetCookie().join()).not.toContain(COOKIE);
});

test('tabs that wake up together with an ended token all stay signed in', async ({
	app,
	request
}) => {
	const session = await signIn(request, app.url);
	const home = await homeOf(request);
	const tabs = await Promise.all(Array.from({ length: 6 }, () => ask(home, ended(session))));
	expect(tabs.map(({ status }) => status)).toEqual(Array(6).fill(200));
	for (const tab of tabs) {
		expect(tab.headers.getSetCookie().join()).toContain(`${COOKIE}=base64-`);
		expect(tab.headers.get('cache-control')).toContain('no-store');
	}
});

test('a session that is over asks once more, then says so', async ({ app, request }) => {
	const session = await signIn(request, app.url);
	const home = await homeOf(request);
	const over = ended({ ...session, refresh_token: 'no-such-token' });

	const first = await ask(home, over);
	expect(first.status).toBe(303);
	expect(first.headers.get('location')).toBe(new URL(home).pathname);
	const cookies = first.headers.getSetCookie().join();
	expect(cookies).toContain('palier_retry=1');
	// The browser may hold a newer session by now: it must not lose it.
	expect(cookies).not.toContain(`${COOKIE}=`);

	const second = await ask(home, over, '; palier_retry=1');
	expect(second.status).toBe(303);
	expect(second.headers.get('location')).toContain('/sign-in');
	expect(second.headers.getSetCookie().join()).toContain(`${COOKIE}=;`);
});

test('a token that somebody made up is nobody', async ({ app, request }) => {
	const session = await signIn(request, app.url);
	const home = await homeOf(request);
	const [head, body] = session.access_token.split('.');
	const forged = { ...session, access_token: `${head}.${body}.${'A'.repeat(43)}` };
	const response = await ask(home, forged);
	expect(response.status).not.toBe(200);
});

test('a form from another site is refused', async ({ app }) => {
	const response = await fetch(`${app.url}/sign-in?/demo`, {
		method: 'POST',
		headers: { origin: 'https://elsewhere.example' },
		body: new URLSearchParams({ email: 'odile@demo.invalid' })
	});
	expect(response.status).toBe(403);
});

test('the outbox of the demonstration shows the code', async ({ app, page }) => {
	await page.goto('/sign-in');
	await page.getByLabel(/e-mail/i).fill('karim@demo.invalid');
	await page.getByRole('button', { name: /code/i }).click();
	await expect.poll(async () => (await app.mails('karim@demo.invalid')).length).toBe(1);
	const [mail] = await app.mails('karim@demo.invalid');
	const code = /\b\d{6}\b/.exec(mail?.text ?? '')?.[0];
	expect(code).toBeTruthy();
	expect(mail?.text).not.toContain('http');
	await page.goto('/dev/mail');
	await page.getByRole('link', { name: new RegExp(code ?? '') }).click();
	await expect(page.getByText(`Your code to enter Palier: ${code}`)).toBeVisible();
});
