import { expect, type Page } from '@playwright/test';

/** People of the demonstration, by the name that their addresses carry. */
export type DemoPerson = 'nadia' | 'odile' | 'karim' | 'awa' | 'samia' | 'claire' | 'lea';

/** Becomes a person of the demonstration in one tap; ends on the home page of the residence. */
export async function signInAs(page: Page, person: DemoPerson): Promise<void> {
	await page.goto('/sign-in');
	await demoButton(page, person).click();
	await page.waitForURL((url) => url.pathname === '/' || /^\/r\/[0-9a-f-]{36}$/.test(url.pathname));
	// The manager looks after several.
	if (new URL(page.url()).pathname === '/') {
		await page.getByRole('link', { name: 'Les Tilleuls', exact: true }).click();
	}
	await page.waitForURL(/\/r\/[0-9a-f-]{36}$/);
}

/** The same when a page has led to sign-in: ends where the person wanted to go. */
export async function signInHere(page: Page, person: DemoPerson): Promise<void> {
	const next = new URL(page.url()).searchParams.get('next');
	expect(next, 'the sign-in page knows where to go next').toBeTruthy();
	await demoButton(page, person).click();
	await page.waitForURL((url) => url.pathname + url.search === next);
}

/** Asks for a code by mail; ends on the page where it is typed. */
export async function askForCode(page: Page, email: string): Promise<void> {
	await page.goto('/sign-in');
	await page.locator('input[name="email"]:not([type="hidden"])').fill(email);
	await page.locator('form[action="?/ask"] button[type="submit"]').click();
	await page.waitForURL('**/sign-in/code');
}

/** The newest code that was sent to an address, read on the page of mails not sent. */
export async function readCode(page: Page, email: string): Promise<string> {
	const mails = await page.context().newPage();
	try {
		// The mail is sent after the answer: the time of sending must not tell who is a member.
		let code: string | undefined;
		await expect
			.poll(async () => {
				await mails.goto('/dev/mail');
				const mail = mails.getByRole('listitem').filter({ hasText: email }).first();
				const subject = (await mail.count()) > 0 ? await mail.innerText() : '';
				return (code = /\b\d{6}\b/.exec(subject)?.[0]);
			})
			.toBeTruthy();
		return code ?? '';
	} finally {
		await mails.close();
	}
}

/** Types a code and goes in. */
export async function typeCode(page: Page, code: string): Promise<void> {
	await page.locator('input[name="code"]').fill(code);
	await page.locator('form[action="?/enter"] button[type="submit"]').click();
}

/** Signs in with a code sent by mail; ends on the home page of the residence. */
export async function signInByCode(page: Page, email: string): Promise<void> {
	await askForCode(page, email);
	await typeCode(page, await readCode(page, email));
	await page.waitForURL(/\/r\/[0-9a-f-]{36}$/);
}

/** Signs out on this device; ends on the sign-in page. */
export async function signOut(page: Page): Promise<void> {
	await page.goto('/sign-out');
	await page.locator('main form button[type="submit"]').click();
	await page.waitForURL('**/sign-in');
}

function demoButton(page: Page, person: DemoPerson) {
	return page.locator(`form:has(input[value="${person}@demo.invalid"]) button[type="submit"]`);
}
