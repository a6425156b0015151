import { error } from '@sveltejs/kit';
import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Arrival, PickUp, Rule } from './schema.ts';
import type { DeliveryPage, PickupPage, ShareView } from './views.ts';

/** What was ordered, announced and counted, for staff. 404 when it is another residence's. */
export async function readDelivery(client: Client, residence: string, round: string) {
	const page = await read<DeliveryPage>(client, 'page_delivery', { p_round: round });
	if (page.shell.residence.id !== residence) error(404, m.error_not_found());
	return page;
}

/** Baskets of a round, for relay and staff. 404 when it is another residence's. */
export async function readPickup(client: Client, residence: string, round: string) {
	const page = await read<PickupPage>(client, 'page_pickup', { p_round: round });
	if (page.shell.residence.id !== residence) error(404, m.error_not_found());
	return page;
}

/** Who would get less by a rule, and what they would owe. Nothing is written. */
export const previewDelivery = (client: Client, round: string, arrivals: Arrival[], rule: Rule) =>
	read<ShareView[]>(client, 'preview_delivery', {
		p_round: round,
		p_arrivals: arrivals,
		p_rule: rule
	});

/**
 * Records what arrived and shares it: ordered → delivered, or corrects a delivery. Answers how many
 * orders changed.
 *
 * @throws {Refusal} round_state, changed_meanwhile, quantity_invalid, value_invalid
 */
export async function deliverRound(
	client: Client,
	round: string,
	delivery: { version: number; arrivals: Arrival[]; rule: Rule }
): Promise<number> {
	return call(client, 'deliver_round', {
		p_round: round,
		p_base_version: delivery.version,
		p_arrivals: delivery.arrivals,
		p_rule: delivery.rule
	});
}

/**
 * Checks a basket off, or puts it back to waiting. The same act twice is one act.
 *
 * @throws {Refusal} not_found, not_allowed, round_state, value_invalid
 */
export async function pickUp(client: Client, { order, state, by, note }: PickUp) {
	// A basket that waits again was given to nobody.
	const [who, why] = state === 'waiting' ? ['', ''] : [by, note];
	await call(client, 'pick_up', { p_order: order, p_state: state, p_by: who, p_note: why });
}
