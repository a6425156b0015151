import type { MyResidence } from '#lib/members/views.ts';
import type { Shell } from '#lib/residences/views.ts';
import type { KindName, Months } from './kinds.ts';

/** What one can do with one's own data; whether a deletion is under way is in the shell. */
export type MyDataPage = {
	shell: Shell;
	/** All residences of the account: deleting it ends every one. */
	residences: MyResidence[];
	/** A residence that would be left without a caretaker: the account cannot be deleted yet. */
	lastCaretakerOf: string | null;
};

/** A kind of thing, how long it is kept, and what would go now. */
export type KeptKind = {
	kind: KindName;
	/** The months looked at: those that count, or those proposed. */
	months: number;
	/** The months that count now. */
	keptMonths: number;
	usualMonths: number;
	leastMonths: number;
	mostMonths: number;
	rows: number;
	/** ISO instant of the oldest of them. */
	oldest: string | null;
};

export type RetentionPage = {
	shell: Shell;
	kinds: KeptKind[];
	/** Nothing goes before. */
	firstRunAt: string;
	hasBegun: boolean;
	lastRunAt: string | null;
	/** What went in the last run: rows by kind. */
	lastCounts: Partial<Months> | null;
};

/** What everybody may read about how long things are kept. */
export type PrivacyPage = {
	usual: Months;
	/** Residences of the person who asks; none for a stranger. */
	residences: { name: string; organisation: string; lodgePhone: string; months: Months }[];
};
