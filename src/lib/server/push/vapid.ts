import webPush from 'web-push';

/** Keys by which push services know this installation (RFC 8292), base64url. */
export type VapidKeys = { publicKey: string; privateKey: string };

/** Push services accept tokens of up to 24 hours; half of that forgives wrong clocks. */
const LIFE_S = 12 * 60 * 60;
const SIGNED_EVERY_MS = 60 * 60 * 1000;

/** New keys. Browsers are bound to them: making others later makes every subscription useless. */
export function makeVapidKeys(): VapidKeys {
	return webPush.generateVAPIDKeys();
}

/**
 * The `Authorization` header for a push service. Signing takes longer than everything else of a
 * message together, so each service's token is signed once an hour.
 *
 * @param keys keys of this installation
 * @param contact "mailto:" or "https:" address of whoever runs it, for the push services
 * @param now milliseconds since 1970, for tests
 */
export function makeAuthorization(
	keys: VapidKeys,
	contact: string,
	now: () => number = Date.now
): (origin: string) => string {
	const signed = new Map<string, { header: string; at: number }>();
	return (origin) => {
		const known = signed.get(origin);
		// Also when the clock was set back: a token from the future is refused.
		if (known && Math.abs(now() - known.at) < SIGNED_EVERY_MS) return known.header;
		const { Authorization: header } = webPush.getVapidHeaders(
			origin,
			contact,
			keys.publicKey,
			keys.privateKey,
			'aes128gcm',
			Math.floor(now() / 1000) + LIFE_S
		);
		signed.set(origin, { header, at: now() });
		return header;
	};
}
