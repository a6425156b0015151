import type { Locator, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';

/** More stops than any page has before its main act. */
const MOST_STOPS = 150;

/** Goes on with the Tab key until something has the focus; at every stop one sees where one is. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
	await target.waitFor({ state: 'attached' });
	for (let stop = 0; stop < MOST_STOPS; stop++) {
		await page.keyboard.press('Tab');
		const unseen = await describeUnseenFocus(page);
		expect(unseen, `${new URL(page.url()).pathname}, stop ${stop + 1}`).toBeNull();
		if (await target.evaluate((element) => element === document.activeElement)) return;
	}
	throw new Error(`The Tab key does not lead to ${String(target)}`);
}

/** Tab to it, then Enter. */
export async function pressEnterOn(page: Page, target: Locator): Promise<void> {
	await tabTo(page, target);
	await page.keyboard.press('Enter');
}

/** What has the focus without showing it, or out of sight; null when all is well. */
function describeUnseenFocus(page: Page): Promise<string | null> {
	return page.evaluate(async () => {
		const focused = document.activeElement;
		// Behind the last stop the focus leaves for the browser's own bar.
		if (!focused || focused === document.body) return null;
		// The page scrolls to it.
		await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
		const told = focused.outerHTML.slice(0, 160);
		// A card or a choice shows the focus for the link or the button inside it.
		const shows = [focused, focused.closest('.link-card'), focused.closest('.choice-option')].find(
			(element) => {
				if (!element) return false;
				const { outlineStyle, outlineWidth } = getComputedStyle(element);
				return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
			}
		);
		if (!shows) return `no outline: ${told}`;
		const { left, top, right, bottom } = shows.getBoundingClientRect();
		const middle = [
			(Math.max(left, 0) + Math.min(right, innerWidth)) / 2,
			(Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2
		] as const;
		const above = document.elementFromPoint(...middle);
		const isSeen = above && (shows.contains(above) || above.contains(shows));
		return isSeen ? null : `under ${above?.outerHTML.slice(0, 80) ?? 'nothing'}: ${told}`;
	});
}
