import { call, type Client } from '#lib/server/supabase/rpc.ts';
import { wakeWorker } from '#lib/server/jobs/worker.ts';
import type { ProducerAnswer } from './schema.ts';
import type { SheetView } from './views.ts';

/**
 * Mails the sheet once more; false when the producer has no address.
 *
 * @throws {Refusal} not_found, round_state
 */
export async function resendSheet(client: Client, round: string): Promise<boolean> {
	const queued = await call(client, 'resend_sheet', { p_round: round });
	wakeWorker();
	return queued;
}

/** Ends the producer's link. */
export async function revokeSheet(client: Client, round: string) {
	await call(client, 'revoke_sheet', { p_round: round });
}

/**
 * A new link for the producer; the old one ends.
 *
 * @throws {Refusal} not_found, round_state
 */
export async function renewSheetLink(client: Client, round: string) {
	await call(client, 'renew_sheet_link', { p_round: round });
}

/**
 * The sheet behind a private link, for whoever has it.
 *
 * @throws {Refusal} not_found, link_revoked
 */
export async function readSheet(client: Client, token: string): Promise<SheetView> {
	return (await call(client, 'producer_sheet', { p_token: token })) as SheetView;
}

/** The producer has read the sheet. Twice is once. */
export async function confirmSheet(client: Client, token: string) {
	await call(client, 'confirm_sheet', { p_token: token });
}

/**
 * What the producer can bring, with a word.
 *
 * @throws {Refusal} not_found, link_revoked, round_state, producer_answer_invalid, quantity_invalid
 */
export async function answerSheet(client: Client, token: string, answer: ProducerAnswer) {
	await call(client, 'answer_sheet', {
		p_token: token,
		p_lines: answer.lines,
		p_note: answer.note
	});
}
