import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { parseQuantity } from '#lib/text/quantity.ts';

/** How too little is shared. */
export const RULES = ['same_cut', 'oldest_first', 'small_first'] as const;
export type Rule = (typeof RULES)[number];

export type Arrival = { offer: string; quantity: number };

/** Fields `arrived-<offer>` carry what was counted. */
export const ARRIVED = 'arrived-';
export const MAX_BY = 80;
export const MAX_NOTE = 280;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOST = 100_000;

const uuid = v.pipe(v.string(), v.regex(UUID));
const rule = v.optional(v.picklist(RULES), 'same_cut');

/** What was counted, from the address of the preview or from the form that confirms it. */
export const countSchema = v.pipe(
	v.record(v.string(), v.unknown()),
	v.rawTransform(({ dataset, addIssue, NEVER }): Arrival[] => {
		const input = dataset.value;
		const arrivals: Arrival[] = [];
		let sound = true;
		for (const [key, value] of Object.entries(input)) {
			if (!key.startsWith(ARRIVED)) continue;
			const offer = key.slice(ARRIVED.length);
			// An empty field is not a zero here: it may be a product nobody has counted yet.
			const typed = typeof value === 'string' ? value.trim() : '';
			const quantity = typed === '' ? null : parseQuantity(typed);
			if (UUID.test(offer) && quantity !== null && quantity <= MOST) {
				arrivals.push({ offer, quantity });
				continue;
			}
			sound = false;
			addIssue({
				message: m.delivery_count_invalid(),
				path: [{ type: 'object', origin: 'value', input, key, value }]
			});
		}
		return sound ? arrivals : NEVER;
	})
);

/** The rule in the address of the preview; the first one when there is none. */
export const ruleSchema = v.fallback(rule, 'same_cut');

/** Confirming: the rule, and the version of the round that was on screen. */
export const deliverSchema = v.object({
	rule,
	version: v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.toNumber())
});

/** What becomes of a basket. */
export const PICKUP_ACTS = ['collected', 'partly', 'carry_up', 'not_collected', 'waiting'] as const;

export const pickUpSchema = v.object({
	order: uuid,
	state: v.picklist(PICKUP_ACTS),
	by: v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(MAX_BY)),
	note: v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(MAX_NOTE))
});
export type PickUp = v.InferOutput<typeof pickUpSchema>;

/** A tap on the box of a row. */
export const checkSchema = v.object({ order: uuid });
