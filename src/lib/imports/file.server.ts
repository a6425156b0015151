import { m } from '#lib/paraglide/messages.js';
import { columnName, findLayout } from './columns.ts';
import { readCsv } from './csv.ts';
import { decodeText } from './decode.ts';
import { MOST_BYTES, MOST_ROWS } from './limits.ts';
import { countRows, readRows, type ReadRows } from './rows.ts';
import { readXlsx, WorkbookError } from './xlsx.server.ts';

export type FileField = { ok: true; value: ReadFile } | { ok: false; sentence: string };
export type ReadFile = ReadRows & { fileName: string };

/**
 * Reads the file of a form: a CSV or .xlsx list with headings. Whatever it is, it is only read: no
 * formula runs, and nothing is unpacked beyond what a list can need.
 */
export async function readFileField(data: FormData, name: string): Promise<FileField> {
	const file = data.get(name);
	if (!(file instanceof File) || file.size === 0) return no(m.import_file_missing());
	if (file.size > MOST_BYTES) return no(m.import_file_too_large());
	const bytes = new Uint8Array(await file.arrayBuffer());
	const table = await readTable(bytes);
	if (typeof table === 'string') return no(table);

	const layout = findLayout(table);
	if (!layout) return no(m.import_file_no_headings());
	for (const column of ['staircase', 'door'] as const) {
		if (layout.at[column] === undefined)
			return no(m.import_file_no_column({ column: columnName(column) }));
	}
	const count = countRows(table, layout);
	if (count === 0) return no(m.import_file_empty());
	if (count > MOST_ROWS) return no(m.import_file_too_many());
	// Only the last part: some browsers send the whole path. No text of the database has the character 0.
	const fileName = file.name.replaceAll('\0', '').split(/[\\/]/).at(-1)?.trim().slice(0, 120) ?? '';
	return { ok: true, value: { fileName, ...readRows(table, layout) } };
}

/** The cells of a file, or the sentence that says why there are none. */
async function readTable(bytes: Uint8Array): Promise<string[][] | string> {
	const start = String.fromCharCode(...bytes.subarray(0, 8));
	// Excel up to 2003, and every workbook with a password.
	if (start.startsWith('\xD0\xCF\x11\xE0')) return m.import_file_old_excel();
	if (!start.startsWith('PK')) {
		const text = decodeText(bytes);
		return text === null ? m.import_file_not_one() : readCsv(text);
	}
	try {
		return await readXlsx(bytes);
	} catch (error) {
		if (!(error instanceof WorkbookError)) throw error;
		return error.reason === 'too_large' ? m.import_file_bomb() : m.import_file_not_one();
	}
}

function no(sentence: string): FileField {
	return { ok: false, sentence };
}
