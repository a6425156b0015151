import type { Shell } from '#lib/residences/views.ts';
import type { RoundView } from '#lib/rounds/views.ts';

export type PaymentMethod = 'cash' | 'cheque';

/** One money row. What is owed is positive, what was paid is negative; rows are never edited. */
export type EntryView = {
	id: number;
	kind: 'charge' | 'payment' | 'refund' | 'reversal';
	method: PaymentMethod | null;
	amountCents: number;
	/** The cash that was handed over, when change was given. */
	tenderedCents: number | null;
	/** The row that this one takes back. */
	reverses: number | null;
	note: string;
	/** Taken back by a later row. */
	reversed: boolean;
	at: string;
	by: string | null;
	householdId: string;
	label: string;
};

export type AccountView = {
	id: string;
	label: string;
	building: string;
	staircase: string;
	floor: number;
	names: string | null;
	orderCents: number;
	paidCents: number;
	/** Still to pay; negative when the household is owed money. */
	owedCents: number;
};

export type MoneySums = {
	/** What households have to pay for what they got. */
	expectedCents: number;
	cashCents: number;
	chequeCents: number;
	chequeCount: number;
	receivedCents: number;
	/** Sum of all rows: what is still missing. */
	balanceCents: number;
};

export type MoneyPage = {
	shell: Shell;
	round: RoundView;
	households: AccountView[];
	/** Newest first. */
	entries: EntryView[];
	sums: MoneySums;
	clientKey: string;
};
