import type { Page } from '@playwright/test';
import { residenceOf } from './people.ts';
import type { DemoPerson } from './sign-in.ts';

/** Somebody else of the demonstration comes to the phone; ends on their home page. */
export async function addPerson(page: Page, person: DemoPerson): Promise<void> {
	await page.goto(`${residenceOf(page)}/me`);
	await page.getByRole('link', { name: 'Ajouter une personne' }).click();
	await page.locator(`form:has(input[value="${person}@demo.invalid"]) button`).click();
	await page.waitForURL(/\/r\/[0-9a-f-]{36}$/);
}

/** Two taps: one's own page, then the other person. Ends on their home page. */
export async function switchPerson(page: Page, name: RegExp): Promise<void> {
	await page
		.getByRole('banner')
		.getByRole('link', { name: /Ma page/ })
		.click();
	await page.getByRole('button', { name }).first().click();
	await page.waitForURL(/\/r\/[0-9a-f-]{36}$/);
}

/** Who uses the phone, as the bar at the top says. */
export function whoIsHere(page: Page) {
	return page.getByRole('banner').getByRole('link', { name: /Ma page/ });
}
