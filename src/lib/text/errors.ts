import { m } from '#lib/paraglide/messages.js';
import { formatNumber, formatQuantity, type Unit } from '#lib/text/quantity.ts';

/** What a refusal of the database may say beside its key. */
export interface ErrorDetail {
	/** What it is about: the name of a product. */
	name?: string;
	/** What that is counted in. */
	unit?: Unit;
	/** How many are left of what was asked. */
	left?: number;
	/** The step that the quantity must follow. */
	step?: number;
	/** In how many seconds there may be another try. */
	retryAfter?: number;
	/** Several wrong lines of an order, each as a refusal of its own; absent when it is one. */
	lines?: ({ key: string; offer: string } & ErrorDetail)[];
	/** The field of the form, where the database knows it. */
	field?: string;
	[more: string]: unknown;
}

/**
 * Every key an SQL function may refuse with, and its sentence. Import this on the server only: a
 * page gets the sentence, not the list.
 */
const SENTENCES = {
	not_found: () => m.error_not_found(),
	not_allowed: () => m.error_not_allowed(),
	deadline_passed: () => m.error_deadline_passed(),
	round_not_open: () => m.error_round_not_open(),
	sold_out: ({ left, unit }) => {
		if (left === undefined) return m.error_sold_out();
		return left > 0 ? m.error_sold_out_left({ left: amount(left, unit) }) : m.error_sold_out_none();
	},
	quantity_step: ({ step, unit }) =>
		step === undefined
			? m.error_quantity_step()
			: m.error_quantity_step_of({ step: amount(step, unit) }),
	quantity_invalid: () => m.error_quantity_invalid(),
	price_changed: () => m.error_price_changed(),
	empty_order: () => m.error_empty_order(),
	offer_unavailable: () => m.error_offer_unavailable(),
	round_state: () => m.error_round_state(),
	deadline_before_opening: () => m.error_deadline_before_opening(),
	deadline_past: () => m.error_deadline_past(),
	local_time_missing: () => m.error_local_time_missing(),
	local_time_twice: () => m.error_local_time_twice(),
	delivery_before_deadline: () => m.error_delivery_before_deadline(),
	no_offers: () => m.error_no_offers(),
	code_wrong: () => m.error_code_wrong(),
	code_expired: () => m.error_code_expired(),
	password_wrong: () => m.error_password_wrong(),
	proof_needed: () => m.error_proof_needed(),
	email_needed: () => m.error_email_needed(),
	email_taken: () => m.error_email_taken(),
	too_many_tries: ({ retryAfter }) => tooManyTries(retryAfter),
	push_off: () => m.error_push_off(),
	push_host_unknown: () => m.error_push_host_unknown(),
	push_keys_invalid: () => m.error_push_keys_invalid(),
	push_no_phone: () => m.error_push_no_phone(),
	join_code_wrong: () => m.error_join_code_wrong(),
	letter_used_up: () => m.error_letter_used_up(),
	letter_needs_email: () => m.error_letter_needs_email(),
	already_member: () => m.error_already_member(),
	session_ended: () => m.error_session_ended(),
	setup_closed: () => m.error_setup_closed(),
	setup_code_wrong: () => m.error_setup_code_wrong(),
	name_taken: () => m.error_name_taken(),
	in_use: () => m.error_in_use(),
	last_caretaker: () => m.error_last_caretaker(),
	successor_invalid: () => m.error_successor_invalid(),
	role_needs_account: () => m.error_role_needs_account(),
	substitute_limits: () => m.error_substitute_limits(),
	substitute_has_keys: () => m.error_substitute_has_keys(),
	absence_past: () => m.error_absence_past(),
	absence_order: () => m.error_absence_order(),
	absence_too_long: () => m.error_absence_too_long(),
	absence_overlaps: () => m.error_absence_overlaps(),
	residence_exists: () => m.error_residence_exists(),
	manager_is_caretaker: () => m.error_manager_is_caretaker(),
	door_taken: () => m.error_door_taken(),
	door_in_use: () => m.error_door_in_use(),
	already_done: () => m.error_already_done(),
	changed_meanwhile: () => m.error_changed_meanwhile(),
	producer_answer_invalid: () => m.error_producer_answer_invalid(),
	payment_invalid: () => m.error_payment_invalid(),
	import_over: () => m.error_import_over(),
	import_changed: () => m.error_import_changed(),
	photo_invalid: () => m.error_photo_invalid(),
	link_revoked: () => m.error_link_revoked(),
	link_expired: () => m.error_link_expired(),
	value_invalid: () => m.error_value_invalid(),
	minimum_missed: () => m.error_minimum_missed(),
	mandate_ended: () => m.error_mandate_ended(),
	mandate_self: () => m.error_mandate_self(),
	helper_same_door: () => m.error_helper_same_door(),
	too_many_helpers: () => m.error_too_many_helpers(),
	too_many_helped: () => m.error_too_many_helped()
} satisfies Record<string, (detail: ErrorDetail) => string>;

export type ErrorKey = keyof typeof SENTENCES;

/** Every key that has a sentence. */
export const ERROR_KEYS = Object.keys(SENTENCES) as ErrorKey[];

/** Whether a text is one of the keys. */
export function isErrorKey(key: string): key is ErrorKey {
	return Object.hasOwn(SENTENCES, key);
}

/** The sentence for a key, in the language of the page; a calm general one for an unknown key. */
export function errorSentence(key: string, detail: ErrorDetail = {}): string {
	return isErrorKey(key) ? SENTENCES[key](detail) : m.error_unknown();
}

function amount(value: number, unit: Unit | undefined): string {
	return unit ? formatQuantity(value, unit) : formatNumber(value);
}

/** When, as a wait and not as an hour: nobody is signed in yet, so nobody's time zone is known. */
function tooManyTries(seconds: number | undefined): string {
	if (seconds === undefined) return m.error_too_many_tries();
	const minutes = Math.ceil(seconds / 60);
	return minutes < 100
		? m.error_too_many_tries_minutes({ count: minutes })
		: m.error_too_many_tries_hours({ count: Math.ceil(minutes / 60) });
}
