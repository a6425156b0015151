import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import type { Act } from './crowd.ts';

/** A residence with an open round: as many doors as asked for, one tenant behind each, two caretakers. */
export type Residence = {
	id: string;
	round: string;
	/** Ids of the offers, in the order of `stocks`. */
	offers: string[];
	doors: { household: string; user: string; partner: string }[];
	caretakers: [string, string];
};

export type Line = { offer: string; quantity: number };

export const PRICE_CENTS = 250;

/** Writes it with the owner's rights. `stocks`: one offer for each, null without a limit. */
export async function arrangeResidence(
	sql: postgres.Sql,
	doors: number,
	stocks: (number | null)[]
): Promise<Residence> {
	const id = randomUUID();
	const round = randomUUID();
	const producer = randomUUID();
	const people = Array.from({ length: doors }, () => ({
		household: randomUUID(),
		user: randomUUID(),
		partner: randomUUID()
	}));
	const caretakers: [string, string] = [randomUUID(), randomUUID()];
	const offers = stocks.map(() => randomUUID());
	await sql.begin(async (tx) => {
		const users = [...caretakers, ...people.flatMap(({ user, partner }) => [user, partner])];
		await tx`insert into auth.users (id, email) select u, u || '@tests.invalid' from unnest(${users}::uuid[]) u`;
		const [landlord] =
			await tx`insert into public.organisations (name) values ('Bailleur') returning id`;
		await tx`insert into public.residences (id, organisation_id, name, time_zone)
			values (${id}, ${landlord?.id}, 'Les Tilleuls', 'Europe/Paris')`;
		await tx`insert into public.households (id, residence_id, staircase, floor, door)
			select h, ${id}, 'A', 0, n::text from unnest(${people.map((p) => p.household)}::uuid[]) with ordinality x(h, n)`;
		for (const column of ['user', 'partner'] as const) {
			await tx`insert into public.members (residence_id, household_id, user_id, name)
				select ${id}, x.h, x.u, 'Voisin' from
				unnest(${people.map((p) => p.household)}::uuid[], ${people.map((p) => p[column])}::uuid[]) x(h, u)`;
		}
		await tx`insert into public.members (residence_id, user_id, name, role)
			select ${id}, u, 'Gardienne', 'caretaker' from unnest(${caretakers}::uuid[]) u`;
		await tx`insert into public.producers (id, residence_id, name, email)
			values (${producer}, ${id}, 'La ferme', 'ferme@tests.invalid')`;
		await tx`insert into public.rounds (id, residence_id, producer_id, title, opens_local, closes_local, opens_at,
				closes_at, delivery_on, delivery_from, delivery_to, state)
			select ${round}, ${id}, ${producer}, 'Semaine', o, c, o at time zone 'Europe/Paris', c at time zone 'Europe/Paris',
				c::date + 3, '10:00', '12:00', 'open'
			from (select date_trunc('minute', now() at time zone 'Europe/Paris') - interval '1 day' as o,
				date_trunc('minute', now() at time zone 'Europe/Paris') + interval '2 days' as c) x`;
		for (const [index, stock] of stocks.entries()) {
			const [product] =
				await tx`insert into public.products (residence_id, producer_id, name, unit, price_cents)
				values (${id}, ${producer}, ${`Produit ${index}`}, 'piece', ${PRICE_CENTS}) returning id`;
			await tx`insert into public.offers (id, residence_id, round_id, product_id, position, name, unit, step, price_cents, stock_limit)
				values (${offers[index] ?? ''}, ${id}, ${round}, ${product?.id}, ${index}, ${`Produit ${index}`}, 'piece', 1, ${PRICE_CENTS}, ${stock})`;
		}
	});
	return { id, round, offers, doors: people, caretakers };
}

/** Placing or changing the order of a door. */
export function placing(
	residence: Residence,
	door: { household: string; user: string },
	lines: Line[],
	{ key = randomUUID() as string, base = 0, user = door.user } = {}
): Act {
	return {
		user,
		call: 'place_order',
		// As an object: postgres.js writes it as JSON itself.
		args: [residence.round, door.household, lines, key, base]
	};
}

/** The i-th door. */
export function doorOf(residence: Residence, index: number) {
	const door = residence.doors[index];
	if (!door) throw new Error(`There is no door ${index}.`);
	return door;
}

/** The i-th offer. */
export function offerOf(residence: Residence, index: number): string {
	const offer = residence.offers[index];
	if (!offer) throw new Error(`There is no offer ${index}.`);
	return offer;
}
