import * as v from 'valibot';
import {
	email,
	optionalEmail,
	optionalId,
	phone,
	requiredText,
	text,
	wholeNumber
} from '#lib/forms/fields.ts';
import { m } from '#lib/paraglide/messages.js';
import { CODE_LENGTH, cleanCode } from './code.ts';
import { DOOR_STYLES, gatherDoors, MOST_DOORS } from './doors.ts';

const ROLES = ['tenant', 'relay', 'caretaker', 'manager'] as const;

/** First step of signing in. */
export const AskCode = v.object({ email });

/** Second step: the code, as people type it. */
export const TryCode = v.object({
	code: v.pipe(
		v.string(),
		v.transform(cleanCode),
		v.nonEmpty(),
		v.length(CODE_LENGTH, () => m.auth_code_length())
	)
});

/** Who to become in the demonstration. */
export const BecomePerson = v.object({ email });

/**
 * A person, added or changed by the caretaker. Empty e-mail: served on paper or by voice. E-mail and
 * phone that the form does not ask for (nobody looked at them) stay as they are.
 */
export const SavePerson = v.object({
	name: requiredText(80),
	role: v.picklist(ROLES),
	household: optionalId,
	email: v.optional(optionalEmail),
	phone: v.optional(
		v.pipe(
			phone,
			v.transform((typed) => typed || null)
		)
	)
});
export type SavePerson = v.InferOutput<typeof SavePerson>;

const staircaseOf = {
	building: text(40),
	staircase: requiredText(20)
};

/** A staircase in a few words: enough to propose its doors. */
export const DescribeStaircase = v.pipe(
	v.object({
		...staircaseOf,
		from: wholeNumber(-5, 60),
		to: wholeNumber(-5, 60),
		perFloor: wholeNumber(1, 30),
		style: v.picklist(DOOR_STYLES)
	}),
	v.forward(
		v.partialCheck(
			[['from'], ['to']],
			({ from, to }) => to >= from,
			() => m.doors_order()
		),
		['to']
	),
	v.forward(
		v.partialCheck(
			[['from'], ['to'], ['perFloor']],
			({ from, to, perFloor }) => (to - from + 1) * perFloor <= MOST_DOORS,
			() => m.doors_too_many()
		),
		['perFloor']
	)
);

/** Where a door is and how it is called. */
export const SaveDoor = v.object({
	...staircaseOf,
	floor: wholeNumber(-5, 60),
	door: requiredText(20)
});
export type SaveDoor = v.InferOutput<typeof SaveDoor>;

/** The doors of a staircase, floor by floor, as people have corrected them. */
export const AddDoors = v.pipe(
	v.object({
		...staircaseOf,
		floors: v.record(
			v.pipe(v.string(), v.regex(/^-?\d{1,2}$/)),
			v.pipe(v.string(), v.maxLength(5_000))
		)
	}),
	v.rawTransform(({ dataset, addIssue, NEVER }) => {
		const { building, staircase, floors } = dataset.value;
		const { doors, problems } = gatherDoors(floors);
		const place = (floor: number) => ({
			path: [
				{
					type: 'object' as const,
					origin: 'value' as const,
					input: dataset.value,
					key: 'floors',
					value: floors
				},
				{
					type: 'object' as const,
					origin: 'value' as const,
					input: floors,
					key: String(floor),
					value: floors[floor]
				}
			] as [v.ObjectPathItem, v.ObjectPathItem]
		});
		for (const { kind, floor, door } of problems) {
			const message = kind === 'twice' ? m.doors_twice({ door }) : m.doors_too_long({ door });
			addIssue({ message, ...place(floor) });
		}
		if (doors.length === 0)
			addIssue({ message: m.doors_nothing(), ...place(Number(Object.keys(floors)[0] ?? 0)) });
		if (doors.length > MOST_DOORS) addIssue({ message: m.doors_too_many() });
		return problems.length > 0 || doors.length === 0 || doors.length > MOST_DOORS
			? NEVER
			: { building, staircase, doors };
	})
);
