import type { PaymentMethod } from './views.ts';

/** What becomes of a sum that is held out. */
export type Settlement =
	| {
			ok: true;
			/** What is kept. */
			amountCents: number;
			/** What was held out, when it is more than what is kept. */
			tenderedCents: number | null;
			changeCents: number;
			/** What is still to pay afterwards. */
			leftCents: number;
	  }
	| { ok: false; reason: 'nothing_owed' | 'nothing_given' | 'cheque_too_high' };

/**
 * How a sum settles a debt: the exact amount when nothing was typed, change for more (in cash only),
 * a part payment for less.
 */
export function settleDebt(
	owedCents: number,
	givenCents: number | null,
	method: PaymentMethod
): Settlement {
	if (owedCents <= 0) return { ok: false, reason: 'nothing_owed' };
	const given = givenCents ?? owedCents;
	if (given <= 0) return { ok: false, reason: 'nothing_given' };
	// Nobody gives change on a cheque.
	if (method === 'cheque' && given > owedCents) return { ok: false, reason: 'cheque_too_high' };
	const amountCents = Math.min(given, owedCents);
	return {
		ok: true,
		amountCents,
		tenderedCents: given > owedCents ? given : null,
		changeCents: given - amountCents,
		leftCents: owedCents - amountCents
	};
}

const NOTES = [500, 1000, 2000, 5000];
const MOST_SUGGESTED = 3;

/** Sums that people hold out for a debt, rounded up to what notes can make: 31,20 → 35, 40, 50. */
export function suggestNotes(owedCents: number): number[] {
	const sums = NOTES.map((note) => Math.ceil(owedCents / note) * note);
	return [...new Set(sums)]
		.filter((sum) => sum > owedCents)
		.sort((one, other) => one - other)
		.slice(0, MOST_SUGGESTED);
}
