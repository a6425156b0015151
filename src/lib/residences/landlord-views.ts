import type { Shell } from './views.ts';

/** What needs somebody in a residence. */
export type Attention =
	'round_not_closed' | 'sheet_not_sent' | 'nobody_in_charge' | 'requests_waiting';

/** A residence as its manager sees it from outside. */
export type LandlordRow = {
	id: string;
	name: string;
	address: string;
	timeZone: string;
	/** Dwellings. */
	households: number;
	/** People who can get in, and people who order on paper. */
	people: number;
	onPaper: number;
	/** People who wait to be let in. */
	waiting: number;
	/** Names, with commas between; empty when there is none. */
	caretakers: string;
	/** The running round that closes first. */
	round: {
		id: string;
		title: string;
		/** ISO instant. */
		closesAt: string;
		households: number;
		totalCents: number;
	} | null;
	/** Civil day of the last delivery. */
	lastDeliveryOn: string | null;
	attention: Attention[];
};

/** The residences of a landlord that a manager looks after, fifty a page. */
export type LandlordPage = {
	shell: Shell;
	/** The landlord's name. */
	organisation: string;
	total: number;
	page: number;
	pages: number;
	residences: LandlordRow[];
};
