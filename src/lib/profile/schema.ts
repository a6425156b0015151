import * as v from 'valibot';
import { id, text } from '#lib/forms/fields.ts';
import { locales } from '#lib/paraglide/runtime.js';
import { TEXT_SIZES, THEMES } from '#lib/server/preferences.ts';

/** Who may see a phone, besides those who run the residence. */
export const PHONE_TO = ['nobody', 'helper', 'residence'] as const;

/** A box that is ticked, or absent. */
const ticked = v.pipe(
	v.optional(v.picklist(['on', 'off']), 'off'),
	v.transform((value) => value === 'on')
);

/** What somebody lets neighbours see, and how they read Palier. */
export const SaveProfile = v.object({
	/** Empty: first name and initial. */
	displayName: text(40),
	showsStaircase: ticked,
	phoneTo: v.picklist(PHONE_TO),
	language: v.picklist(locales),
	text: v.picklist(TEXT_SIZES),
	theme: v.picklist(THEMES),
	aloud: ticked
});
export type SaveProfile = v.InferOutput<typeof SaveProfile>;

/** A neighbour to call. */
export const ChooseNeighbour = v.object({ member: id });
