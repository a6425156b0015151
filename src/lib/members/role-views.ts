import type { Shown } from '#lib/profile/views.ts';
import type { GivenRole, Role, Shell } from '#lib/residences/views.ts';

/** A role that was given or taken back. */
export type RoleChange = {
	from: GivenRole;
	to: GivenRole;
	/** Null for a role from before anybody could give one. */
	by: string | null;
	/** ISO instant. */
	at: string;
};

/** What home says of roles. */
export type RoleNews = {
	/** Caretakers who are away now, and who stands in. Days are civil days of the residence. */
	absences: { absent: string; substitute: string; endsOn: string; isMe: boolean }[];
	/** Where the reader stands in, now or soon; perhaps in another residence. */
	mine: {
		id: string;
		residenceId: string;
		residence: string;
		absent: string;
		startsOn: string;
		endsOn: string;
		isOn: boolean;
	}[];
	/** The last change of the reader's role, until they have said that they read it. */
	changes: RoleChange[];
};

/** Days on which somebody stands in for a caretaker. */
export type Substitution = {
	id: string;
	absent: string;
	substitute: string;
	startsOn: string;
	endsOn: string;
	phase: 'coming' | 'on' | 'over' | 'revoked';
	by: string | null;
	revokedBy: string | null;
};

/** A person, for those who run the residence. */
export type PersonPage = {
	shell: Shell;
	person: {
		id: string;
		name: string;
		role: GivenRole;
		/** False for somebody served on paper or by voice. */
		hasAccount: boolean;
		/** There is a phone to look at. */
		hasPhone: boolean;
		/** What neighbours see of them. */
		shows: Shown | null;
		/** Id of their door here, and how it is called. */
		household: string | null;
		door: string | null;
	};
	households: { id: string; label: string }[];
	/** The reader only stands in: they give no roles. */
	isStandingIn: boolean;
	/** What happens when this person leaves. */
	leaving: {
		isLastBehindDoor: boolean;
		/** Orders that would be cancelled. */
		orders: number;
		/** A letter that would open nothing any more. */
		hasLetter: boolean;
		isLastCaretaker: boolean;
	};
	/** Who could take over from this caretaker or stand in for them: people who can get in. */
	candidates: { id: string; name: string; role: Role; door: string | null }[];
	/** Caretakers of the landlord's other residences, who could stand in. */
	colleagues: { id: string; name: string; residence: string }[];
	substitutions: Substitution[];
	roleChanges: RoleChange[];
};
