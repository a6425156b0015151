import type { Role, Shell } from '#lib/residences/views.ts';
import type { Preferences } from '#lib/server/preferences.ts';

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
	/** All of them; otherwise only the reader's own looks. */
	isWhole: boolean;
	entries: AccessEntry[];
};

/** Who may see a phone, besides those who run the residence. */
export type PhoneTo = 'nobody' | 'helper' | 'residence';

/** What one chose, to look at and to change. */
export type ProfilePage = {
	shell: Shell;
	/** What neighbours call one who chose no name. */
	shortName: string;
	hasPhone: boolean;
	/** Null: the most private of everything. */
	profile: { displayName: string | null; showsStaircase: boolean; phoneTo: PhoneTo } | null;
	/** Null: never chosen. */
	preferences: Preferences | null;
};

/** What neighbours see of somebody, for those who run the residence. */
export type Shown = { name: string; staircase: boolean; phoneTo: PhoneTo };

/** A relay, or somebody who chose that neighbours may call them. */
export type Reachable = {
	id: string;
	name: string;
	role: Role;
	/** Null when they do not show it, or have none. */
	building: string | null;
	staircase: string | null;
	hasPhone: boolean;
};

export type ReachPage = {
	shell: Shell;
	people: Reachable[];
	/** One is on the list of others. */
	isShown: boolean;
};
