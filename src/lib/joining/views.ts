import type { Shell } from '#lib/residences/views.ts';

/** Somebody who scanned the poster and waits. */
export type JoinRequest = {
	id: string;
	name: string;
	/** Left a phone or an e-mail, to look at. */
	hasContacts: boolean;
	/** ISO instant. */
	createdAt: string;
	householdId: string;
	door: string;
};

/** The last letter of a household. */
export type LetterState = {
	id: string;
	createdAt: string;
	expiresAt: string;
	uses: number;
	mostUses: number;
	isLive: boolean;
	usedBy: { name: string; at: string }[];
};

export type JoiningHousehold = {
	id: string;
	building: string;
	staircase: string;
	floor: number;
	label: string;
	members: { id: string; name: string; hasAccount: boolean }[];
	letter: LetterState | null;
};

export type JoiningPage = {
	shell: Shell;
	code: { code: string; expiresAt: string; createdAt: string; isOver: boolean } | null;
	requests: JoinRequest[];
	households: JoiningHousehold[];
};

type Place = { name: string; lodgePhone: string };

/** What a code opens. */
export type Opened =
	| {
			kind: 'letter';
			residence: Place;
			/** The door that it is for; null for the code of a helper, who lives elsewhere. */
			door: string | null;
			/** Whom that helper helps. */
			helps: string | null;
			isUsedUp: boolean;
			/** Those who live there, or the helper alone. */
			people: { id: string; name: string }[];
	  }
	| {
			kind: 'poster';
			residence: Place;
			doors: { id: string; building: string; staircase: string; label: string }[];
	  };

/** One's own request to be let in. */
export type OwnRequest = {
	id: string;
	state: 'waiting' | 'approved' | 'refused' | 'withdrawn';
	/** ISO instant. */
	createdAt: string;
	/** Once approved. */
	residenceId: string | null;
	residence: string;
	lodgePhone: string;
	door: string;
};
