import type { Role, Shell } from '#lib/residences/views.ts';

/** How to reach somebody, as shown once to somebody who asked: each such look is written down. */
export type Contacts = { phone: string | null; email: string | null };

/** Somebody on the list of phones to print. */
export type PhoneLine = {
	name: string;
	phone: string;
	/** Null for people without a door here. */
	label: string | null;
	building: string | null;
	staircase: string | null;
};

/** What somebody looked at, or did. */
export type AccessKind = 'contacts' | 'phone' | 'email' | 'door' | 'document' | 'changed';

/** One look at somebody's contacts. */
export type AccessEntry = {
	id: number;
	what: AccessKind;
	/** Short code of the page where it happened. */
	place: string;
	/** ISO instant. */
	at: string;
	/** Who looked, and their role today. */
	by: string;
	role: Role;
};

/** Who looked at somebody's contacts. */
export type AccessPage = {
	shell: Shell;
	subject: { id: string; name: string };
	/** Newest first; one more than a page holds when there is another page. */
	entries: AccessEntry[];
};
