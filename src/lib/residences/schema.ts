import * as v from 'valibot';

const line = (length: number) => v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(length));
const optional = (length: number) => v.pipe(v.string(), v.trim(), v.maxLength(length));

/** Opening the demonstration; who sits at the machine needs no code. */
export const OpenDemo = v.object({ setupCode: v.optional(optional(40), '') });

/** The first residence, its landlord and its caretaker. */
export const CreateResidence = v.object({
	setupCode: line(40),
	organisation: line(120),
	name: line(120),
	address: line(300),
	timeZone: line(60),
	caretakerName: line(80),
	caretakerEmail: v.pipe(
		v.string(),
		v.trim(),
		v.toLowerCase(),
		v.nonEmpty(),
		v.maxLength(254),
		v.email()
	)
});
export type CreateResidence = v.InferOutput<typeof CreateResidence>;

/** What a residence says of itself. */
export const SaveResidence = v.object({
	name: line(120),
	address: optional(300),
	lodgePhone: optional(30),
	pickupPlace: optional(120)
});
export type SaveResidence = v.InferOutput<typeof SaveResidence>;
