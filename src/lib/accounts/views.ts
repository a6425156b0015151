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

export type DevicesPage = { shell: Shell; devices: Device[] };
