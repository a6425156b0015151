import * as v from 'valibot';
import {
	id,
	optionalEmail,
	optionalId,
	phone,
	requiredText,
	text,
	wholeNumber
} from '#lib/forms/fields.ts';
import { m } from '#lib/paraglide/messages.js';

/** Which households get a letter, for how many devices and days. */
export const IssueLetters = v.object({
	// No box ticked: the form sends nothing.
	households: v.pipe(
		v.optional(v.array(id), []),
		v.minLength(1, () => m.letters_choose_one()),
		v.maxLength(1_000)
	),
	uses: wholeNumber(1, 20),
	days: wholeNumber(1, 365)
});
export type IssueLetters = v.InferOutput<typeof IssueLetters>;

export const ChooseLetter = v.object({ letter: id });
export const ChooseHousehold = v.object({ household: id });

/** The caretaker's answer to somebody who waits; the simplest one names neither door nor person. */
export const AnswerRequest = v.object({
	request: id,
	answer: v.picklist(['yes', 'no']),
	household: v.optional(optionalId, ''),
	member: v.optional(optionalId, '')
});
export type AnswerRequest = v.InferOutput<typeof AnswerRequest>;

/** Somebody who waits, and how to reach them. */
export const ShowRequest = v.object({ request: id });

/** A code as somebody types it. */
export const TypeCode = v.object({
	typed: requiredText(200)
});

/** Who asks to be let in with the poster. */
export const AskToJoin = v.object({
	/** As it is typed: `find-door.ts` says which it is. */
	door: v.pipe(
		text(100),
		v.nonEmpty(() => m.join_choose_door())
	),
	name: requiredText(80),
	email: optionalEmail,
	phone,
	/** Ticked where somebody is signed in already: this is not them. */
	other: v.pipe(
		v.optional(v.string(), ''),
		v.transform((ticked) => ticked !== '')
	)
});
export type AskToJoin = v.InferOutput<typeof AskToJoin>;

/** Who somebody with a letter is: a person of the household, or a new one by name. */
export const UseLetter = v.pipe(
	v.object({
		// Nobody chosen: the form sends nothing.
		person: v.pipe(
			v.optional(v.string(), ''),
			v.check(
				(person) => person === 'new' || v.is(id, person),
				() => m.join_choose_person()
			)
		),
		// A helper's code asks for none.
		name: v.optional(text(80), '')
	}),
	v.forward(
		v.check(
			({ person, name }) => person !== 'new' || name !== '',
			() => m.join_name_missing()
		),
		['name']
	)
);
export type UseLetter = v.InferOutput<typeof UseLetter>;

/** One's own request to join. */
export const ChooseRequest = v.object({ request: id });
