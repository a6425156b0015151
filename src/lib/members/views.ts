import type { Shown } from '#lib/profile/views.ts';
import type { Role, Shell } from '#lib/residences/views.ts';

/** A residence that the signed-in person belongs to. */
export type MyResidence = { id: string; name: string; role: Role };

/** Somebody of the demonstration. */
export type DemoPerson = { email: string; name: string; role: Role; door: string | null };

/** A person as those see them who run the residence. */
export type Person = {
	id: string;
	name: string;
	role: Role;
	/** False for somebody served on paper or by voice. */
	hasAccount: boolean;
	/** There is a phone to look at; false for everybody when the reader is a relay. */
	hasPhone: boolean;
	/** What neighbours see of them; null when the reader is a relay. */
	shows: Shown | null;
};

/** A door and who lives behind it. */
export type Door = {
	id: string;
	building: string;
	staircase: string;
	floor: number;
	door: string;
	/** How it is called: "B 12". */
	label: string;
	/** They have an order that can still be cancelled: it is, when the last of them leaves. */
	hasOpenOrder: boolean;
	members: Person[];
};

/** Everybody of a residence. */
export type PeoplePage = {
	shell: Shell;
	households: Door[];
	/** People without a door here: managers, mostly. */
	others: Person[];
};
