import type postgres from 'postgres';

export type Place = {
	residence: string;
	round: string;
	offers: string[];
	users: string[];
	/** The household of each user, in the same order. */
	households: string[];
};

/**
 * A residence with one member per household and an open round of 50 products, ten of them limited.
 *
 * @param households how many; each gets a member with an account
 * @param limit stock of each limited product
 */
export async function makeResidence(
	sql: postgres.Sql,
	name: string,
	households: number,
	limit: number
): Promise<Place> {
	return sql.begin(async (tx) => {
		const [place] = await tx<{ residence: string; producer: string }[]>`
			with organisation as (
				insert into public.organisations (name) values (${name}) returning id
			), residence as (
				insert into public.residences (organisation_id, name, time_zone)
				select id, ${name}, 'Europe/Paris' from organisation returning id
			), producer as (
				insert into public.producers (residence_id, name) select id, 'Ferme' from residence returning id, residence_id
			)
			select residence_id as residence, id as producer from producer`;
		if (!place) throw new Error('No residence was made.');
		await tx`
			insert into public.households (residence_id, staircase, floor, door)
			select ${place.residence}, chr(65 + (n % 26)::int), ((n / 26) % 50)::smallint, n::text
			from generate_series(0, ${households - 1}::int) n`;
		await tx`
			with people as (
				insert into public.members (residence_id, household_id, user_id, name)
				select residence_id, id, null, 'Voisin ' || door from public.households
				where residence_id = ${place.residence} returning id
			) select count(*) from people`;
		await tx`
			with users as (
				insert into auth.users (id, email)
				select gen_random_uuid(), m.id || '@bench.invalid' from public.members m
				where m.residence_id = ${place.residence} returning id, email
			)
			update public.members m set user_id = u.id from users u where u.email = m.id || '@bench.invalid'`;
		const [round] = await tx<{ id: string }[]>`
			insert into public.rounds (residence_id, producer_id, title, opens_local, closes_local, opens_at, closes_at,
				delivery_on, delivery_from, delivery_to, state)
			values (${place.residence}, ${place.producer}, 'Légumes', now() - interval '1 day', now() + interval '2 days',
				now() - interval '1 day', now() + interval '2 days', current_date + 4, '10:00', '12:00', 'open') returning id`;
		if (!round) throw new Error('No round was made.');
		await tx`
			insert into public.products (residence_id, producer_id, name, unit, price_cents)
			select ${place.residence}, ${place.producer}, 'Produit ' || n, 'piece', 100 + n from generate_series(1, 50) n`;
		const offers = await tx<{ id: string }[]>`
			insert into public.offers (residence_id, round_id, product_id, position, name, unit, step, price_cents, stock_limit)
			select residence_id, ${round.id}, id, row_number() over (order by price_cents), name, unit, step, price_cents,
				case when price_cents <= 110 then ${limit}::numeric end
			from public.products where producer_id = ${place.producer} order by price_cents returning id`;
		const users = await tx<{ user_id: string; household_id: string }[]>`
			select user_id, household_id from public.members where residence_id = ${place.residence} order by id`;
		return {
			residence: place.residence,
			round: round.id,
			offers: offers.map(({ id }) => id),
			users: users.map(({ user_id }) => user_id),
			households: users.map(({ household_id }) => household_id)
		};
	});
}

/** Runs a query as a signed-in person, under row-level security, in a transaction of its own. */
export function asPerson<Row extends postgres.Row[]>(
	sql: postgres.Sql,
	user: string,
	ask: (tx: postgres.TransactionSql) => Promise<Row>
): Promise<Row> {
	const claims = JSON.stringify({ sub: user, role: 'authenticated' });
	return sql.begin(async (tx) => {
		await tx`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true),
			set_config('request.jwt.claim.sub', ${user}, true)`;
		return ask(tx);
	}) as Promise<Row>;
}
