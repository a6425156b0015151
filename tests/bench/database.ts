import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { asPerson, makeResidence, type Place } from './dataset.ts';
import { median, percentile, time, type Figure } from './figures.ts';

const milliseconds = (value: number) => `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`;

/** Query time of home as residences grow. Must stay flat. */
export async function growthFigures(sql: postgres.Sql): Promise<Figure[]> {
	const sizes = [100, 10_000, 100_000];
	const taken: number[] = [];
	for (const size of sizes) {
		const place = await makeResidence(sql, `Taille ${size}`, size, 1000);
		await sql.unsafe('analyze');
		const user = place.users[0] ?? '';
		taken.push(
			median(
				await time(
					100,
					() => asPerson(sql, user, (tx) => tx`select public.page_home(${place.residence})`),
					20
				)
			)
		);
	}
	const [small = Number.NaN] = taken;
	return sizes.map((size, index) => {
		const value = taken[index] ?? Number.NaN;
		return {
			what: `home, query in a residence of ${size.toLocaleString('en')} members`,
			value: milliseconds(value),
			reference: `${milliseconds(small)} with 100 members`,
			ratio: (value / small).toFixed(2),
			target: '≤ 1.5',
			met: value <= 1.5 * small
		};
	});
}

/** Three hundred members order at once, through the pages; every order has ten products. */
export async function stormFigures(
	sql: postgres.Sql,
	url: string,
	cookieOf: (user: string) => Promise<string>
): Promise<Figure[]> {
	const limit = 120;
	const place = await makeResidence(sql, 'Trois cents', 300, limit);
	await sql.unsafe('analyze');
	const cookies = await Promise.all(place.users.map(cookieOf));
	const prices = await sql<{ id: string; price_cents: number }[]>`
		select id, price_cents from public.offers where round_id = ${place.round}`;
	const priceOf = new Map(prices.map(({ id, price_cents }) => [id, price_cents]));

	const start = performance.now();
	const taken = await Promise.all(
		place.users.map(async (_, index) => {
			const body = new FormData();
			body.set('clientKey', randomUUID());
			body.set('baseVersion', '0');
			body.set('household', place.households[index] ?? '');
			for (const offer of pick(place.offers, index, 10)) {
				body.set(`quantity-${offer}`, '1');
				body.set(`price-${offer}`, String(priceOf.get(offer)));
			}
			const begun = performance.now();
			const answer = await fetch(`${url}/r/${place.residence}/orders/${place.round}?/place`, {
				method: 'POST',
				headers: { cookie: cookies[index] ?? '', origin: url, accept: 'text/html' },
				body,
				redirect: 'manual'
			});
			if (![303, 409].includes(answer.status)) {
				throw new Error(`An order was answered with ${answer.status}`);
			}
			await answer.arrayBuffer();
			return performance.now() - begun;
		})
	);
	const all = performance.now() - start;

	const [sums] = await sql<{ orders: number; oversold: number; wrong: number }[]>`
		select (select count(*)::int from public.orders where round_id = ${place.round}) as orders,
			(select count(*)::int from public.offers f where f.round_id = ${place.round} and f.stock_limit <
				(select coalesce(sum(l.quantity), 0) from public.order_lines l where l.offer_id = f.id)) as oversold,
			(select count(*)::int from public.orders o where o.round_id = ${place.round} and o.total_cents <>
				(select sum(l.line_cents) from public.order_lines l where l.order_id = o.id)) as wrong`;
	const direct = await directOrders(sql);
	return [
		{
			what: '300 members order at once: all answered after',
			value: `${milliseconds(all)} (${Math.round(300_000 / all)} orders/s)`,
			reference: `${milliseconds(direct)}, the same acts straight in SQL`,
			ratio: (all / direct).toFixed(2),
			target: '≤ 60 s',
			met: all <= 60_000
		},
		{
			what: '300 members order at once: median and 95th percentile of one',
			value: `${milliseconds(median(taken))}, ${milliseconds(percentile(taken, 0.95))}`,
			reference: '',
			ratio: '',
			target: '',
			met: null
		},
		{
			what: '300 members order at once: accepted, oversold products, wrong totals',
			value: `${sums?.orders}, ${sums?.oversold}, ${sums?.wrong}`,
			reference: '',
			ratio: '',
			target: '0 oversold, 0 wrong',
			met: sums?.oversold === 0 && sums.wrong === 0
		}
	];
}

function pick(offers: string[], from: number, count: number): string[] {
	return Array.from(
		{ length: count },
		(_, step) => offers[(from + step * 5) % offers.length] ?? ''
	);
}

/** The same acts without the web server: 20 connections at once. */
async function directOrders(sql: postgres.Sql): Promise<number> {
	const place = await makeResidence(sql, 'Trois cents, SQL', 300, 1000);
	const start = performance.now();
	await Promise.all(place.users.map((user, index) => order(sql, place, user, index, 10)));
	return performance.now() - start;
}

async function order(sql: postgres.Sql, place: Place, user: string, index: number, count: number) {
	const lines = pick(place.offers, index, count).map((offer) => ({ offer, quantity: 1 }));
	const household = place.households[index] ?? '';
	await asPerson(
		sql,
		user,
		(tx) =>
			tx`select public.place_order(${place.round}, ${household}, ${tx.json(lines)}, ${randomUUID()}, 0)`
	);
}

/** Closing a round of 300 orders × 50 products beside the bare sums. */
export async function closingFigures(sql: postgres.Sql): Promise<Figure[]> {
	const place = await makeResidence(sql, 'Fermeture', 300, 1000);
	await sql`
		with placed as (
			insert into public.orders (residence_id, round_id, household_id, total_cents)
			select residence_id, ${place.round}, id, (select sum(price_cents) from public.offers where round_id = ${place.round})
			from public.households where residence_id = ${place.residence} returning id
		)
		insert into public.order_lines (order_id, offer_id, round_id, residence_id, quantity, price_cents)
		select p.id, f.id, f.round_id, f.residence_id, 1, f.price_cents
		from placed p cross join public.offers f where f.round_id = ${place.round}`;
	await sql.unsafe('analyze');
	const sums = median(
		await time(
			20,
			() => sql`select l.offer_id, sum(l.quantity), sum(l.line_cents), count(*) from public.order_lines l
				join public.orders o on o.id = l.order_id where l.round_id = ${place.round} and o.state = 'placed' group by 1`
		)
	);
	const caretaker = place.users[0] ?? '';
	await sql`update public.members set role = 'caretaker' where user_id = ${caretaker}`;
	const start = performance.now();
	await asPerson(sql, caretaker, (tx) => tx`select public.close_round(${place.round}, true)`);
	const closing = performance.now() - start;
	return [
		{
			what: 'closing a round of 300 orders × 50 products',
			value: milliseconds(closing),
			reference: `${milliseconds(sums)}, the same sums in raw SQL`,
			ratio: (closing / sums).toFixed(1),
			target: '≤ 2 s',
			met: closing <= 2000
		}
	];
}
