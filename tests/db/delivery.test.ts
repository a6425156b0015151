import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type Client, type TestBackend } from './backend.ts';
import { arrangeDelivery, countArrivals, makeRound, type Delivering } from './ordered-round.ts';
import { shareByHand, type Rule } from './share-by-hand.ts';

type Share = { orderId: string; afterCents: number; lines: { name: string; gets: number }[] };

const RULES: Rule[] = ['same_cut', 'oldest_first', 'small_first'];

describe('delivery day', () => {
	let test: TestBackend;
	let nadia: Client;
	let claire: Client;
	let delivering: Delivering;

	beforeAll(async () => {
		test = await startTestBackend();
		delivering = await arrangeDelivery(test);
		nadia = await test.as('nadia@essai.invalid');
		claire = await test.as('claire@essai.invalid');
	});
	afterAll(() => test.stop());

	it('shares by each rule exactly as handing out step by step does', async () => {
		let cut = 0;
		for (let seed = 1; seed <= 12; seed++) {
			const round = await makeRound(test, delivering, seed);
			const arrivals = countArrivals(round, seed * 7919);
			for (const rule of RULES) {
				const { data, error } = await nadia.rpc('preview_delivery', {
					p_round: round.id,
					p_arrivals: arrivals,
					p_rule: rule
				});
				expect(error).toBeNull();
				const shares = new Map((data as Share[]).map((share) => [share.orderId, share]));
				for (const offer of round.offers) {
					const arrived = arrivals.find((one) => one.offer === offer.id)?.quantity ?? 0;
					const byHand = shareByHand(round, offer, arrived, rule);
					for (const [order, units] of byHand) {
						const line = round.lines.find((one) => one.order === order && one.offer === offer.id);
						const gets = shares.get(order)?.lines.find(({ name }) => name === offer.name)?.gets;
						const wanted = line?.units ?? 0;
						if (units < wanted) cut++;
						const answered = gets === undefined ? wanted : Math.round(gets / offer.step);
						expect([seed, rule, offer.name, order, answered]).toEqual([
							seed,
							rule,
							offer.name,
							order,
							units
						]);
					}
				}
			}
		}
		// Else everything came whole and nothing was compared.
		expect(cut).toBeGreaterThan(200);
	});

	it('writes what the preview showed, keeps money equal to what was received, and corrects it', async () => {
		const round = await makeRound(test, delivering, 101);
		const [first, second] = [countArrivals(round, 1), countArrivals(round, 2)];
		for (const [arrivals, rule] of [
			[first, 'small_first'],
			[second, 'same_cut']
		] as const) {
			const { data: preview } = await nadia.rpc('preview_delivery', {
				p_round: round.id,
				p_arrivals: arrivals,
				p_rule: rule
			});
			const [row] = await test.sql`select version from rounds where id = ${round.id}`;
			const { error } = await nadia.rpc('deliver_round', {
				p_round: round.id,
				p_base_version: row?.version,
				p_arrivals: arrivals,
				p_rule: rule
			});
			expect(error).toBeNull();
			const after = new Map((preview as Share[]).map((one) => [one.orderId, one.afterCents]));
			const stored = await test.sql`select o.id, o.household_id, o.total_cents,
				(select sum(l.received_cents) from order_lines l where l.order_id = o.id)::int as received,
				(select coalesce(sum(e.amount_cents), 0) from ledger_entries e
					where e.round_id = ${round.id} and e.household_id = o.household_id)::int as owed
				from orders o where o.round_id = ${round.id}`;
			expect(stored).toHaveLength(round.orders.length);
			for (const order of stored) {
				const asked = round.orders.find(({ id }) => id === order.id)?.cents;
				expect(order.total_cents).toBe(after.get(order.id) ?? asked);
				expect(order.received).toBe(order.total_cents);
				expect(order.owed).toBe(order.total_cents);
			}
		}
	});

	it('refuses a delivery counted on an older screen', async () => {
		const round = await makeRound(test, delivering, 202);
		const arrivals = countArrivals(round, 3);
		const deliver = (client: Client) =>
			client.rpc('deliver_round', {
				p_round: round.id,
				p_base_version: 1,
				p_arrivals: arrivals,
				p_rule: 'same_cut'
			});
		const answers = await Promise.all([deliver(nadia), deliver(claire)]);
		expect(answers.map(({ error }) => error?.message ?? 'ok').sort()).toEqual([
			'changed_meanwhile',
			'ok'
		]);
	});

	it('lets only one of two caretakers take what is owed', async () => {
		const round = await makeRound(test, delivering, 303);
		for (const order of round.orders) {
			const take = (client: Client) =>
				client.rpc('record_payment', {
					p_round: round.id,
					p_household: order.household,
					p_kind: 'payment',
					p_method: 'cash',
					p_amount_cents: order.cents,
					p_tendered_cents: order.cents + 500,
					p_note: '',
					p_client_key: randomUUID()
				});
			const answers = await Promise.all([take(nadia), take(claire), take(nadia)]);
			expect(answers.map(({ error }) => error?.message ?? 'ok').sort()).toEqual([
				'ok',
				'payment_invalid',
				'payment_invalid'
			]);
		}
		const [sum] = await test.sql`select sum(amount_cents)::int as left from ledger_entries
			where round_id = ${round.id}`;
		expect(sum?.left).toBe(0);
	});

	it('takes a double tap for one payment and two corrections for one', async () => {
		const round = await makeRound(test, delivering, 404);
		const [order] = round.orders;
		if (!order) throw new Error('No order.');
		const key = randomUUID();
		const tap = () =>
			nadia.rpc('record_payment', {
				p_round: round.id,
				p_household: order.household,
				p_kind: 'payment',
				p_method: 'cash',
				p_amount_cents: order.cents,
				p_tendered_cents: order.cents,
				p_note: '',
				p_client_key: key
			});
		const taps = await Promise.all([tap(), tap(), tap()]);
		expect(new Set(taps.map(({ data }) => (data as { entryId: number }).entryId)).size).toBe(1);
		const entry = (taps[0]?.data as { entryId: number }).entryId;
		const corrections = await Promise.all(
			[nadia, claire].map((client) => client.rpc('reverse_payment', { p_entry: entry }))
		);
		expect(corrections.map(({ error }) => error)).toEqual([null, null]);
		const rows = await test.sql`select kind, amount_cents from ledger_entries
			where round_id = ${round.id} and household_id = ${order.household} order by id`;
		expect(rows.map((row) => [row.kind, row.amount_cents])).toEqual([
			['charge', order.cents],
			['payment', -order.cents],
			['reversal', order.cents]
		]);
	});
});
