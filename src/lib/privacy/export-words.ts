import { m } from '#lib/paraglide/messages.js';
import type { SectionName } from './export-schema.ts';

/** Title of a section on the readable page. */
export const SECTION_TITLES: Record<SectionName, () => string> = {
	memberships: m.export_memberships,
	contacts: m.export_contacts,
	joinRequests: m.export_join_requests,
	lettersUsed: m.export_letters_used,
	devices: m.export_devices,
	signIns: m.export_sign_ins,
	orders: m.export_orders,
	payments: m.export_payments,
	acts: m.export_acts,
	mails: m.export_mails,
	repeatedRequests: m.export_repeated_requests,
	deletion: m.export_deletion,
	files: m.export_files
};

/** What a key is called on the readable page, in reading order; keys that only programs need are null. */
export const KEY_LABELS: Record<string, (() => string) | null> = {
	id: null,
	membership: null,
	corrects: null,
	answer: null,
	bucket: null,
	what: m.export_key_what,
	kind: m.export_key_kind,
	round: m.export_key_round,
	producer: m.export_key_producer,
	residence: m.export_key_residence,
	door: m.export_key_door,
	name: m.export_key_name,
	role: m.export_key_role,
	email: m.export_key_email,
	phone: m.export_key_phone,
	to: m.export_key_to,
	path: m.export_key_path,
	state: m.export_key_state,
	at: m.export_key_at,
	placedAt: m.export_key_placed,
	changedAt: m.export_key_changed,
	askedAt: m.export_key_asked,
	answeredAt: m.export_key_answered,
	dueAt: m.export_key_due,
	sentAt: m.export_key_sent,
	since: m.export_key_since,
	createdAt: m.export_key_created,
	lastSeenAt: m.export_key_last_seen,
	lastSignInAt: m.export_key_last_sign_in,
	endedAt: m.export_key_ended,
	via: m.export_key_via,
	letterMadeAt: m.export_key_letter_made,
	letterExpiresAt: m.export_key_letter_expires,
	forMe: m.export_key_for_me,
	lines: m.export_key_lines,
	totalCents: m.export_key_total,
	amountCents: m.export_key_amount,
	method: m.export_key_method,
	tenderedCents: m.export_key_tendered,
	pickupState: m.export_key_pickup,
	pickupAt: m.export_key_pickup_at,
	pickupBy: m.export_key_pickup_by,
	pickupNote: m.export_key_note,
	note: m.export_key_note,
	changes: m.export_key_changes
};

/** Words for values that come from a list. A value without a word is shown as it is. */
export const VALUE_WORDS: Record<string, Record<string, () => string>> = {
	role: {
		tenant: m.me_role_tenant,
		relay: m.me_role_relay,
		caretaker: m.me_role_caretaker,
		manager: m.me_role_manager
	},
	via: {
		code: m.devices_via_code,
		password: m.devices_via_password,
		letter: m.devices_via_letter,
		poster: m.devices_via_poster,
		demo: m.devices_via_demo
	},
	state: {
		waiting: m.export_state_waiting,
		approved: m.export_state_approved,
		refused: m.export_state_refused,
		withdrawn: m.export_state_withdrawn,
		placed: m.export_state_placed,
		cancelled: m.export_state_cancelled
	},
	pickupState: {
		waiting: m.export_pickup_waiting,
		collected: m.export_pickup_collected,
		partly: m.export_pickup_partly,
		carry_up: m.export_pickup_carry_up,
		not_collected: m.export_pickup_not_collected
	},
	method: { cash: m.export_method_cash, cheque: m.export_method_cheque },
	kind: {
		charge: m.export_kind_charge,
		payment: m.export_kind_payment,
		refund: m.export_kind_refund,
		reversal: m.export_kind_reversal,
		placed: m.export_what_order_placed,
		changed: m.export_what_order_changed,
		cancelled: m.export_what_order_cancelled,
		received: m.export_what_order_received,
		pickup: m.export_what_order_pickup
	},
	what: {
		login: m.export_what_login,
		logout: m.export_what_logout,
		token_refreshed: m.export_what_used,
		user_recovery_requested: m.export_what_code_asked,
		user_signedup: m.export_key_created,
		order_placed: m.export_what_order_placed,
		order_changed: m.export_what_order_changed,
		order_cancelled: m.export_what_order_cancelled,
		order_received: m.export_what_order_received,
		order_pickup: m.export_what_order_pickup,
		money_charge: m.export_kind_charge,
		money_payment: m.export_kind_payment,
		money_refund: m.export_kind_refund,
		money_reversal: m.export_kind_reversal,
		round_made: m.export_what_round_made,
		round_draft: m.export_what_round_made,
		round_open: m.export_what_round_open,
		round_closed: m.export_what_round_closed,
		round_ordered: m.export_what_round_ordered,
		round_delivered: m.export_what_round_delivered,
		round_settled: m.export_what_round_settled,
		round_cancelled: m.export_what_round_cancelled,
		letter_made: m.export_what_letter_made,
		request_approved: m.export_what_request_approved,
		request_refused: m.export_what_request_refused
	}
};
