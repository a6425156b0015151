import * as v from 'valibot';
import { id } from '#lib/forms/fields.ts';

/** One phone of one's list. */
export const ChoosePhone = v.object({ phone: id });
