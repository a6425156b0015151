import type { Shell } from '#lib/residences/views.ts';
import type { PushOff } from '#lib/server/push/push.ts';

/** A phone or computer on which one is told. */
export type Phone = {
	id: string;
	/** SHA-256 of its endpoint, hex: by it a browser finds itself. */
	endpointHash: string;
	/** Name of the device; null when its session is not known any more. */
	label: string | null;
	/** ISO instants. */
	createdAt: string;
	refreshedAt: string;
	/** Not opened for 30 days, or bound to a key that is lost: it is told nothing until it is turned on again. */
	isStale: boolean;
	/** Why the last message was refused. */
	failure: string | null;
};

export type NotificationSettingsPage = {
	shell: Shell;
	push: { publicKey: string; off: PushOff | null; subscriptions: Phone[] };
};
