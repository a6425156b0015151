import * as v from 'valibot';
import { readCell } from './cells.ts';
import type { Column, Layout } from './columns.ts';
import { readFloor } from './floor.ts';
import type { CellProblem, IgnoredColumns, ImportRow } from './views.ts';

/** Signs that fit, by column; as the tables of the database have it. */
const LENGTHS: Partial<Record<Column, number>> = {
	building: 40,
	staircase: 20,
	door: 20,
	name: 80,
	email: 254,
	phone: 30
};
const ADDRESS = v.pipe(v.string(), v.email());
const PHONE = /^[+\d ().-]*$/;
/** What a spreadsheet writes where a formula failed. */
const FAILED = /^#(N\/A|REF|VALUE|VALEUR|NAME|NOM|DIV\/0|NUM|NOMBRE|NULL|NUL|SPILL)[!?]?$/i;
/** What stands where a spreadsheet made a date of a door. */
const DATE = '\u0001date';

export type ReadRows = { rows: ImportRow[]; problems: (CellProblem | IgnoredColumns)[] };

/** Reads the rows under the headings; each is whole, or has one problem. Empty rows are nothing. */
export function readRows(table: readonly (readonly string[])[], layout: Layout): ReadRows {
	const read: ReadRows = { rows: [], problems: [] };
	const { headerRow, unknown } = layout;
	if (unknown.length > 0) {
		const value = unknown.join(', ').slice(0, 400);
		read.problems.push({ row: headerRow + 1, key: 'ignored', value });
	}
	for (const [index, cells] of table.entries()) {
		if (index <= headerRow || cells.every((cell) => cell.trim() === '')) continue;
		const row = index + 1;
		const found = readRow(row, cells, layout);
		if ('key' in found) read.problems.push(found);
		else read.rows.push(found);
	}
	return read;
}

/** How many rows have something in them. */
export function countRows(table: readonly (readonly string[])[], { headerRow }: Layout): number {
	return table.filter(
		(cells, index) => index > headerRow && cells.some((cell) => cell.trim() !== '')
	).length;
}

function readRow(row: number, cells: readonly string[], { at }: Layout): ImportRow | CellProblem {
	const cell = (heading: keyof Layout['at']) => {
		const index = at[heading];
		return index === undefined ? '' : readCell(cells[index] ?? '');
	};
	const first = cell('firstName');
	const texts: Record<Column, string> = {
		building: cell('building'),
		staircase: cell('staircase'),
		floor: cell('floor'),
		door: wholeNumber(cell('door')),
		name: first ? `${first} ${cell('name')}`.trim() : cell('name'),
		email: cell('email').toLowerCase(),
		phone: leadingZero(cell('phone'))
	};
	const wrong = (key: CellProblem['key'], column: Column): CellProblem => ({
		row,
		key,
		column,
		value: texts[column].slice(0, 60)
	});
	for (const [name, text] of Object.entries(texts)) {
		const column = name as Column;
		if (text.includes(DATE)) return { ...wrong('became_date', column), value: '' };
		if (FAILED.test(text)) return wrong('formula_error', column);
		if (text.length > (LENGTHS[column] ?? 80)) return wrong('too_long', column);
	}
	if (!texts.staircase) return wrong('missing', 'staircase');
	if (!texts.door) return wrong('missing', 'door');
	const floor = texts.floor ? readFloor(texts.floor) : null;
	if (texts.floor && floor === null) return wrong('floor_unread', 'floor');
	if (texts.email && !v.is(ADDRESS, texts.email)) return wrong('email_unread', 'email');
	if (!PHONE.test(texts.phone)) return wrong('phone_unread', 'phone');
	if (!texts.name && (texts.email || texts.phone)) return wrong('name_missing', 'name');
	return { ...texts, row, floor };
}

/** A number cell of a spreadsheet may say "12.0". */
function wholeNumber(text: string): string {
	return text.replace(/^(\d+)\.0+$/, '$1');
}

/** Spreadsheets take the zero off 06 11 22 33 44: nine figures that begin otherwise are a French number. */
function leadingZero(text: string): string {
	return /^[1-9]\d{8}$/.test(text) ? `0${text}` : text;
}
