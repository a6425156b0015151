import { unbroken } from '#lib/orders/phrases.ts';
import type { Whom } from '#lib/orders/views.ts';
import { withFor } from '#lib/orders/with-for.ts';
import { m } from '#lib/paraglide/messages.js';

/** Whose orders a page is about, with its words made. */
export type WhomWords = {
	/** `Pour Odile Renard, B 12`; null for one's own household. */
	title: string | null;
	/** The household in addresses (`for`); null for one's own. */
	id: string | null;
	/** For whom else one could order; none when there is nobody. */
	options: { label: string; href: string; isCurrent: boolean }[];
};

/** Says whose orders a page is about. `path`: the address of the page without its questions. */
export function sayWhom(whom: Whom, own: string | null, path: string): WhomWords {
	const { householdId, name, door, helped } = whom;
	const people = helped.map((one) => ({
		label: one.name,
		href: withFor(path, one.householdId),
		isCurrent: one.householdId === householdId
	}));
	const me = { label: m.whom_me(), href: path, isCurrent: name === null };
	const options = own === null ? people : [me, ...people];
	return {
		title: name === null ? null : m.whom_title({ name, door: unbroken(door ?? '') }),
		id: name === null ? null : householdId,
		options: options.length > 1 ? options : []
	};
}
