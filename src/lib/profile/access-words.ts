import { m } from '#lib/paraglide/messages.js';
import type { AccessEntry } from './views.ts';

/** Entries on a page; the database answers one more when there are older ones. */
export const ACCESS_PAGE = 50;

/** What somebody looked at or did, as a sentence without its subject. */
export function nameAccess({ what }: Pick<AccessEntry, 'what'>): string {
	return {
		contacts: m.access_contacts,
		phone: m.access_phone,
		email: m.access_email,
		door: m.access_door,
		document: m.access_document,
		changed: m.access_changed
	}[what]();
}

const PLACES: Record<string, () => string> = {
	person: m.access_at_person,
	phone_list: m.access_at_phone_list,
	reach: m.access_at_reach,
	joining: m.access_at_joining,
	export: m.access_at_export,
	import: m.access_at_import
};

/** Where it happened; null for a code that has no words, so that the rest is said all the same. */
export function nameAccessPlace({ place }: Pick<AccessEntry, 'place'>): string | null {
	return PLACES[place]?.() ?? null;
}

/** The id that a page of the log goes on from, from its address; null for none or nonsense. */
export function readBefore(text: string | null): number | null {
	return text && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
