import { describe, expect, it } from 'vitest';
import { parseForm } from '#lib/forms/parse.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { SaveProducer, SaveProduct } from './schema.ts';

overwriteGetLocale(() => 'fr');

function form(fields: Record<string, string | string[]>): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) {
		for (const one of [value].flat()) data.append(name, one);
	}
	return data;
}

const product = {
	name: ' Carottes ',
	unit: 'kg',
	step: '0,5',
	price: '1,80',
	pictogram: 'carrot',
	'months[]': ['9', '10']
};

describe('SaveProduct', () => {
	it('reads commas, and leaves out what is optional', async () => {
		const parsed = await parseForm(SaveProduct, form(product));
		expect(parsed).toMatchObject({
			ok: true,
			value: { name: 'Carottes', step: 0.5, price: 180, months: [9, 10], allergens: '' }
		});
	});

	it.each([
		['price', '1,805'],
		['price', '-2'],
		['price', '1001'],
		['price', ''],
		['step', '0'],
		['step', '101'],
		['step', 'deux'],
		['unit', 'tonne'],
		['pictogram', 'toString'],
		['name', '   '],
		['name', 'x'.repeat(121)],
		['description', 'x'.repeat(501)]
	])('refuses %s "%s" beside its field and keeps the rest', async (name, value) => {
		const parsed = await parseForm(SaveProduct, form({ ...product, [name]: value }));
		expect(parsed.ok).toBe(false);
		expect(parsed).toHaveProperty(['issues', name]);
		expect(parsed.values).toMatchObject({ unit: expect.any(String), 'months[]': ['9', '10'] });
	});

	it('refuses a thirteenth month', async () => {
		const parsed = await parseForm(SaveProduct, form({ ...product, 'months[]': ['13'] }));
		expect(parsed).toHaveProperty(['issues', 'months[]']);
	});
});

describe('SaveProducer', () => {
	it('takes a producer without e-mail: the sheet is printed', async () => {
		const parsed = await parseForm(SaveProducer, form({ name: 'Ferme', email: ' ' }));
		expect(parsed).toMatchObject({ ok: true, value: { email: null, phone: '', place: '' } });
	});

	it('refuses an address or a number that is none', async () => {
		const data = form({ name: 'Ferme', email: 'ferme@', phone: 'le matin' });
		expect(await parseForm(SaveProducer, data)).toMatchObject({
			issues: { email: expect.any(String), phone: expect.any(String) }
		});
	});
});
