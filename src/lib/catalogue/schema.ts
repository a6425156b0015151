import * as v from 'valibot';
import { optionalEmail, phone, requiredText, text } from '#lib/forms/fields.ts';
import { m } from '#lib/paraglide/messages.js';
import { parseCents } from '#lib/text/money.ts';
import { parseQuantity, UNITS } from '#lib/text/quantity.ts';
import { PICTOGRAMS, type PictogramName } from '#lib/ui/pictograms.ts';

/** Dearest price of one unit that the database takes. */
const MOST_CENTS = 100_000;
const LARGEST_STEP = 100;

/** A price as people type it ("1,80"), in cents. */
export const Price = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.nonEmpty(),
	v.rawTransform(({ dataset, addIssue, NEVER }) => {
		const cents = parseCents(dataset.value);
		if (cents !== null && cents <= MOST_CENTS) return cents;
		addIssue({ message: m.catalogue_price_invalid() });
		return NEVER;
	})
);

const Step = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.nonEmpty(),
	v.rawTransform(({ dataset, addIssue, NEVER }) => {
		const step = parseQuantity(dataset.value);
		if (step !== null && step > 0 && step <= LARGEST_STEP) return step;
		addIssue({ message: m.catalogue_step_invalid() });
		return NEVER;
	})
);

const Month = v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(12));

/** Who grows or makes what is ordered. Without an e-mail address the sheet is printed or dictated. */
export const SaveProducer = v.object({
	name: requiredText(120),
	place: text(200),
	phone,
	email: optionalEmail
});
export type SaveProducer = v.InferOutput<typeof SaveProducer>;

/** A product, as its form gives it. The photo is read apart: it is not text. */
export const SaveProduct = v.object({
	name: requiredText(120),
	unit: v.picklist(UNITS),
	step: Step,
	price: Price,
	pictogram: v.picklist(Object.keys(PICTOGRAMS) as PictogramName[]),
	description: text(500),
	origin: text(120),
	allergens: text(200),
	months: v.optional(v.array(Month), [])
});
export type SaveProduct = v.InferOutput<typeof SaveProduct>;
