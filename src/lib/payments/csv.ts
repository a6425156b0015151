import Papa from 'papaparse';
import { m } from '#lib/paraglide/messages.js';
import { localeTag } from '#lib/text/locale.ts';
import { centsToInput } from '#lib/text/money.ts';
import type { MoneyPage } from './views.ts';

/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Who owes what, for a spreadsheet, as the language of the page writes it. A name that starts like a
 * formula is made text, so that it cannot run.
 */
export function moneyCsv({ households }: Pick<MoneyPage, 'households'>): string {
	const sum = (key: 'orderCents' | 'paidCents' | 'owedCents') =>
		households.reduce((total, household) => total + household[key], 0);
	const fields = [
		m.money_column_door(),
		m.money_column_names(),
		m.money_column_order(),
		m.money_column_paid(),
		m.money_column_owed()
	];
	const data = households.map(({ label, names, orderCents, paidCents, owedCents }) => [
		label,
		names ?? '',
		euros(orderCents),
		euros(paidCents),
		euros(owedCents)
	]);
	data.push([
		m.money_total(),
		'',
		euros(sum('orderCents')),
		euros(sum('paidCents')),
		euros(sum('owedCents'))
	]);
	const table = Papa.unparse(
		{ fields, data },
		{
			delimiter: localeTag().startsWith('fr') ? ';' : ',',
			newline: '\r\n',
			// Sums below zero start with a minus and must stay numbers; names are what people typed.
			escapeFormulae: /^[=+@\t\r]|^-(?!\d+[.,]\d\d$)/
		}
	);
	return `${BYTE_ORDER_MARK}${table}\r\n`;
}

function euros(cents: number): string {
	return cents < 0 ? `-${centsToInput(-cents)}` : centsToInput(cents);
}
