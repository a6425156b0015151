/** What every signed-in page shows around its content; part of its one backend call. */
export type Shell = {
	residence: {
		id: string;
		name: string;
		address: string;
		/** IANA name: every date on the page is said in it. */
		timeZone: string;
		isDemo: boolean;
		lodgePhone: string;
		pickupPlace: string;
	};
	member: {
		id: string;
		name: string;
		role: Role;
		/** Null for somebody who does not live there (a manager). */
		householdId: string | null;
		door: string | null;
	};
	/** Where else they belong, at most 8. */
	elsewhere: { id: string; name: string; role: Role }[];
	/** How many things one was told and has not read; 100 stands for more. */
	unread: number;
	/** How many dwellings the residence has. */
	households: number;
	/** The account will be deleted then, unless its owner takes it back. */
	deletion: { dueAt: string; heldBy: 'last_caretaker' | null } | null;
	/** Tells people of one phone apart; every form carries it: see forms/opened-for.ts. */
	mark: string;
};

/** A helper lives elsewhere and acts for somebody here (a daughter in another town). */
export type Role = 'tenant' | 'relay' | 'caretaker' | 'manager' | 'helper';

/** A role as it was given: a colleague from elsewhere is nothing here but on the days they stand in. */
export type GivenRole = Role | 'substitute';

/** Runs the residence. */
export function isStaff(role: Role): boolean {
	return role === 'caretaker' || role === 'manager';
}

/** May act for neighbours at the order desk and the pick-up counter. */
export function isDesk(role: Role): boolean {
	return role === 'relay' || isStaff(role);
}

/** What a residence says of itself, for those who run it. */
export type SettingsPage = {
	shell: Shell;
	/** The landlord's name. */
	organisation: string;
	/** The reader is caretaker for some days only. */
	isStandingIn: boolean;
};
