import * as v from 'valibot';
import { Price } from '#lib/catalogue/schema.ts';
import { requiredText, text } from '#lib/forms/fields.ts';
import { m } from '#lib/paraglide/messages.js';
import { parseCents } from '#lib/text/money.ts';
import { parseQuantity } from '#lib/text/quantity.ts';
import { isDay, isTime, isWallTime } from './wall-time.ts';

const MOST_CENTS = 10_000_000;
const MOST_BASKETS = 10_000;
const MOST_STOCK = 100_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const day = v.pipe(
	v.optional(v.string(), ''),
	v.check(isDay, () => m.rounds_form_day_invalid())
);
const time = v.pipe(
	v.optional(v.string(), ''),
	v.check(isTime, () => m.rounds_form_time_invalid())
);
const wallTime = v.pipe(
	v.optional(v.string(), ''),
	v.check(isWallTime, () => m.form_date())
);

const minimumCents = v.pipe(
	text(20),
	v.rawTransform(({ dataset, addIssue, NEVER }): number | null => {
		if (dataset.value === '') return null;
		const cents = parseCents(dataset.value);
		if (cents !== null && cents <= MOST_CENTS) return cents || null;
		addIssue({ message: m.rounds_form_minimum_invalid() });
		return NEVER;
	})
);

const minimumBaskets = v.pipe(
	text(20),
	v.rawTransform(({ dataset, addIssue, NEVER }): number | null => {
		if (dataset.value === '') return null;
		const count = Number(dataset.value);
		if (/^\d+$/.test(dataset.value) && count <= MOST_BASKETS) return count || null;
		addIssue({ message: m.form_whole_number() });
		return NEVER;
	})
);

export type SaveOffer = {
	product: string;
	priceCents: number;
	stockLimit: number | null;
	position: number;
};

/** `offers.<product>.on`, `.price`, `.limit`: what is not ticked is not looked at. */
const offers = v.pipe(
	v.optional(
		v.record(
			v.string(),
			v.object({
				on: v.optional(v.string()),
				price: v.optional(v.string(), ''),
				limit: v.optional(v.string(), '')
			})
		),
		{}
	),
	v.rawTransform(({ dataset, addIssue, NEVER }): SaveOffer[] => {
		const chosen: SaveOffer[] = [];
		let sound = true;
		const refuse = (product: string, field: 'on' | 'price' | 'limit', message: string) => {
			sound = false;
			const input = dataset.value;
			const offer = input[product];
			addIssue({
				message,
				path: [
					{ type: 'object', origin: 'value', input, key: product, value: offer },
					{
						type: 'object',
						origin: 'value',
						input: { ...offer },
						key: field,
						value: offer?.[field]
					}
				]
			});
		};
		for (const [product, offer] of Object.entries(dataset.value)) {
			if (offer.on === undefined) continue;
			const price = v.safeParse(Price, offer.price);
			const limit = offer.limit.trim() === '' ? null : parseQuantity(offer.limit);
			const isLimit = offer.limit.trim() === '' || (limit !== null && limit <= MOST_STOCK);
			if (!UUID.test(product)) refuse(product, 'on', m.form_choose());
			if (!price.success) refuse(product, 'price', m.catalogue_price_invalid());
			if (!isLimit) refuse(product, 'limit', m.rounds_form_limit_invalid());
			if (!price.success) continue;
			chosen.push({
				product,
				priceCents: price.output,
				stockLimit: limit,
				position: chosen.length + 1
			});
		}
		return sound ? chosen : NEVER;
	})
);

/** A round as its form gives it, in the wall time of the residence. */
export const SaveRound = v.pipe(
	v.object({
		producer: v.pipe(
			v.string(),
			v.regex(UUID, () => m.form_choose())
		),
		version: v.pipe(v.optional(v.string(), '0'), v.regex(/^\d{1,9}$/), v.toNumber()),
		title: requiredText(120),
		word: text(1000),
		opens: wallTime,
		closes: wallTime,
		deliveryOn: day,
		deliveryFrom: time,
		deliveryTo: time,
		place: text(120),
		minimum: minimumCents,
		baskets: minimumBaskets,
		// A default, as valibot runs nothing for a key that is absent, and a box left open sends none.
		sendOnClose: v.pipe(
			v.optional(v.string(), ''),
			v.transform((ticked) => ticked !== '')
		),
		offers
	}),
	v.forward(
		v.partialCheck(
			[['opens'], ['closes']],
			({ opens, closes }) => opens < closes,
			() => m.error_deadline_before_opening()
		),
		['closes']
	),
	v.forward(
		v.partialCheck(
			[['deliveryFrom'], ['deliveryTo']],
			({ deliveryFrom, deliveryTo }) => deliveryFrom < deliveryTo,
			() => m.rounds_form_window_invalid()
		),
		['deliveryTo']
	),
	v.forward(
		v.partialCheck(
			[['closes'], ['deliveryOn'], ['deliveryTo']],
			({ closes, deliveryOn, deliveryTo }) => closes < `${deliveryOn}T${deliveryTo}`,
			() => m.error_delivery_before_deadline()
		),
		['deliveryOn']
	)
);
export type SaveRound = v.InferOutput<typeof SaveRound>;

/** Opening: the version that was looked through. */
export const OpenRound = v.object({
	version: v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.toNumber())
});
