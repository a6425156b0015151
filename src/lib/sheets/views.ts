import type { RoundState } from '#lib/rounds/views.ts';
import type { Unit } from '#lib/text/quantity.ts';

export type SheetLine = {
	offerId: string;
	name: string;
	unit: Unit;
	step: number;
	priceCents: number;
	quantity: number;
	/** Sum of the neighbours' lines, each rounded once. */
	cents: number;
	/** How many households asked for it. */
	ordersCount: number;
	/** What the producer said could be brought; null without an answer. */
	answeredQuantity: number | null;
};

/** The producer's sheet: totals, when and where. No household, no name of a neighbour. */
export type SheetView = {
	sheetId: string;
	/** The private link: whoever has it reads the sheet and answers it. */
	token: string;
	computedAt: string;
	residence: string;
	address: string;
	lodgePhone: string;
	timeZone: string;
	producer: string;
	/** Title of the round. */
	round: string;
	state: RoundState;
	deliveryOn: string;
	deliveryFrom: string;
	deliveryTo: string;
	place: string;
	ordersCount: number;
	totalCents: number;
	/** When the link ends by itself; null while the round runs. */
	linkEndsAt: string | null;
	readAt: string | null;
	answeredAt: string | null;
	answerNote: string;
	lines: SheetLine[];
};

/** The sheet as the caretaker follows it. */
export type StaffSheet = SheetView & {
	sentAt: string | null;
	/** The last try that did not leave. */
	failedAt: string | null;
	revokedAt: string | null;
	/** The last mail that was asked for; null when none was. */
	mail: {
		to: string;
		attempts: number;
		sent: boolean;
		/** No further try will be made by itself. */
		givenUp: boolean;
		nextAt: string;
	} | null;
};
