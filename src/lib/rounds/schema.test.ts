import { describe, expect, it } from 'vitest';
import { parseForm } from '#lib/forms/parse.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { SaveRound } from './schema.ts';

overwriteGetLocale(() => 'fr');

const CARROTS = '11111111-1111-4111-8111-111111111111';
const HONEY = '22222222-2222-4222-8222-222222222222';
const fields: Record<string, string> = {
	producer: '33333333-3333-4333-8333-333333333333',
	version: '4',
	title: 'Légumes de la ferme',
	word: '',
	opens: '2026-11-22T08:00',
	closes: '2026-11-25T18:00',
	deliveryOn: '2026-11-28',
	deliveryFrom: '10:00',
	deliveryTo: '12:00',
	place: 'À la loge',
	minimum: '300',
	baskets: '',
	[`offers.${CARROTS}.on`]: '1',
	[`offers.${CARROTS}.price`]: '1,80',
	[`offers.${CARROTS}.limit`]: '12,5',
	[`offers.${HONEY}.price`]: 'pas coché',
	[`offers.${HONEY}.limit`]: ''
};

function parse(changes: Record<string, string> = {}) {
	const data = new FormData();
	for (const [name, value] of Object.entries({ ...fields, ...changes })) data.set(name, value);
	return parseForm(SaveRound, data);
}

describe('SaveRound', () => {
	it('reads a round and only what is ticked', async () => {
		expect(await parse()).toMatchObject({
			ok: true,
			value: {
				version: 4,
				minimum: 30000,
				baskets: null,
				sendOnClose: false,
				offers: [{ product: CARROTS, priceCents: 180, stockLimit: 12.5, position: 1 }]
			}
		});
	});

	it.each([
		[{ closes: '2026-11-22T08:00' }, 'closes'],
		[{ deliveryOn: '2026-11-25', deliveryFrom: '08:00' }, 'deliveryOn'],
		[{ deliveryTo: '10:00' }, 'deliveryTo'],
		[{ opens: '2026-02-30T08:00' }, 'opens'],
		[{ deliveryOn: '' }, 'deliveryOn'],
		[{ title: ' ' }, 'title'],
		[{ minimum: '300 francs' }, 'minimum'],
		[{ baskets: '2,5' }, 'baskets'],
		[{ [`offers.${CARROTS}.price`]: '' }, `offers.${CARROTS}.price`],
		[{ [`offers.${CARROTS}.limit`]: '-1' }, `offers.${CARROTS}.limit`],
		[{ [`offers.${HONEY}.on`]: '1' }, `offers.${HONEY}.price`]
	])('puts the sentence beside its field: %j', async (changes, field) => {
		const parsed = await parse(changes);
		expect(parsed).toHaveProperty(['issues', field]);
		expect(Object.keys((parsed as { issues: object }).issues)).toEqual([field]);
	});

	it('still compares dates when another line is wrong', async () => {
		const parsed = await parse({ title: '', deliveryTo: '09:00' });
		expect(parsed).toMatchObject({
			issues: { title: expect.any(String), deliveryTo: expect.any(String) }
		});
	});

	it('refuses a product that is no product', async () => {
		const parsed = await parse({ 'offers.carottes.on': '1', 'offers.carottes.price': '1' });
		expect(parsed).toHaveProperty(['issues', 'offers.carottes.on']);
	});
});
