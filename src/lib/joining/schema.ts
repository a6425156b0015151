import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';

const id = v.pipe(v.string(), v.uuid());
const maybe = v.optional(
	v.union([
		v.pipe(
			v.literal(''),
			v.transform(() => null)
		),
		id
	]),
	''
);
const whole = (min: number, max: number) =>
	v.pipe(
		v.string(),
		v.trim(),
		v.nonEmpty(),
		v.toNumber(() => m.form_whole_number()),
		v.integer(),
		v.minValue(min),
		v.maxValue(max)
	);

/** Which households get a letter, for how many devices and days. */
export const IssueLetters = v.object({
	// No box ticked: the form sends nothing.
	households: v.pipe(
		v.optional(v.array(id), []),
		v.minLength(1, () => m.letters_choose_one()),
		v.maxLength(1_000)
	),
	uses: whole(1, 20),
	days: whole(1, 365)
});
export type IssueLetters = v.InferOutput<typeof IssueLetters>;

export const ChooseLetter = v.object({ letter: id });
export const ChooseHousehold = v.object({ household: id });

/** The caretaker's answer to somebody who waits. */
export const AnswerRequest = v.object({
	request: id,
	answer: v.picklist(['yes', 'no']),
	household: maybe,
	member: maybe
});
export type AnswerRequest = v.InferOutput<typeof AnswerRequest>;

const name = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(80));

/** A code as somebody types it. */
export const TypeCode = v.object({
	typed: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(200))
});

/** Who asks to be let in with the poster. */
export const AskToJoin = v.object({
	household: v.pipe(
		v.string(),
		v.nonEmpty(() => m.join_choose_door()),
		v.uuid()
	),
	name,
	email: v.pipe(
		v.string(),
		v.trim(),
		v.toLowerCase(),
		v.maxLength(254),
		v.transform((text) => text || null),
		v.nullable(v.pipe(v.string(), v.email()))
	),
	phone: v.pipe(
		v.string(),
		v.trim(),
		v.maxLength(30),
		v.regex(/^[+\d ().-]*$/, () => m.person_phone_invalid())
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
		name: v.pipe(v.string(), v.trim(), v.maxLength(80)),
		key: id
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
