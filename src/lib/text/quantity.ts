import { m } from '#lib/paraglide/messages.js';
import { localeTag, memoize } from '#lib/text/locale.ts';
import { formatCents } from '#lib/text/money.ts';

/** What a product is counted in. */
export const UNITS = ['piece', 'bunch', 'kg', 'litre', 'basket'] as const;
export type Unit = (typeof UNITS)[number];

const plurals = memoize((tag) => new Intl.PluralRules(tag));
const numbers = memoize((tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 3 }));

/** A number as the language writes it: `1,5` in French, `1.5` in English. */
export function formatNumber(value: number): string {
	return numbers(localeTag()).format(value);
}

/** A quantity with its unit: `1,5 kilo`, `2 kilos`, `3 bottes`. */
export function formatQuantity(value: number, unit: Unit): string {
	const inputs = { form: plurals(localeTag()).select(value), amount: formatNumber(value) };
	switch (unit) {
		case 'piece':
			return m.text_quantity_piece(inputs);
		case 'bunch':
			return m.text_quantity_bunch(inputs);
		case 'kg':
			return m.text_quantity_kg(inputs);
		case 'litre':
			return m.text_quantity_litre(inputs);
		case 'basket':
			return m.text_quantity_basket(inputs);
	}
}

/** The unit's name alone: `kilo`, `botte`. */
export function unitName(unit: Unit): string {
	switch (unit) {
		case 'piece':
			return m.text_unit_piece();
		case 'bunch':
			return m.text_unit_bunch();
		case 'kg':
			return m.text_unit_kg();
		case 'litre':
			return m.text_unit_litre();
		case 'basket':
			return m.text_unit_basket();
	}
}

/**
 * A price for one unit: `1,80 € le kilo`. Pieces sold by several (`step` 6) are priced together,
 * as on a market: `3,00 € les 6`.
 */
export function formatPrice(cents: number, unit: Unit, step = 1): string {
	if (unit === 'piece' && step > 1) {
		const price = formatCents(Math.round(cents * step));
		return m.text_per_pack({ price, count: formatNumber(step) });
	}
	const price = formatCents(cents);
	switch (unit) {
		case 'piece':
			return m.text_per_piece({ price });
		case 'bunch':
			return m.text_per_bunch({ price });
		case 'kg':
			return m.text_per_kg({ price });
		case 'litre':
			return m.text_per_litre({ price });
		case 'basket':
			return m.text_per_basket({ price });
	}
}

/**
 * A quantity from what somebody typed: `1,5`, `1.5`, ` 2 `. An empty field is zero. Null when it is
 * not a number, is below zero or has more than three decimals.
 */
export function parseQuantity(text: string): number | null {
	const plain = text.replace(/\s/g, '').replace(',', '.');
	if (plain === '') return 0;
	return /^(\d{1,6}(\.\d{0,3})?|\.\d{1,3})$/.test(plain) ? Number(plain) : null;
}

/** Whether a quantity is a whole number of steps; counted in thousandths, as 0.1 × 3 is not 0.3. */
export function isStep(quantity: number, step: number): boolean {
	return Math.round(quantity * 1000) % Math.round(step * 1000) === 0;
}
