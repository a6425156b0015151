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
	/** How many things one was told and has not read; 100 stands for more. */
	unread: number;
	/** How many dwellings the residence has. */
	households: number;
};

export type Role = 'tenant' | 'relay' | 'caretaker' | 'manager';

/** Runs the residence. */
export function isStaff(role: Role): boolean {
	return role === 'caretaker' || role === 'manager';
}

/** May act for neighbours at the order desk and the pick-up counter. */
export function isDesk(role: Role): boolean {
	return role !== 'tenant';
}

/** What a residence says of itself, for those who run it. */
export type SettingsPage = {
	shell: Shell;
	/** The landlord's name. */
	organisation: string;
};
