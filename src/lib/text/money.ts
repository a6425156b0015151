import { localeTag, memoize } from '#lib/text/locale.ts';

const formatters = memoize(
	(tag) => new Intl.NumberFormat(tag, { style: 'currency', currency: 'EUR' })
);

/** Whole cents as people read them: `22,50 €` in French, `€22.50` in English. */
export function formatCents(cents: number): string {
	return formatters(localeTag()).format(cents / 100);
}

/** Whole cents as they stand in a field: `22,50` in French, `22.50` in English. */
export function centsToInput(cents: number): string {
	const [euros, rest] = (cents / 100).toFixed(2).split('.');
	return `${euros}${localeTag().startsWith('fr') ? ',' : '.'}${rest}`;
}

/**
 * Cents from what somebody typed: `1,80`, `1.80 €`, `€ 12`, `1 234,50`. Null when it is not an
 * amount, is below zero or has more than two decimals: nothing is ever rounded in secret.
 */
export function parseCents(text: string): number | null {
	const match = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s€]/g, ''));
	if (!match) return null;
	return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
