import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type Client, type TestBackend } from './backend.ts';

type Order = { id: string; household: string; placedAt: number; cents: number };
type Line = { order: string; offer: string; units: number };
type Offer = { id: string; name: string; step: number; price: number };
type Round = { id: string; offers: Offer[]; orders: Order[]; lines: Line[] };
type Rule = 'same_cut' | 'oldest_first' | 'small_first';
type Share = { orderId: string; afterCents: number; lines: { name: string; gets: number }[] };

const RULES: Rule[] = ['same_cut', 'oldest_first', 'small_first'];

/** The same numbers in every run, so that a failure can be looked at again (mulberry32). */
function seeded(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
}

const oldestFirst = (one: Order, other: Order) =>
	one.placedAt - other.placedAt || (one.id < other.id ? -1 : 1);
const smallestFirst = (one: Order, other: Order) =>
	one.cents - other.cents || oldestFirst(one, other);

/**
 * Hands out what came one step at a time: to the first in the queue who still wants some, or, for
 * the same share, to whoever is furthest below their fair share. Slow, and plainly what is meant.
 */
function shareByHand(round: Round, offer: Offer, arrived: number, rule: Rule): Map<string, number> {
	const wanted = new Map(
		round.lines.filter((line) => line.offer === offer.id).map((line) => [line.order, line.units])
	);
	const all = [...wanted.values()].reduce((sum, units) => sum + units, 0);
	const cap = Math.min(all, Math.floor(Math.round(arrived * 1000) / Math.round(offer.step * 1000)));
	const queue = round.orders
		.filter(({ id }) => wanted.has(id))
		.sort(rule === 'small_first' ? smallestFirst : oldestFirst);
	const got = new Map(queue.map(({ id }) => [id, 0]));
	for (let unit = 0; unit < cap; unit++) {
		const open = queue.filter(({ id }) => (got.get(id) ?? 0) < (wanted.get(id) ?? 0));
		const behind = ({ id }: Order) => (wanted.get(id) ?? 0) * cap - (got.get(id) ?? 0) * all;
		const next =
			rule === 'same_cut'
				? open.reduce((best, order) => (behind(order) > behind(best) ? order : best))
				: open[0];
		if (next) got.set(next.id, (got.get(next.id) ?? 0) + 1);
	}
	return got;
}

describe('delivery day', () => {
	let test: TestBackend;
	let nadia: Client;
	let claire: Client;
	let residence: string;
	let producer: string;
	let households: string[];

	beforeAll(async () => {
		test = await startTestBackend();
		const { sql } = test;
		const [org] = await sql`insert into organisations (name) values ('Essai') returning id`;
		const [place] = await sql`insert into residences (organisation_id, name, time_zone)
			values (${org?.id}, 'Essai', 'Europe/Paris') returning id`;
		residence = place?.id;
		const doors = await sql`insert into households (residence_id, staircase, floor, door)
			select ${residence}, 'A', n / 4, n::text from generate_series(1, 14) n returning id`;
		households = doors.map(({ id }) => id);
		for (const [name, role] of [
			['nadia', 'caretaker'],
			['claire', 'manager']
		]) {
			await sql`with new as (insert into members (residence_id, name, role)
					values (${residence}, ${String(name)}, ${String(role)}) returning id)
				insert into member_contacts (member_id, residence_id, email)
				select id, ${residence}, ${`${name}@essai.invalid`} from new`;
		}
		const [farm] = await sql`insert into producers (residence_id, name)
			values (${residence}, 'Ferme') returning id`;
		producer = farm?.id;
		nadia = await test.as('nadia@essai.invalid');
		claire = await test.as('claire@essai.invalid');
	});
	afterAll(() => test.stop());

	/** An ordered round of random orders: few products, many ties in dates and totals. */
	async function makeRound(seed: number): Promise<Round> {
		const random = seeded(seed);
		const id = randomUUID();
		const offers: Offer[] = [0.5, 1, 6, 0.1, 1].map((step, index) => ({
			id: randomUUID(),
			name: `Produit ${index}`,
			step,
			price: 20 + random(400)
		}));
		const placed = Date.UTC(2026, 10, 20);
		const orders: Order[] = households
			.slice(0, 3 + random(households.length - 2))
			.map((household) => ({
				id: randomUUID(),
				household,
				placedAt: placed + random(4) * 60_000,
				cents: 0
			}));
		const lines: Line[] = orders.flatMap((order) => {
			const chosen = offers.filter((_, index) => index === 0 || random(3) > 0);
			return chosen.map((offer) => ({ order: order.id, offer: offer.id, units: 1 + random(7) }));
		});
		for (const line of lines) {
			const offer = offers.find((one) => one.id === line.offer);
			const order = orders.find((one) => one.id === line.order);
			if (!offer || !order) throw new Error('A line of nothing.');
			order.cents += Math.round((Math.round(line.units * offer.step * 10) * offer.price) / 10);
		}
		await test.sql.begin(async (sql) => {
			await sql`insert into rounds (id, residence_id, producer_id, title, opens_local, closes_local,
					opens_at, closes_at, delivery_on, delivery_from, delivery_to, state)
				values (${id}, ${residence}, ${producer}, 'Essai', '2026-11-18 08:00', '2026-11-21 18:00',
					'2026-11-18T07:00Z', '2026-11-21T17:00Z', '2026-11-22', '10:00', '12:00', 'draft')`;
			for (const offer of offers) {
				const [product] = await sql`insert into products
						(residence_id, producer_id, name, unit, step, price_cents)
					values (${residence}, ${producer}, ${offer.name}, 'kg', ${offer.step}, ${offer.price})
					returning id`;
				await sql`insert into offers
						(id, residence_id, round_id, product_id, name, unit, step, price_cents)
					values (${offer.id}, ${residence}, ${id}, ${product?.id}, ${offer.name}, 'kg', ${offer.step},
						${offer.price})`;
			}
			for (const order of orders) {
				await sql`insert into orders (id, residence_id, round_id, household_id, total_cents, placed_at)
					values (${order.id}, ${residence}, ${id}, ${order.household}, ${order.cents},
						${new Date(order.placedAt)})`;
			}
			for (const line of lines) {
				await sql`insert into order_lines
						(order_id, offer_id, round_id, residence_id, quantity, price_cents)
					select ${line.order}, f.id, ${id}, ${residence}, f.step * ${line.units}::int, f.price_cents
					from offers f where f.id = ${line.offer}`;
			}
			await sql`select private.compute_sheet(r) from rounds r where r.id = ${id}`;
			await sql`update rounds set state = 'ordered' where id = ${id}`;
		});
		return { id, offers, orders, lines };
	}

	/** Some products whole, some short, some missing, some more than was asked. */
	function countArrivals(round: Round, seed: number) {
		const random = seeded(seed);
		return round.offers.map((offer) => {
			const units = round.lines
				.filter((line) => line.offer === offer.id)
				.reduce((sum, line) => sum + line.units, 0);
			const part = random(units + 3) * offer.step + (random(4) === 0 ? offer.step / 2 : 0);
			return { offer: offer.id, quantity: Math.round(part * 1000) / 1000 };
		});
	}

	it('shares by each rule exactly as handing out step by step does', async () => {
		let cut = 0;
		for (let seed = 1; seed <= 12; seed++) {
			const round = await makeRound(seed);
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
		const round = await makeRound(101);
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
		const round = await makeRound(202);
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
		const round = await makeRound(303);
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
		const round = await makeRound(404);
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
