import * as v from 'valibot';
import { id } from '#lib/forms/fields.ts';

/** The yes to what a preview showed. */
export const ConfirmImport = v.object({
	import: id,
	shown: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
});
export type ConfirmImport = v.InferOutput<typeof ConfirmImport>;
