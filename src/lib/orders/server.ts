import { call, read, type Client } from '#lib/server/supabase/rpc.ts';
import type {
	DeskOrderPage,
	DeskPage,
	HomePage,
	OrdersPage,
	RoundPage,
	RoundsPage,
	SlipsPage
} from './views.ts';
import type { PlaceOrder } from './schema.ts';

/** Home of a residence: the rounds that matter now, my order in each; for staff, what needs them. */
export const readHome = (client: Client, residence: string) =>
	read<HomePage>(client, 'page_home', { p_residence: residence });

/** Rounds of a residence, running and past; with the orders of a household that I help, when one is named. */
export const readRounds = (client: Client, residence: string, household: string | null) =>
	read<RoundsPage>(client, 'page_rounds', { p_residence: residence, p_household: household });

/** One round for the person who orders, or helps a household to. 404 for strangers and for drafts. */
export const readRound = (client: Client, round: string, household: string | null) =>
	read<RoundPage>(client, 'page_round', { p_round: round, p_household: household });

/** The last fifty orders of my household, or of one that I help. */
export const readOrders = (client: Client, residence: string, household: string | null) =>
	read<OrdersPage>(client, 'page_orders', { p_residence: residence, p_household: household });

/** Every door with its names and its order, for the order desk. */
export const readDesk = (client: Client, round: string) =>
	read<DeskPage>(client, 'page_desk', { p_round: round });

/** One door at the order desk. */
export const readDeskOrder = (client: Client, round: string, household: string) =>
	read<DeskOrderPage>(client, 'page_desk_order', { p_round: round, p_household: household });

/** Doors and offers, for paper order slips. */
export const readSlips = (client: Client, round: string) =>
	read<SlipsPage>(client, 'page_slips', { p_round: round });

/** What placing an order answers. */
export type Placed = { orderId: string; version: number; totalCents: number; created: boolean };

/**
 * Places or replaces the one order of a household in a round, in one transaction.
 *
 * @throws {Refusal} not_found, mandate_ended, round_not_open, deadline_passed, changed_meanwhile, empty_order,
 * quantity_invalid, quantity_step, offer_unavailable, price_changed, sold_out
 */
export async function placeOrder(
	client: Client,
	round: string,
	household: string,
	order: PlaceOrder
): Promise<Placed> {
	const placed = await call(client, 'place_order', {
		p_round: round,
		p_household: household,
		p_lines: order.lines,
		p_client_key: order.clientKey,
		p_base_version: order.baseVersion,
		...(order.forMember && { p_for_member: order.forMember })
	});
	return placed as Placed;
}

/**
 * Cancels a live order before the deadline.
 *
 * @throws {Refusal} not_found, mandate_ended, deadline_passed, round_not_open, changed_meanwhile
 */
export async function cancelOrder(client: Client, order: string, baseVersion: number) {
	await call(client, 'cancel_order', { p_order: order, p_base_version: baseVersion });
}
