import { m } from '#lib/paraglide/messages.js';

/**
 * What a device is called until its owner names it, from what its browser says of itself
 * (`User-Agent`, RFC 9110). Only the kind: a person tells "my phone" from "a computer".
 */
export function deviceName(userAgent: string | null): string {
	const text = userAgent ?? '';
	if (/iPhone|iPod/.test(text)) return m.devices_iphone();
	if (/iPad/.test(text)) return m.devices_ipad();
	if (/Android/.test(text)) {
		return /Mobile/.test(text) ? m.devices_android_phone() : m.devices_android_tablet();
	}
	if (/Windows|Macintosh|Linux|CrOS/.test(text)) return m.devices_computer();
	return m.devices_unknown();
}
