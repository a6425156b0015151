import type { Shell } from '#lib/residences/views.ts';
import type { Column } from './columns.ts';

/** One row of a file that can be read; empty texts where a cell was empty. */
export type ImportRow = {
	/** As the spreadsheet numbers it, from 1. */
	row: number;
	building: string;
	staircase: string;
	floor: number | null;
	door: string;
	name: string;
	email: string;
	phone: string;
};

/** What is wrong with a cell of a file. */
export type CellProblem = {
	row: number;
	key:
		| 'missing'
		| 'too_long'
		| 'floor_unread'
		| 'email_unread'
		| 'phone_unread'
		| 'became_date'
		| 'formula_error'
		| 'name_missing';
	column: Column;
	/** What stands there, cut short. */
	value: string;
};

/** Columns whose headings mean nothing to us, in one text. */
export type IgnoredColumns = { row: number; key: 'ignored'; value: string };

/** What is wrong with a row beside the others, or beside the residence. */
export type RowProblem = {
	row: number;
	key:
		| 'door_unclear'
		| 'floor_missing'
		| 'floor_differs'
		| 'duplicate'
		| 'email_twice'
		| 'email_elsewhere'
		| 'staff_changed';
	/** The row it contradicts or repeats. */
	other?: number;
	/** Who has that address, or may not be changed here. */
	name?: string;
	door?: string | null;
};

export type ImportProblem = CellProblem | RowProblem;

/** `from` is "…" for an e-mail or a phone that there was: which one is not shown. */
type Change = { from: string; to: string };

/** A file that waits for a yes, and what it would do now. */
export type ImportDraft = {
	id: string;
	fileName: string;
	/** Stands for what is shown: the yes is to this and nothing else. */
	shown: string;
	doors: { row: number; label: string; floor: number }[];
	floors: { row: number; label: string; from: number; to: number }[];
	added: { row: number; label: string; name: string; email: string; phone: string }[];
	changed: {
		row: number;
		label: string;
		name: string;
		changes: Partial<Record<'name' | 'email' | 'phone', Change>>;
	}[];
	/** People who are already as the file says. */
	same: number;
	problems: RowProblem[];
	unread: (CellProblem | IgnoredColumns)[];
	/** Who lives here and is not in the file. */
	absent: { id: string; name: string; label: string }[];
};

export type ImportPage = { shell: Shell; draft: ImportDraft | null };

/** What was written. */
export type ImportResult = { doors: number; added: number; changed: number };

/** Everybody by door, as a file has them. */
export type ExportedPeople = { residence: string; rows: Omit<ImportRow, 'row'>[] };
