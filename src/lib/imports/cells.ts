/*
 * A cell that begins with one of these is run by spreadsheets as a formula. We write an apostrophe in
 * front, as spreadsheets do themselves, and take one off again when a file is read.
 */
const FORMULA = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;

/** A text as it may stand in a CSV file: it is never run, and `readCell` gives it back whole. */
export function guardCell(text: string): string {
	return FORMULA.test(text) ? `'${text}` : text;
}

/** The same for a file that says of each cell that it is text: only what `readCell` would shorten. */
export function guardTextCell(text: string): string {
	return GUARDED.test(text) ? `'${text}` : text;
}

/** What somebody wrote into a cell. No text of the database has the character 0. */
export function readCell(cell: string): string {
	const text = cell.replaceAll('\0', '').trim();
	return GUARDED.test(text) ? text.slice(1) : text;
}
