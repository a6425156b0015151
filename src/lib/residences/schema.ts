import * as v from 'valibot';
import { email, requiredText, text } from '#lib/forms/fields.ts';

/** Opening the demonstration; who sits at the machine needs no code. */
export const OpenDemo = v.object({ setupCode: text(40) });

/** Another residence of the landlord, opened by its manager. */
export const OpenResidence = v.object({
	name: requiredText(120),
	address: requiredText(300),
	timeZone: requiredText(60),
	caretakerName: requiredText(80),
	caretakerEmail: email
});
export type OpenResidence = v.InferOutput<typeof OpenResidence>;

/** The first residence, with its landlord, by who has the set-up code. */
export const CreateResidence = v.object({
	setupCode: requiredText(40),
	organisation: requiredText(120),
	...OpenResidence.entries
});
export type CreateResidence = v.InferOutput<typeof CreateResidence>;

/** What a residence says of itself. */
export const SaveResidence = v.object({
	name: requiredText(120),
	address: text(300),
	lodgePhone: text(30),
	pickupPlace: text(120)
});
export type SaveResidence = v.InferOutput<typeof SaveResidence>;
