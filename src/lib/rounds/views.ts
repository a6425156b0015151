import type { Shell } from '#lib/residences/views.ts';
import type { StaffSheet } from '#lib/sheets/views.ts';
import type { Unit } from '#lib/text/quantity.ts';

export type RoundState =
	'draft' | 'open' | 'closed' | 'ordered' | 'delivered' | 'settled' | 'cancelled';

/** The state as the clock has it: an open round may still be coming, or past its deadline. */
export type Phase = RoundState | 'coming' | 'closing';

/** A round in a list, as any member may see it. Instants are ISO 8601, money is in cents. */
export type RoundSummary = {
	id: string;
	title: string;
	producer: string;
	state: RoundState;
	phase: Phase;
	opensAt: string;
	closesAt: string;
	deliveryOn: string;
	/** `10:00:00` */
	deliveryFrom: string;
	deliveryTo: string;
	place: string;
	minimumCents: number | null;
	minimumBaskets: number | null;
	progress: { households: number; totalCents: number };
	/** That of its first article. */
	pictogram: string;
};

/** A round on its own page. */
export type RoundView = RoundSummary & {
	word: string;
	producerId: string;
	/** To send back with a change: refused when somebody changed the round meanwhile. */
	version: number;
	/** Wall time of the residence, `2026-11-25T18:00:00`. */
	opensLocal: string;
	closesLocal: string;
	sendOnClose: boolean;
};

export type OfferView = {
	id: string;
	productId: string;
	name: string;
	unit: Unit;
	step: number;
	priceCents: number;
	pictogram: string;
	photoPath: string | null;
	description: string;
	origin: string;
	allergens: string;
	stockLimit: number | null;
	/** How many this order can still take, its own lines included; null without a limit. */
	left: number | null;
	/** No longer proposed; shown to those who have it. */
	withdrawn: boolean;
};

/** Totals of one product in a round, for staff. */
export type TotalView = {
	offerId: string;
	name: string;
	unit: Unit;
	step: number;
	pictogram: string;
	photoPath: string | null;
	priceCents: number;
	stockLimit: number | null;
	withdrawn: boolean;
	quantity: number;
	households: number;
	cents: number;
	/** What the producer said could be brought; null without an answer. */
	answeredQuantity: number | null;
	/** What was counted at delivery; null before. */
	arrivedQuantity: number | null;
};

export type ChartBar = {
	id: string;
	title: string;
	deliveryOn: string;
	households: number;
	totalCents: number;
};

/** One line of what happened to a round; without `by` it was the clock. */
export type RoundChange = {
	from: RoundState | null;
	to: RoundState;
	at: string;
	by: string | null;
	detail: { by?: 'deadline'; closesAt?: string; reason?: string; copyOf?: string; rule?: string };
};

/** A door whose household has not ordered. */
export type WaitedFor = {
	id: string;
	label: string;
	staircase: string;
	floor: number;
	names: string | null;
};

/** A round for the caretaker, also for the dry run of closing. */
export type RoundAdminPage = {
	shell: Shell;
	round: RoundView;
	producer: { id: string; name: string; phone: string; email: string | null; place: string };
	minimumMissing: boolean;
	/** Since when the clock tries in vain to close it. */
	notClosedSince: string | null;
	totals: TotalView[];
	notOrdered: WaitedFor[];
	sheet: StaffSheet | null;
	/** Baskets still waiting, and what households still owe together. */
	handover: { orders: number; waiting: number; owedCents: number };
	changes: RoundChange[];
	chart: ChartBar[];
};
