import type { MyResidence } from '#lib/members/views.ts';
import type { Shell } from '#lib/residences/views.ts';

/** What one can do with one's own data; whether a deletion is under way is in the shell. */
export type MyDataPage = {
	shell: Shell;
	/** All residences of the account: deleting it ends every one. */
	residences: MyResidence[];
	/** A residence that would be left without a caretaker: the account cannot be deleted yet. */
	lastCaretakerOf: string | null;
};
