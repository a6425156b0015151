import type { Role, Shell } from '#lib/residences/views.ts';
import type { ChangeKind } from '#lib/orders/views.ts';

/** What a mandate lets somebody do: place, change and cancel orders; take the basket and pay. */
export type Scope = 'orders' | 'collect';

/** How a mandate ended. */
export type EndingKind = 'renewed' | 'revoked' | 'given_back' | 'withdrawn' | 'left' | 'expired';

export type Mandate = {
	id: string;
	/** Who trusts, and behind which door. */
	person: string;
	personDoor: string | null;
	/** Who is trusted; no door for somebody who lives elsewhere. */
	helper: string;
	helperDoor: string | null;
	/** The address of a helper from elsewhere who has not come in yet. */
	waitsFor: string | null;
	/** Of a helper from elsewhere without e-mail, who comes in by a code: whether they did, and until when one is good. */
	entry: { hasCome: boolean; codeUntil: string | null } | null;
	scopes: Scope[];
	/** ISO instants. */
	givenAt: string;
	endsAt: string;
	endedAt: string | null;
	ending: { kind: EndingKind; by: string | null } | null;
	/** Of an oral consent: who wrote it down, who asked for it, and what was read out. */
	recordedBy: string | null;
	askedBy: 'person' | 'helper' | null;
	readOut: string | null;
	/** The last five things done under it. */
	acts: { kind: ChangeKind; at: string; round: string; totalCents: number }[];
};

export type HelpersPage = {
	shell: Shell;
	/** Whose mandates these are. */
	person: { id: string; name: string; role: Role; householdId: string | null };
	/** Who may act for them. */
	helpers: Mandate[];
	/** For whom they may act. */
	helped: Mandate[];
	/** Mandates of theirs that are over. */
	past: Mandate[];
	/** The doors of the residence, without names; none for who lives elsewhere. */
	doors: { id: string; label: string }[];
};
