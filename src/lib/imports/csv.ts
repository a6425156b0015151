import Papa from 'papaparse';
import { localeTag } from '#lib/text/locale.ts';
import { guardCell } from './cells.ts';
import { COLUMNS, columnName, findLayout } from './columns.ts';
import type { ExportedPeople } from './views.ts';

const DELIMITERS = [';', ',', '\t'];
/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The cells of a CSV file. The separator is the one with which most headings are understood: names
 * and numbers are full of commas, and a file of one row says nothing about itself.
 */
export function readCsv(text: string): string[][] {
	// Excel's own first line, which it does not count as a row but numbers as one.
	const body = text.replace(/^sep=(.)(?=\r?\n)/i, '');
	const tables = DELIMITERS.map((delimiter) => Papa.parse<string[]>(body, { delimiter }).data);
	const known = (table: string[][]) => Object.keys(findLayout(table)?.at ?? {}).length;
	return tables.reduce((best, table) => (known(table) > known(best) ? table : best));
}

/** A list of people as a CSV file, as the language of the page writes it. */
export function peopleCsv(rows: ExportedPeople['rows']): string {
	const table = Papa.unparse(
		{
			fields: COLUMNS.map(columnName),
			data: rows.map((row) => COLUMNS.map((column) => guardCell(String(row[column] ?? ''))))
		},
		{ delimiter: localeTag().startsWith('fr') ? ';' : ',', newline: '\r\n' }
	);
	return `${BYTE_ORDER_MARK}${table}\r\n`;
}
