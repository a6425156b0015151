import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { parseQuantity } from '#lib/text/quantity.ts';

const MAX_NOTE = 500;

/** "12", "1,5"; an emptied field is no answer. */
const quantity = v.pipe(
	v.string(),
	v.transform((text) => (text.trim() === '' ? null : parseQuantity(text))),
	v.number(() => m.error_producer_answer_invalid())
);

/**
 * What the producer can bring: fields `quantity.<offer id>` and `note`. That no quantity passes
 * what was ordered is for the database to check.
 */
export const producerAnswer = v.pipe(
	v.object({
		quantity: v.record(v.pipe(v.string(), v.uuid()), quantity),
		note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(MAX_NOTE)), '')
	}),
	v.transform(({ quantity: quantities, note }) => ({
		lines: Object.entries(quantities).map(([offer, amount]) => ({ offer, quantity: amount })),
		note
	}))
);

export type ProducerAnswer = v.InferOutput<typeof producerAnswer>;
