import * as v from 'valibot';
import { id, requiredText } from '#lib/forms/fields.ts';

/** One of one's devices. */
export const ChooseDevice = v.object({ device: id });

/** A device and what its owner calls it. */
export const NameDevice = v.object({ device: id, name: requiredText(60) });
