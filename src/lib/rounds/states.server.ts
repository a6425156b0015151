import { error } from '@sveltejs/kit';
import { wakeWorker } from '#lib/server/jobs/worker.ts';
import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import type { RoundAdminPage, RoundState } from './views.ts';

/**
 * A round for the caretaker: progress, totals, who is missing, the sheet, what happened. 404 for
 * everybody else, and when the round belongs to another residence than the address says.
 */
export async function readRoundAdmin(client: Client, residence: string, round: string) {
	const page = await read<RoundAdminPage>(client, 'page_round_admin', { p_round: round });
	if (page.shell.residence.id !== residence) error(404, 'Not found');
	return page;
}

/**
 * Draft → open.
 *
 * @throws {Refusal} round_state, deadline_past, no_offers, changed_meanwhile
 */
export async function openRound(client: Client, round: string, baseVersion: number) {
	await call(client, 'open_round', { p_round: round, p_base_version: baseVersion });
}

/**
 * Open → closed, and → ordered when the sheet leaves at once. Answers the state that the round is
 * in, which is another caretaker's when she was faster.
 *
 * @throws {Refusal} round_state
 */
export async function closeRound(
	client: Client,
	round: string,
	send: boolean
): Promise<RoundState> {
	const state = await call(client, 'close_round', { p_round: round, p_send: send });
	wakeWorker();
	return state as RoundState;
}

/**
 * Closed → open, until a new deadline in the wall time of the residence.
 *
 * @throws {Refusal} round_state, deadline_past, delivery_before_deadline, local_time_missing,
 * local_time_twice
 */
export async function reopenRound(client: Client, round: string, closes: string) {
	await call(client, 'reopen_round', { p_round: round, p_closes: closes });
}

/**
 * Closed → ordered: the sheet leaves by mail when the producer has an address.
 *
 * @throws {Refusal} round_state, empty_order
 */
export async function orderRound(client: Client, round: string) {
	await call(client, 'order_round', { p_round: round });
	wakeWorker();
}

/**
 * Draft, open, closed or ordered → cancelled. Nobody owes anything any more, and a producer who was
 * mailed is told.
 *
 * @throws {Refusal} round_state
 */
export async function cancelRound(client: Client, round: string, reason: string) {
	await call(client, 'cancel_round', { p_round: round, p_reason: reason });
	wakeWorker();
}

/**
 * Delivered → settled; with `undo`, back.
 *
 * @throws {Refusal} round_state
 */
export async function settleRound(client: Client, round: string, undo = false) {
	await call(client, 'settle_round', { p_round: round, p_undo: undo });
}

/** A draft like this round in the next suitable week, with today's prices. Answers its id. */
export async function duplicateRound(client: Client, round: string): Promise<string> {
	return call(client, 'duplicate_round', { p_round: round });
}
