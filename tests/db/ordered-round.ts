import { randomUUID } from 'node:crypto';
import type { TestBackend } from './backend.ts';

export type Order = { id: string; household: string; placedAt: number; cents: number };
export type Line = { order: string; offer: string; units: number };
export type Offer = { id: string; name: string; step: number; price: number };
export type Round = { id: string; offers: Offer[]; orders: Order[]; lines: Line[] };

/** Where rounds by chance are made. */
export type Delivering = { residence: string; producer: string; households: string[] };

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

/** A residence of fourteen doors, its caretaker nadia@ and its manager claire@essai.invalid, and a farm. */
export async function arrangeDelivery({ sql }: TestBackend): Promise<Delivering> {
	const [org] = await sql`insert into organisations (name) values ('Essai') returning id`;
	const [place] = await sql`insert into residences (organisation_id, name, time_zone)
		values (${org?.id}, 'Essai', 'Europe/Paris') returning id`;
	const residence = place?.id as string;
	const doors = await sql`insert into households (residence_id, staircase, floor, door)
		select ${residence}, 'A', n / 4, n::text from generate_series(1, 14) n returning id`;
	const households = doors.map(({ id }) => id as string);
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
	const producer = farm?.id as string;
	return { residence, producer, households };
}

/** An ordered round of random orders: few products, many ties in dates and totals. */
export async function makeRound(
	{ sql: database }: TestBackend,
	{ residence, producer, households }: Delivering,
	seed: number
): Promise<Round> {
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
	await database.begin(async (sql) => {
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
export function countArrivals(round: Round, seed: number) {
	const random = seeded(seed);
	return round.offers.map((offer) => {
		const units = round.lines
			.filter((line) => line.offer === offer.id)
			.reduce((sum, line) => sum + line.units, 0);
		const part = random(units + 3) * offer.step + (random(4) === 0 ? offer.step / 2 : 0);
		return { offer: offer.id, quantity: Math.round(part * 1000) / 1000 };
	});
}
