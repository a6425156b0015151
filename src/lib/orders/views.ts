import type { RoleNews } from '#lib/members/role-views.ts';
import type { Shell } from '#lib/residences/views.ts';
import type { ChartBar, OfferView, RoundSummary, RoundView } from '#lib/rounds/views.ts';
import type { Unit } from '#lib/text/quantity.ts';

/** Whose orders a page is about: those of the reader's household, or of one that they help. */
export type Whom = {
	/** Null for somebody who neither lives there nor helps anybody. */
	householdId: string | null;
	/** Who is helped; null for one's own household. */
	name: string | null;
	door: string | null;
	/** False for who may only collect. */
	mayOrder: boolean;
	/** Everybody that the reader helps. */
	helped: { householdId: string; name: string; door: string }[];
};

/** A round as a home page shows it, with the order of the household it is about. */
export type HomeRound = RoundSummary & {
	order: OrderSummary | null;
	/** What the household still owes for it; null without a household. */
	owedCents: number | null;
};

/** A household that the reader helps, and the rounds in which something is or can be ordered. */
export type HelpedHousehold = {
	householdId: string;
	name: string;
	door: string;
	mayOrder: boolean;
	rounds: HomeRound[];
};

export type PickupState = 'waiting' | 'collected' | 'partly' | 'carry_up' | 'not_collected';

export type LineView = {
	offerId: string;
	name: string;
	unit: Unit;
	pictogram: string;
	quantity: number;
	/** What the household got at delivery; null before. */
	receivedQuantity: number | null;
	priceCents: number;
	lineCents: number;
	receivedCents: number;
};

export type OrderView = {
	id: string;
	state: 'placed' | 'cancelled';
	/** To send back with a change (`baseVersion`); 0 stands for "no order yet". */
	version: number;
	totalCents: number;
	/** Name of the person it was placed for. */
	for: string | null;
	forId: string | null;
	pickupState: PickupState;
	pickupBy: string;
	pickupNote: string;
	pickupAt: string | null;
	lines: LineView[];
};

/** What lists of rounds say of an order. */
export type OrderSummary = Pick<OrderView, 'totalCents' | 'pickupState'> & {
	/** How many different articles it has. */
	articles: number;
};

export type ChangeKind = 'placed' | 'changed' | 'cancelled' | 'received' | 'pickup';

export type ChangeView = {
	kind: ChangeKind;
	at: string;
	by: string | null;
	for: string | null;
	/** Done by somebody of another household, for this one. */
	onBehalf: boolean;
	/** By a trusted helper, for the person who gave them the mandate. */
	underMandate: boolean;
	totalCents: number;
	detail: {
		lines?: { name: string; quantity: number; unit: Unit }[];
		beforeCents?: number;
		state?: PickupState;
		by?: string;
	};
};

/** The last order from the same producer, to repeat; a line without `offerId` is no longer offered. */
export type LastOrderView = {
	title: string;
	placedAt: string;
	lines: { name: string; quantity: number; unit: Unit; offerId: string | null }[];
};

export type HomePage = {
	shell: Shell;
	roles: RoleNews;
	rounds: (HomeRound & {
		/** For staff: how far the producer's sheet got. */
		sheet: {
			sentAt: string | null;
			failedAt: string | null;
			readAt: string | null;
			answeredAt: string | null;
		} | null;
		/** For staff: since when the clock tries in vain to close it. */
		notClosedSince: string | null;
		/** For staff, once delivered: baskets not collected yet. */
		waiting: number | null;
	})[];
	helping: HelpedHousehold[];
	chart: ChartBar[] | null;
	/** For staff: the doors that people who wait for a yes say they live behind, at most 100. */
	joining: string[] | null;
};

export type RoundsPage = {
	shell: Shell;
	whom: Whom;
	current: (RoundSummary & { order: OrderSummary | null })[];
	past: (RoundSummary & { order: OrderSummary | null })[];
};

export type RoundPage = {
	shell: Shell;
	whom: Whom;
	round: RoundView;
	offers: OfferView[];
	order: OrderView | null;
	history: ChangeView[];
	last: LastOrderView | null;
	owedCents: number | null;
	/** One per rendered form: a repeated request with it is the same act. */
	clientKey: string;
};

export type OrdersPage = {
	shell: Shell;
	whom: Whom;
	orders: (OrderView & { round: RoundView; owedCents: number })[];
};

export type DeskHousehold = {
	id: string;
	building: string;
	staircase: string;
	label: string;
	names: string;
	/** Nobody there has an account: served on paper or by voice. */
	paper: boolean;
	/** What its order costs; null without one. */
	totalCents: number | null;
};

export type DeskPage = { shell: Shell; round: RoundView; households: DeskHousehold[] };
export type SlipsPage = DeskPage & { offers: OfferView[] };

export type DeskOrderPage = Omit<RoundPage, 'owedCents' | 'whom'> & {
	household: {
		id: string;
		label: string;
		staircase: string;
		floor: number;
		door: string;
		members: { id: string; name: string }[];
	};
	/** The inhabited doors after and before this one, up the staircases; null at the ends. */
	next: { id: string; label: string } | null;
	previous: { id: string; label: string } | null;
};
