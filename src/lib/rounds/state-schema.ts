import * as v from 'valibot';

/** Longest reason the database keeps. */
export const MAX_REASON = 280;

/** Ordering: the address that the page promised, for the sentence afterwards. */
export const orderRoundSchema = v.object({
	email: v.optional(v.pipe(v.string(), v.maxLength(254)), '')
});

/** Closing: with `send=1` the sheet leaves at once. */
export const closeRoundSchema = v.object({
	send: v.pipe(
		v.optional(v.picklist(['0', '1']), '0'),
		v.transform((choice) => choice === '1')
	)
});

/** Reopening: the new deadline as a `datetime-local` field gives it, in the residence's wall time. */
export const reopenRoundSchema = v.object({
	closes: v.pipe(v.string(), v.isoDateTime())
});

/** Cancelling wants a reason: somebody will ask for it. */
export const cancelRoundSchema = v.object({
	reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_REASON))
});
