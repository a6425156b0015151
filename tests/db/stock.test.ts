import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answersOf, gatherCrowd, refusalsOf, type Crowd } from './crowd.ts';
import { arrangeResidence, doorOf, offerOf, placing, type Residence } from './residence.ts';

const CLIENTS = 50;
const LAST = 10;
// What a slow moment between looking at the stock and taking it does.
const PAUSE = `perform pg_sleep(0.05); if v_new then`;
const LOCK = `select * into v_offer from public.offers where id = v_line.offer_id for update;`;

describe('50 households want the last 10 at once', () => {
	let crowd: Crowd;
	let residence: Residence;

	beforeEach(async () => {
		crowd = await gatherCrowd(CLIENTS);
		residence = await arrangeResidence(crowd.sql, CLIENTS, [LAST, null]);
	});
	afterEach(() => crowd.stop());

	async function rush() {
		const offer = offerOf(residence, 0);
		const outcomes = await crowd.together(
			residence.doors.map((door) => placing(residence, door, [{ offer, quantity: 1 }]))
		);
		const [sold] =
			await crowd.sql`select coalesce(sum(quantity), 0)::float as n from public.order_lines`;
		return { outcomes, sold: Number(sold?.n) };
	}

	it('sells exactly 10', async () => {
		const { outcomes, sold } = await rush();
		expect(answersOf(outcomes)).toHaveLength(LAST);
		expect(refusalsOf(outcomes)).toEqual(Array(CLIENTS - LAST).fill('sold_out'));
		expect(sold).toBe(LAST);
	});

	it('sells exactly 10 when the database is slow between looking and taking', async () => {
		await crowd.alter('place_order', ['if v_new then', PAUSE]);
		const { outcomes, sold } = await rush();
		expect(answersOf(outcomes)).toHaveLength(LAST);
		expect(refusalsOf(outcomes)).toEqual(Array(CLIENTS - LAST).fill('sold_out'));
		expect(sold).toBe(LAST);
	});

	it('would sell too much without the lock: this test can fail', async () => {
		await crowd.alter(
			'place_order',
			['if v_new then', PAUSE],
			[LOCK, LOCK.replace(' for update', '')]
		);
		const { outcomes, sold } = await rush();
		expect(answersOf(outcomes).length).toBeGreaterThan(LAST);
		expect(sold).toBeGreaterThan(LAST);
	});

	it('refuses without leaving anything half-written', async () => {
		const [limited, unlimited] = [offerOf(residence, 0), offerOf(residence, 1)];
		await crowd.together(
			residence.doors.map((door) =>
				placing(residence, door, [
					{ offer: unlimited, quantity: 2 },
					{ offer: limited, quantity: 3 }
				])
			)
		);
		const [left] = await crowd.sql`select
			(select count(*)::int from public.orders) as orders,
			(select count(*)::int from public.order_lines) as lines,
			(select count(*)::int from public.order_changes) as changes,
			(select count(*)::int from private.order_keys) as keys`;
		// Three baskets of three fit into ten.
		expect(left).toEqual({ orders: 3, lines: 6, changes: 3, keys: 3 });
	});

	it('never stops anybody with a deadlock, whatever the order of the lines', async () => {
		const wide = await arrangeResidence(crowd.sql, CLIENTS, [40, 40, 40, 40, 40, 40]);
		const outcomes = await crowd.together(
			wide.doors.map((door, index) => {
				const lines = wide.offers.map((offer) => ({ offer, quantity: 1 }));
				return placing(wide, door, index % 2 ? lines : lines.reverse());
			})
		);
		expect(answersOf(outcomes)).toHaveLength(40);
		expect(new Set(refusalsOf(outcomes))).toEqual(new Set(['sold_out']));
	});

	/** The caretaker saves the round with these articles, the first with a stock of ten. */
	async function offer(products: number[]) {
		const [round] = await crowd.sql`select r.version, jsonb_build_object('producer', producer_id,
			'title', title, 'opens', opens_local, 'closes', closes_local, 'deliveryOn', delivery_on,
			'deliveryFrom', delivery_from, 'deliveryTo', delivery_to) as data
			from public.rounds r where id = ${residence.round}`;
		const ids = await crowd.sql`select p.id from public.products p
			where p.residence_id = ${residence.id} order by p.name`;
		const offers = products.map((index) => ({
			product: ids[index]?.id,
			stockLimit: index === 0 ? LAST : null
		}));
		const [user] = residence.caretakers;
		const args = [residence.id, residence.round, round?.version, round?.data, offers];
		const saved = await crowd.act({ user, call: 'save_round', args });
		expect(refusalsOf([saved])).toEqual([]);
	}

	/** Six are sold, then the article is withdrawn and offered again, and everybody wants one. */
	async function comeBack(): Promise<number> {
		const first = offerOf(residence, 0);
		await crowd.act(placing(residence, doorOf(residence, 0), [{ offer: first, quantity: 6 }]));
		await offer([1]);
		await offer([0, 1]);
		const [live] = await crowd.sql`select f.id from public.offers f
			join public.offers o on o.product_id = f.product_id and o.round_id = f.round_id
			where o.id = ${first} and f.withdrawn_at is null`;
		await crowd.together(
			residence.doors
				.slice(1)
				.map((door) => placing(residence, door, [{ offer: String(live?.id), quantity: 1 }]))
		);
		const [sold] = await crowd.sql`select sum(l.quantity)::float as n from public.order_lines l
			join public.offers f on f.id = l.offer_id
			where f.product_id = (select product_id from public.offers where id = ${first})`;
		return Number(sold?.n);
	}

	it('sells exactly 10 of what was withdrawn and offered again', async () => {
		expect(await comeBack()).toBe(LAST);
	});

	it('would count the stock twice as two offers: this test can fail', async () => {
		await crowd.sql`drop index public.offers_round_product_key`;
		await crowd.alter('save_offers', [
			'product_id = v_in.product for update',
			'product_id = v_in.product and withdrawn_at is null for update'
		]);
		expect(await comeBack()).toBe(LAST + 6);
	});

	it('sells what somebody gave back, once', async () => {
		const offer = offerOf(residence, 0);
		const first = await crowd.act(
			placing(residence, doorOf(residence, 0), [{ offer, quantity: LAST }])
		);
		const order = JSON.parse(answersOf([first])[0] ?? '{}') as { orderId: string };
		const others = residence.doors.slice(1);
		const outcomes = await crowd.together([
			{ user: doorOf(residence, 0).user, call: 'cancel_order', args: [order.orderId, 1] },
			...others.map((door) => placing(residence, door, [{ offer, quantity: 6 }]))
		]);
		const [sold] =
			await crowd.sql`select coalesce(sum(l.quantity), 0)::float as n from public.order_lines l
			join public.orders o on o.id = l.order_id where o.state = 'placed'`;
		expect(answersOf(outcomes.slice(0, 1))).toHaveLength(1);
		expect(answersOf(outcomes.slice(1)).length).toBeLessThanOrEqual(1);
		expect(Number(sold?.n)).toBe(answersOf(outcomes.slice(1)).length * 6);
	});
});
