import { describe, expect, it } from 'vitest';
import { parseForm } from '#lib/forms/parse.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { quantitiesTyped, typedQuantity } from './fields.ts';
import { cancelOrderSchema, ownOrderSchema, placeOrderSchema } from './schema.ts';

overwriteGetLocale(() => 'fr');

const A = '0a7bb1df-4600-4ca7-b816-020d9df36711';
const B = '0a7bb1df-4600-4ca7-b816-020d9df36712';
const KEY = '0a7bb1df-4600-4ca7-b816-020d9df36713';

function form(fields: Record<string, string>): FormData {
	const data = new FormData();
	const all = { clientKey: KEY, baseVersion: '0', ...fields };
	for (const [name, value] of Object.entries(all)) data.append(name, value);
	return data;
}

describe('an order form', () => {
	it('reads a comma, leaves out what is not wanted and keeps the price that was shown', async () => {
		const data = form({
			[`quantity-${A}`]: '1,5',
			[`price-${A}`]: '180',
			[`quantity-${B}`]: '',
			[`price-${B}`]: '240'
		});
		expect(await parseForm(placeOrderSchema, data)).toMatchObject({
			ok: true,
			value: {
				lines: [{ offer: A, quantity: 1.5, priceCents: 180 }],
				clientKey: KEY,
				baseVersion: 0
			}
		});
	});

	it('leaves an empty order to the database, which knows whether one exists', async () => {
		const parsed = await parseForm(placeOrderSchema, form({ [`quantity-${A}`]: '0' }));
		expect(parsed).toMatchObject({ ok: true, value: { lines: [] } });
	});

	it.each(['-1', 'deux', '1000', '1,2345', '1e2', '<b>1</b>'])(
		'refuses %s beside its article and keeps it',
		async (typed) => {
			const data = form({ [`quantity-${A}`]: typed, [`price-${A}`]: '180' });
			expect(await parseForm(placeOrderSchema, data)).toMatchObject({
				ok: false,
				values: { [`quantity-${A}`]: typed },
				issues: { [`quantity-${A}`]: expect.stringContaining('quantité en chiffres') }
			});
		}
	);

	it('says every wrong line, not only the first', async () => {
		const parsed = await parseForm(
			placeOrderSchema,
			form({ [`quantity-${A}`]: 'x', [`quantity-${B}`]: '-2' })
		);
		expect(Object.keys(parsed.ok ? {} : parsed.issues)).toEqual([`quantity-${A}`, `quantity-${B}`]);
	});

	it.each<Record<string, string>>([
		{ clientKey: 'x' },
		{ baseVersion: '-1' },
		{ forMember: 'x' },
		{ 'quantity-x': '1' },
		{ [`quantity-${A}`]: '1', [`price-${A}`]: '-180' },
		{ [`quantity-${A}`]: '1' }
	])('refuses fields that our page would not send: %o', async (fields) => {
		expect(await parseForm(placeOrderSchema, form(fields))).toMatchObject({ ok: false });
	});

	it('needs the household when it is for oneself', async () => {
		expect(await parseForm(ownOrderSchema, form({}))).toMatchObject({
			ok: false,
			issues: { household: expect.any(String) }
		});
		expect(await parseForm(ownOrderSchema, form({ household: A, forMember: B }))).toMatchObject({
			ok: true,
			value: { household: A, lines: [], forMember: B }
		});
	});

	it('cancels one version of one order', async () => {
		expect(await parseForm(cancelOrderSchema, form({ order: A, baseVersion: '3' }))).toMatchObject({
			ok: true,
			value: { order: A, baseVersion: 3 }
		});
		expect(await parseForm(cancelOrderSchema, form({ order: 'A' }))).toMatchObject({ ok: false });
	});
});

describe('a refused form', () => {
	it('fills the steppers with what was typed, where that was a number', () => {
		const values = { [`quantity-${A}`]: '2,5', [`quantity-${B}`]: 'x', clientKey: KEY };
		expect(quantitiesTyped(values, { [B]: 1 })).toEqual({ [A]: 2.5, [B]: 1 });
		expect(typedQuantity(values, B)).toBe('x');
		expect(typedQuantity(values, KEY)).toBeUndefined();
	});
});
