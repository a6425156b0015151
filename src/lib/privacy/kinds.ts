import { m } from '#lib/paraglide/messages.js';

/** How a kind of thing that is let go is called, and why it is kept so long. */
type Kind = { title: () => string; note: () => string };

/** Every kind of private.retention_steps(), in the order of the page. A test compares the two lists. */
export const KINDS = {
	order_names: { title: m.keep_order_names, note: m.keep_order_names_note },
	accounts: { title: m.keep_accounts, note: m.keep_accounts_note },
	former_names: { title: m.keep_former_names, note: m.keep_former_names_note },
	join_requests: { title: m.keep_join_requests, note: m.keep_join_requests_note },
	letters: { title: m.keep_letters, note: m.keep_letters_note },
	devices: { title: m.keep_devices, note: m.keep_devices_note },
	mails: { title: m.keep_mails, note: m.keep_mails_note },
	notifications: { title: m.keep_notifications, note: m.keep_notifications_note },
	access_log: { title: m.keep_access_log, note: m.keep_access_log_note },
	mandates: { title: m.keep_mandates, note: m.keep_mandates_note },
	roles: { title: m.keep_roles, note: m.keep_roles_note },
	repeats: { title: m.keep_repeats, note: m.keep_repeats_note }
} satisfies Record<string, Kind>;

export type KindName = keyof typeof KINDS;

/** Months kept, by kind. */
export type Months = Record<KindName, number>;

/** A duration as people say it: `3 mois`, `2 ans`. */
export function duration(months: number): string {
	return months >= 24 && months % 12 === 0
		? m.keep_years({ count: months / 12 })
		: m.keep_months({ count: months });
}

const CHOICES = [1, 2, 3, 6, 9, 12, 18, 24, 36, 48, 60, 84, 120, 132, 144, 180];

/** The durations to choose from within the limits, with the one that counts now. */
export function choices(shortest: number, longest: number, now: number): number[] {
	const within = CHOICES.filter((months) => months >= shortest && months <= longest);
	return [...new Set([...within, now])].sort((one, other) => one - other);
}
