import { MOST_BYTES } from '../../src/lib/catalogue/photo-limit.ts';
import { expect, test } from '../fixtures.ts';
import { awaitScript, comeAs, residenceOf } from '../steps/people.ts';

/*
 * What people take for a photo. Each is refused beside its field, and nothing of the product that was
 * being written is lost; with the page's script and without it.
 */
const NOT_ONE = /Ce fichier n’est pas une photo/;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>window.tricked = 1</script></svg>`;
/** The first bytes of an iPhone's photo. */
const HEIC = Buffer.concat([
	Buffer.from([0, 0, 0, 24]),
	Buffer.from('ftypheic\0\0\0\0mif1heic'),
	Buffer.alloc(64)
]);

const files = [
	[
		'a text named .jpg',
		'carotte.jpg',
		'image/jpeg',
		Buffer.from('Bonjour, je suis une photo.'),
		NOT_ONE
	],
	['a drawing with a script', 'carotte.svg', 'image/svg+xml', Buffer.from(SVG), NOT_ONE],
	['the same named .png', 'carotte.png', 'image/png', Buffer.from(SVG), NOT_ONE],
	[
		'a photo of an iPhone',
		'IMG_0001.HEIC',
		'image/heic',
		HEIC,
		/Les photos HEIC d’un iPhone ne sont pas lues ici/
	],
	[
		'a file of more than 10 MB',
		'grande.jpg',
		'image/jpeg',
		Buffer.alloc(MOST_BYTES + 1, 255),
		/Cette photo pèse plus de 10 Mo/
	]
] as const;

for (const javaScriptEnabled of [true, false]) {
	test(`a file that is no photo is refused beside its field, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
		app,
		browser
	}) => {
		test.setTimeout(90_000);
		const nadia = await comeAs(browser, app, 'nadia', { javaScriptEnabled });
		await nadia.goto(`${residenceOf(nadia)}/catalogue`);
		await nadia
			.getByRole('link', { name: /^Ajouter un produit/ })
			.first()
			.click();
		await nadia.waitForURL(/\/products\/new/);
		if (javaScriptEnabled) await awaitScript(nadia);
		const form = nadia.url();

		for (const [what, name, mimeType, buffer, sentence] of files) {
			await test.step(what, async () => {
				await nadia.goto(form);
				if (javaScriptEnabled) await awaitScript(nadia);
				await nadia.getByLabel('Nom du produit').fill(`Panais, ${what}`);
				await nadia.getByLabel('Prix').fill('2,35');
				await nadia.getByLabel('Allergènes').fill('aucun');
				await nadia.getByRole('radio', { name: 'Poireau' }).check();
				await nadia.getByLabel('Photo').setInputFiles({ name, mimeType, buffer });
				await nadia.getByRole('button', { name: 'Enregistrer le produit' }).click();

				await expect(nadia.locator('.field-error')).toHaveText(sentence);
				const photo = nadia.getByLabel('Photo');
				await expect(photo).toHaveAttribute('aria-invalid', 'true');
				await expect(photo).toHaveAccessibleDescription(sentence);
				await expect(nadia.getByLabel('Nom du produit')).toHaveValue(`Panais, ${what}`);
				await expect(nadia.getByLabel('Prix')).toHaveValue('2,35');
				await expect(nadia.getByLabel('Allergènes')).toHaveValue('aucun');
				await expect(nadia.getByRole('radio', { name: 'Poireau' })).toBeChecked();
				// Said once: the only sentence stands beside its field.
				await expect(
					nadia.getByRole('main').getByText(sentence).filter({ visible: true })
				).toHaveCount(1);
			});
		}
		await nadia.goto(`${residenceOf(nadia)}/catalogue`);
		await expect(nadia.getByText(/^Panais/)).toHaveCount(0);
		if (javaScriptEnabled) expect(await nadia.evaluate(() => 'tricked' in window)).toBe(false);
	});
}
