import Papa from 'papaparse';
import { m } from '#lib/paraglide/messages.js';
import { localeTag } from '#lib/text/locale.ts';
import { centsToInput } from '#lib/text/money.ts';
import { unitName } from '#lib/text/quantity.ts';
import type { SheetView } from './views.ts';

/** Tells spreadsheets that the file is UTF-8: without it they show "Å“ufs". */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The sheet for a spreadsheet, as the language of the page writes it: French ones expect semicolons
 * and a decimal comma. A name that starts like a formula is made text, so that it cannot run.
 */
export function sheetCsv(sheet: SheetView): string {
	const french = localeTag().startsWith('fr');
	const fields = [
		m.sheet_column_product(),
		m.sheet_column_quantity(),
		m.sheet_column_unit(),
		m.sheet_column_price(),
		m.sheet_column_amount(),
		m.sheet_column_households(),
		m.sheet_column_answer()
	];
	const data = sheet.lines.map((line) => [
		line.name,
		plainNumber(line.quantity, french),
		unitName(line.unit),
		centsToInput(line.priceCents),
		centsToInput(line.cents),
		String(line.ordersCount),
		line.answeredQuantity === null ? '' : plainNumber(line.answeredQuantity, french)
	]);
	const table = Papa.unparse(
		{ fields, data },
		{ delimiter: french ? ';' : ',', newline: '\r\n', escapeFormulae: true }
	);
	return `${BYTE_ORDER_MARK}${table}\r\n`;
}

/** Without separators between thousands: a spreadsheet would read them as text. */
function plainNumber(value: number, french: boolean): string {
	return french ? String(value).replace('.', ',') : String(value);
}
