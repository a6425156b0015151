import * as v from 'valibot';
import { text } from '#lib/forms/fields.ts';
import { m } from '#lib/paraglide/messages.js';
import { parseCents } from '#lib/text/money.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const MAX_NOTE = 280;

const uuid = v.pipe(v.string(), v.regex(UUID));
const wholeCents = v.pipe(v.string(), v.regex(/^\d{1,8}$/), v.toNumber());

/** A sum that may be left out; "20", "31,20 €". */
const sum = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.rawTransform(({ dataset, addIssue, NEVER }): number | null => {
		if (dataset.value === '') return null;
		const cents = parseCents(dataset.value);
		if (cents !== null) return cents;
		addIssue({ message: m.error_payment_invalid() });
		return NEVER;
	})
);

/** Taking money: what was owed on screen, and what is held out when it is not exactly that. */
export const paySchema = v.object({
	household: uuid,
	clientKey: uuid,
	owed: wholeCents,
	given: sum,
	method: v.picklist(['cash', 'cheque']),
	/** The basket that goes along with it. */
	collect: v.optional(uuid),
	/** Who took it, when it was not somebody of the household. */
	by: text(80)
});
export type Pay = v.InferOutput<typeof paySchema>;

/** Giving money back. */
export const refundSchema = v.object({
	household: uuid,
	clientKey: uuid,
	amount: wholeCents,
	method: v.picklist(['cash', 'cheque'])
});
export type Refund = v.InferOutput<typeof refundSchema>;

/** Taking a payment back. */
export const reverseSchema = v.object({
	entry: v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.toNumber())
});
