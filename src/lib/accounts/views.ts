import type { Shell } from '#lib/residences/views.ts';

/** How a session was opened. */
export type DeviceVia = 'code' | 'password' | 'letter' | 'poster' | 'demo';

export type Device = {
	/** Id of the session. */
	id: string;
	name: string;
	via: DeviceVia;
	/** ISO instants. */
	createdAt: string;
	lastSeenAt: string;
	/** The device that asks. */
	isThis: boolean;
};

/** Somebody of this device who waits while another person uses it. */
export type PersonHere = {
	session: string;
	/** Null when they belong nowhere any more. */
	name: string | null;
	/** Their residence, or several. */
	place: string | null;
	/** Signed out elsewhere or not here for too long: they have to sign in again. */
	isOver: boolean;
	/** As in `Shell`. */
	mark: string;
};

/** How the reader signs in. */
export type CredentialsPage = {
	shell: Shell;
	/** Null for an account without e-mail. */
	email: string | null;
	hasPassword: boolean;
	/** They showed lately that the account is theirs; see private.is_proven(). */
	isProven: boolean;
	/** Where a code was sent that has not been typed yet. */
	pendingEmail: string | null;
	otherDevices: number;
};

export type DevicesPage = { shell: Shell; devices: Device[] };
