import type { OrderView } from '#lib/orders/views.ts';
import type { Shell } from '#lib/residences/views.ts';
import type { RoundView, TotalView } from '#lib/rounds/views.ts';
import type { Unit } from '#lib/text/quantity.ts';

/** Counting what arrived: what was ordered, announced and counted per product. */
export type DeliveryPage = { shell: Shell; round: RoundView; totals: TotalView[] };

/** One order that would get less than it asked for. */
export type ShareView = {
	orderId: string;
	door: string;
	names: string | null;
	beforeCents: number;
	afterCents: number;
	/** Only the products that are cut. */
	lines: { name: string; unit: Unit; ordered: number; gets: number }[];
};

/** A basket at the pick-up counter. */
export type BasketView = OrderView & {
	household: {
		id: string;
		label: string;
		building: string;
		staircase: string;
		floor: number;
		door: string;
		names: string | null;
	};
	/** Trusted helpers who may take it away, and for whom. */
	collectors: { name: string; for: string }[];
	/** What is still to pay; null for a relay, who has nothing to do with the money. */
	owedCents: number | null;
};

export type PickupPage = {
	shell: Shell;
	round: RoundView;
	/** By staircase, floor and door. */
	orders: BasketView[];
	/** What was received for the round; null for a relay. */
	cashCents: number | null;
	/** For one form; a page with several makes a key for each. */
	clientKey: string;
};
