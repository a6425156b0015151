import * as v from 'valibot';
import { email, requiredText, text } from '#lib/forms/fields.ts';

/** Opening the demonstration; who sits at the machine needs no code. */
export const OpenDemo = v.object({ setupCode: text(40) });

/** The first residence, its landlord and its caretaker. */
export const CreateResidence = v.object({
	setupCode: requiredText(40),
	organisation: requiredText(120),
	name: requiredText(120),
	address: requiredText(300),
	timeZone: requiredText(60),
	caretakerName: requiredText(80),
	caretakerEmail: email
});
export type CreateResidence = v.InferOutput<typeof CreateResidence>;

/** Another residence of the landlord, opened by its manager. */
export const OpenResidence = v.object({
	name: requiredText(120),
	address: requiredText(300),
	timeZone: requiredText(60),
	caretakerName: requiredText(80),
	caretakerEmail: email
});
export type OpenResidence = v.InferOutput<typeof OpenResidence>;

/** What a residence says of itself. */
export const SaveResidence = v.object({
	name: requiredText(120),
	address: text(300),
	lodgePhone: text(30),
	pickupPlace: text(120)
});
export type SaveResidence = v.InferOutput<typeof SaveResidence>;
