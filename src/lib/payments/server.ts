import { error, type ActionFailure } from '@sveltejs/kit';
import type { FormFailure } from '#lib/forms/parse.ts';
import { refuse, refuseField } from '#lib/forms/refuse.ts';
import { m } from '#lib/paraglide/messages.js';
import { call, read, Refusal, type Client } from '#lib/server/supabase/rpc.ts';
import { formatCents } from '#lib/text/money.ts';
import { settleDebt, type Settlement } from './change.ts';
import type { Pay, Refund } from './schema.ts';
import type { MoneyPage } from './views.ts';

/** Who owes what for a round, every money row and the sums, for staff. */
export async function readMoney(client: Client, residence: string, round: string) {
	const page = await read<MoneyPage>(client, 'page_money', { p_round: round });
	if (page.shell.residence.id !== residence) error(404, m.error_not_found());
	return page;
}

/**
 * Takes money from a household: a repeat with the same key is the same payment.
 *
 * @throws {Refusal} not_found, payment_invalid (more than is owed by now), changed_meanwhile
 */
export async function takePayment(
	client: Client,
	round: string,
	{ household, method, clientKey }: Pay,
	{ amountCents, tenderedCents }: Extract<Settlement, { ok: true }>
) {
	await call(client, 'record_payment', {
		p_round: round,
		p_household: household,
		p_kind: 'payment',
		p_method: method,
		p_amount_cents: amountCents,
		// PostgREST knows the argument by its name: null means that nothing was given back.
		p_tendered_cents: tenderedCents as number,
		p_note: '',
		p_client_key: clientKey
	});
}

/**
 * Takes the money for a basket and hands it over: both or neither, and a repeat is the same act.
 *
 * @throws {Refusal} not_found, payment_invalid, changed_meanwhile, round_state
 */
export async function handOver(
	client: Client,
	order: string,
	{ method, clientKey, by }: Pay,
	{ amountCents, tenderedCents }: Extract<Settlement, { ok: true }>
) {
	await call(client, 'hand_over', {
		p_by: by,
		p_order: order,
		p_method: method,
		p_amount_cents: amountCents,
		p_tendered_cents: tenderedCents as number,
		p_client_key: clientKey
	});
}

/**
 * Gives a household back what it paid too much.
 *
 * @throws {Refusal} not_found, payment_invalid, changed_meanwhile
 */
export async function giveBack(client: Client, round: string, refund: Refund) {
	await call(client, 'record_payment', {
		p_round: round,
		p_household: refund.household,
		p_kind: 'refund',
		p_method: refund.method,
		p_amount_cents: refund.amount,
		p_tendered_cents: null as unknown as number,
		p_note: '',
		p_client_key: refund.clientKey
	});
}

/**
 * Takes a payment or refund back by its reverse row. Twice is once.
 *
 * @throws {Refusal} not_found, not_allowed
 */
export async function reversePayment(client: Client, entry: number) {
	await call(client, 'reverse_payment', { p_entry: entry });
}

/** What the form of a payment comes to, or the answer that says why it does not. */
export function settlePay(
	pay: Pay,
	data: FormData
): Extract<Settlement, { ok: true }> | ActionFailure<FormFailure> {
	const settled = settleDebt(pay.owed, pay.given, pay.method);
	if (settled.ok) return settled;
	switch (settled.reason) {
		case 'nothing_owed':
			return refuseField(data, 'given', m.money_nothing_owed());
		case 'nothing_given':
			return refuseField(data, 'given', m.error_payment_invalid());
		case 'cheque_too_high':
			return refuseField(data, 'given', m.money_cheque_too_high({ amount: formatCents(pay.owed) }));
	}
}

/** The answer when the database refuses money: what is owed by now, beside the field. */
export function refusePayment(problem: unknown, data: FormData): ActionFailure<FormFailure> {
	if (problem instanceof Refusal && problem.key === 'payment_invalid') {
		const owed = Number(problem.detail.owedCents ?? 0);
		const sentence =
			owed > 0 ? m.money_owed_now({ amount: formatCents(owed) }) : m.money_nothing_owed();
		return refuseField(data, 'given', sentence, 409);
	}
	return refuse(problem, data);
}

/** What to say after money was taken: the sum, and what goes back. */
export function takenWords(settled: Extract<Settlement, { ok: true }>): string {
	const amount = formatCents(settled.amountCents);
	if (settled.changeCents > 0) {
		return m.money_taken_change({ amount, change: formatCents(settled.changeCents) });
	}
	if (settled.leftCents > 0) {
		return m.money_taken_left({ amount, left: formatCents(settled.leftCents) });
	}
	return m.money_taken({ amount });
}
