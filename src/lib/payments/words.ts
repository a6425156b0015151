import { m } from '#lib/paraglide/messages.js';
import { formatCents } from '#lib/text/money.ts';
import type { Tone } from '#lib/ui/tone.ts';
import type { EntryView } from './views.ts';

/** What a household owes, for the caretaker. */
export function owedBadge(owedCents: number): { text: string; tone: Tone } {
	if (owedCents > 0) {
		return { text: m.money_to_pay({ amount: formatCents(owedCents) }), tone: 'sun' };
	}
	if (owedCents < 0) {
		return { text: m.money_to_give({ amount: formatCents(-owedCents) }), tone: 'sky' };
	}
	return { text: m.money_paid(), tone: 'leaf' };
}

/** What a money row is. */
export function entryWords(entry: EntryView, reversed: EntryView | undefined): string {
	switch (entry.kind) {
		case 'charge':
			return m.money_entry_charge();
		case 'payment':
			return entry.method === 'cheque' ? m.money_entry_cheque() : m.money_entry_cash();
		case 'refund':
			return entry.method === 'cheque' ? m.money_entry_refund_cheque() : m.money_entry_refund();
		case 'reversal':
			return reversed?.kind === 'charge'
				? m.money_entry_charge_corrected()
				: m.money_entry_corrected();
	}
}

/** A row's sum as people see it: what comes in has a plus, what goes out a minus. */
export function entrySum(entry: EntryView): string {
	const sum = formatCents(Math.abs(entry.amountCents));
	return entry.amountCents < 0 ? `+\u00a0${sum}` : `−\u00a0${sum}`;
}
