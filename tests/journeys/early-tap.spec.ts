import { expect, test } from '../fixtures.ts';
import { findDemoRounds } from '../steps/pages.ts';
import { awaitScript, comeAs } from '../steps/people.ts';

test('what is opened before the page’s script arrives stays open', async ({ app, browser }) => {
	const nadia = await comeAs(browser, app, 'nadia');
	const { delivered } = await findDemoRounds(nadia);
	let arrive = () => {};
	const arrived = new Promise<void>((resolve) => (arrive = resolve));
	// A weak network: the page is there, its script is not yet.
	await nadia.route(/\/_app\/.*\.js$/, async (route) => {
		await arrived;
		await route.continue();
	});
	await nadia.goto(`${delivered}/sheet`, { waitUntil: 'commit' });
	const act = nadia.getByRole('button', { name: 'Fermer ce lien' });
	await expect(act).toBeHidden();
	await nadia.getByText('Changer ou fermer le lien').click();
	await expect(act).toBeVisible();

	arrive();
	await awaitScript(nadia);
	// The script runs: only it can say that the link is copied.
	await nadia.getByRole('button', { name: 'Copier le lien' }).click();
	await expect(act).toBeVisible();
});
