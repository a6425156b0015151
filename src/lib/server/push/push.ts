import { log } from '#lib/server/log.ts';
import type { Config } from '#lib/server/supabase/config.ts';
import { KNOWN_PUSH_HOSTS } from './hosts.ts';
import { makePushSender, type PushSender } from './sender.ts';
import type { VapidKeys } from './vapid.ts';

/** Whether phones can be told by this process. */
export type Push = {
	/** What browsers bind their subscription to (base64url). */
	publicKey: string;
	/** Push services that may be called. */
	hosts: string[];
} & ({ off: null; sender: PushSender } | { off: PushOff; sender: null });

/** Why no phone is told: nobody that push services could reach, or no address for what is opened. */
export type PushOff = 'no_contact' | 'no_origin';

/** The demonstration sends to nobody's phone but that of who tries it out. */
const DEMO_CONTACT = 'mailto:demonstration@palier.invalid';

/** What this process needs to tell phones, or why it cannot: that is said once, in the log. */
export function makePush(config: Config, keys: VapidKeys, options: { ca?: string } = {}): Push {
	const { publicKey } = keys;
	const hosts = [...KNOWN_PUSH_HOSTS, ...config.pushHosts];
	const contact = config.contact ?? (config.demo ? DEMO_CONTACT : null);
	if (!contact) {
		log.warn('no phone is told: set PALIER_CONTACT to turn push on');
		return { publicKey, hosts, off: 'no_contact', sender: null };
	}
	// As for mails: only without a mail server may links point at this machine.
	if (!config.origin && config.smtpUrl) {
		log.warn('no phone is told: set PALIER_ORIGIN to turn push on');
		return { publicKey, hosts, off: 'no_origin', sender: null };
	}
	return {
		publicKey,
		hosts,
		off: null,
		sender: makePushSender({ keys, contact, hosts, ...options })
	};
}
