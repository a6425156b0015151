import { unzipSync, zipSync, type Unzipped } from 'fflate';
import { readSheet } from 'read-excel-file/universal';
import writeXlsxFile from 'write-excel-file/node';
import { guardTextCell } from './cells.ts';
import { COLUMNS, columnName, type Column } from './columns.ts';
import type { ExportedPeople } from './views.ts';

/** A list of 2,000 people is one megabyte of them. */
const MOST_UNPACKED = 16 * 1024 * 1024;
const MOST_PARTS = 200;
/** The reader makes a place for every cell up to the last one, and "XFD1048576" would fill the memory. */
const MOST_ROWS = 5_000;
const MOST_COLUMNS = 100;

/** A workbook that cannot be, or may not be, read. */
export class WorkbookError extends Error {
	readonly reason: 'too_large' | 'unreadable';

	constructor(reason: WorkbookError['reason'], cause?: unknown) {
		super(reason, { cause });
		this.name = 'WorkbookError';
		this.reason = reason;
	}
}

/** Stands in for a date: Excel makes one of "1-2", and what was typed is gone. */
export const DATE_CELL = '\u0001date';

/**
 * The cells of the first sheet of an .xlsx workbook. Formulas are never run: what they came to when
 * the workbook was saved is read.
 *
 * @throws {WorkbookError} for a workbook that unpacks into too much, or that is none
 */
export async function readXlsx(bytes: Uint8Array): Promise<string[][]> {
	const parts = unpack(bytes);
	for (const [name, part] of Object.entries(parts)) {
		if (/^xl\/worksheets\/[^/]+\.xml$/.test(name)) checkSize(new TextDecoder().decode(part));
	}
	try {
		// Packed again as it was measured: the reader unpacks by itself, and trusts the sizes it is told.
		const archive = zipSync(parts, { level: 0 });
		const cells = await readSheet(archive.buffer as ArrayBuffer, { trim: false });
		return cells.map((row) => row.map(cellText));
	} catch (error) {
		throw new WorkbookError('unreadable', error);
	}
}

function unpack(bytes: Uint8Array): Unzipped {
	let size = 0;
	let parts = 0;
	try {
		// A part is given as much room as it says it needs, and no more: one that lies is cut.
		return unzipSync(bytes, {
			filter({ name, originalSize }) {
				if (!/\.(xml|rels)$/.test(name)) return false;
				size += originalSize;
				parts += 1;
				if (size > MOST_UNPACKED || parts > MOST_PARTS) throw new WorkbookError('too_large');
				return true;
			}
		});
	} catch (error) {
		throw error instanceof WorkbookError ? error : new WorkbookError('unreadable', error);
	}
}

function checkSize(sheet: string): void {
	for (const [, , letters = '', row] of sheet.matchAll(
		/<(?:\w+:)?(c|row)\b[^>]*?\sr\s*=\s*["']([A-Za-z]*)(\d+)["']/g
	)) {
		const column = [...letters.toUpperCase()].reduce(
			(sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
			0
		);
		if (Number(row) > MOST_ROWS || column > MOST_COLUMNS) throw new WorkbookError('too_large');
	}
}

function cellText(cell: unknown): string {
	if (cell === null || cell === undefined) return '';
	if (cell instanceof Date) return DATE_CELL;
	return String(cell);
}

/** In letters of the body: what Excel measures columns in. */
const WIDTHS: Record<Column, number> = {
	building: 16,
	staircase: 11,
	floor: 9,
	door: 10,
	name: 28,
	email: 32,
	phone: 20
};

/** A list of people as a workbook. Every cell is text: "01" stays so, and nothing is a formula. */
export function peopleXlsx(rows: ExportedPeople['rows'], sheet: string): Promise<Buffer> {
	const header = COLUMNS.map((column) => ({
		value: columnName(column),
		fontWeight: 'bold' as const
	}));
	const body = rows.map((row) =>
		COLUMNS.map((column) => ({
			value: guardTextCell(String(row[column] ?? '')),
			type: String,
			format: '@'
		}))
	);
	return writeXlsxFile([header, ...body], {
		sheet,
		columns: COLUMNS.map((column) => ({ width: WIDTHS[column] })),
		stickyRowsCount: 1
	}).toBuffer();
}
