import * as v from 'valibot';
import { id, optionalEmail, optionalId, requiredText, text } from '#lib/forms/fields.ts';
import { m } from '#lib/paraglide/messages.js';

/** What a mandate lets somebody do today; the database keeps room for more. */
export const SCOPES = ['orders', 'collect'] as const;
/** How many months it lasts, the usual first. */
export const MONTHS = ['12', '6', '1'] as const;

const helper = {
	name: requiredText(80),
	/** The door of a neighbour; null for somebody who lives elsewhere. */
	household: v.optional(optionalId, ''),
	/** Of somebody from elsewhere; without one they come in by a code. */
	email: optionalEmail,
	// No box ticked: the form sends nothing.
	scopes: v.pipe(
		v.optional(v.array(v.picklist(SCOPES)), []),
		v.minLength(1, () => m.helpers_choose_scope())
	),
	months: v.pipe(v.picklist(MONTHS), v.transform(Number))
};

/** Whom one trusts, in what and for how long. */
export const GiveMandate = v.object(helper);
export type GiveMandate = v.InferOutput<typeof GiveMandate>;

/** The same said to the caretaker; `sentence` is what was on the screen when it was read out. */
export const RecordMandate = v.object({
	...helper,
	askedBy: v.picklist(['person', 'helper']),
	sentence: text(1000)
});
export type RecordMandate = v.InferOutput<typeof RecordMandate>;

export const ChooseMandate = v.object({ mandate: id });
