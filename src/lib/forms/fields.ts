/*
 * Fields that several forms ask for in the same way. Each reads the text of a form's field and says
 * what is wrong with it; see `sentences.ts` for the words.
 */
import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';

/** The longest address that mail allows (RFC 5321, 4.5.3.1.3). */
const EMAIL_LENGTH = 254;

/** Id of a row. */
export const id = v.pipe(v.string(), v.uuid());

/** Id of a row, or null when "none" was chosen. A form without the field is refused: it is not ours. */
export const optionalId = v.union([
	v.pipe(
		v.literal(''),
		v.transform(() => null)
	),
	id
]);

/** A text without the spaces around it; empty when the form has no such field. */
export const text = (most: number) =>
	v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(most));

/** The same for a text that must be there. */
export const requiredText = (most: number) =>
	v.pipe(v.optional(v.string(), ''), v.trim(), v.nonEmpty(), v.maxLength(most));

const address = v.pipe(v.string(), v.toLowerCase(), v.email());

/** An e-mail address, in small letters. */
export const email = v.pipe(requiredText(EMAIL_LENGTH), address);

/** An e-mail address, or null when the field was left empty. */
export const optionalEmail = v.pipe(
	text(EMAIL_LENGTH),
	v.transform((typed) => typed || null),
	v.nullable(address)
);

/** A telephone number as people write it; may be empty. */
export const phone = v.pipe(
	text(30),
	v.regex(/^[+\d ().-]*$/, () => m.form_phone())
);

/** A whole number from `least` to `most`. */
export const wholeNumber = (least: number, most: number) =>
	v.pipe(
		v.string(),
		v.trim(),
		v.nonEmpty(),
		v.toNumber(() => m.form_whole_number()),
		v.integer(),
		v.minValue(least),
		v.maxValue(most)
	);
