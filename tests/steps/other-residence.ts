import { randomUUID } from 'node:crypto';
import type { RunningApp } from '../app.ts';

/** Stands in every text of the other residence: seen anywhere else, something has leaked. */
export const CANARY = 'Zyxoquatre';

/** A residence of another landlord, with one thing of every kind; ids by the name that addresses give them. */
export type OtherResidence = {
	residence: string;
	household: string;
	member: string;
	producer: string;
	product: string;
	/** Delivered, with orders and money; and one that is open. */
	round: string;
	openRound: string;
	order: string;
	offer: string;
	letter: string;
	request: string;
	notification: string;
	entry: string;
	/** Its private names: none may be shown either. */
	token: string;
	code: string;
};

/** Writes it with the owner's rights: no page of ours makes a second residence. */
export async function addOtherResidence(app: RunningApp): Promise<OtherResidence> {
	const other: OtherResidence = {
		residence: randomUUID(),
		household: randomUUID(),
		member: randomUUID(),
		producer: randomUUID(),
		product: randomUUID(),
		round: randomUUID(),
		openRound: randomUUID(),
		order: randomUUID(),
		offer: randomUUID(),
		letter: randomUUID(),
		request: randomUUID(),
		notification: randomUUID(),
		entry: '',
		token: `${randomUUID()}${randomUUID()}`.replaceAll('-', ''),
		code: 'QQQ777'
	};
	const user = randomUUID();
	await app.sql(`
		insert into auth.users (id, email) values ('${user}', '${CANARY.toLowerCase()}@tests.invalid');
		with o as (insert into public.organisations (name) values ('${CANARY} bailleur') returning id)
		insert into public.residences (id, organisation_id, name, address, time_zone, lodge_phone, pickup_place)
			select '${other.residence}', o.id, '${CANARY} résidence', '${CANARY} rue', 'Europe/Paris', '${CANARY} tel', '${CANARY} lieu' from o;
		insert into public.households (id, residence_id, staircase, floor, door)
			values ('${other.household}', '${other.residence}', '${CANARY}', 1, '${CANARY}');
		insert into public.members (id, residence_id, household_id, user_id, name, role)
			values ('${other.member}', '${other.residence}', '${other.household}', '${user}', '${CANARY} personne', 'caretaker');
		insert into public.member_contacts (member_id, residence_id, email, phone)
			values ('${other.member}', '${other.residence}', '${CANARY.toLowerCase()}@tests.invalid', '${CANARY}');
		insert into public.producers (id, residence_id, name, email, place)
			values ('${other.producer}', '${other.residence}', '${CANARY} ferme', '${CANARY.toLowerCase()}@ferme.invalid', '${CANARY}');
		insert into public.products (id, residence_id, producer_id, name, unit, price_cents, description)
			values ('${other.product}', '${other.residence}', '${other.producer}', '${CANARY} carottes', 'kg', 321, '${CANARY}');
		insert into public.rounds (id, residence_id, producer_id, title, word, opens_local, closes_local, opens_at, closes_at,
				delivery_on, delivery_from, delivery_to, place, state)
			select id, '${other.residence}', '${other.producer}', '${CANARY} semaine', '${CANARY}', o, c, o, c, c::date + 3, '10:00', '12:00', '${CANARY}', state
			from (values ('${other.round}'::uuid, 'delivered', now()::timestamp - interval '9 days', now()::timestamp - interval '2 days'),
				('${other.openRound}'::uuid, 'open', now()::timestamp - interval '1 day', now()::timestamp + interval '2 days')) x(id, state, o, c);
		insert into public.round_changes (residence_id, round_id, to_state, detail)
			values ('${other.residence}', '${other.round}', 'delivered', '{"reason": "${CANARY}"}');
		insert into public.offers (id, residence_id, round_id, product_id, name, unit, step, price_cents)
			select id, '${other.residence}', round, '${other.product}', '${CANARY} carottes', 'kg', 1, 321
			from (values ('${other.offer}'::uuid, '${other.round}'::uuid), (gen_random_uuid(), '${other.openRound}')) x(id, round);
		begin;
		insert into public.orders (id, residence_id, round_id, household_id, member_id, total_cents, pickup_note)
			values ('${other.order}', '${other.residence}', '${other.round}', '${other.household}', '${other.member}', 642, '${CANARY}');
		insert into public.order_lines (order_id, offer_id, round_id, residence_id, quantity, price_cents)
			values ('${other.order}', '${other.offer}', '${other.round}', '${other.residence}', 2, 321);
		commit;
		insert into public.sheets (residence_id, round_id, token, orders_count, total_cents, answer_note)
			values ('${other.residence}', '${other.round}', '${other.token}', 1, 642, '${CANARY}');
		insert into public.ledger_entries (residence_id, round_id, household_id, kind, method, amount_cents, note)
			values ('${other.residence}', '${other.round}', '${other.household}', 'charge', null, 642, '${CANARY}'),
				('${other.residence}', '${other.round}', '${other.household}', 'payment', 'cash', -100, '${CANARY}');
		insert into public.join_codes (residence_id, code, expires_at)
			values ('${other.residence}', '${other.code}', now() + interval '1 year');
		insert into public.letters (id, residence_id, household_id, token_hash, code_hash, expires_at)
			values ('${other.letter}', '${other.residence}', '${other.household}', md5('a'), md5('b'), now() + interval '1 year');
		insert into public.join_requests (id, residence_id, household_id, name, phone)
			values ('${other.request}', '${other.residence}', '${other.household}', '${CANARY} demande', '${CANARY}');
		insert into public.notifications (id, residence_id, member_id, kind, subject_id, key, expires_at)
			values ('${other.notification}', '${other.residence}', '${other.member}', 'round_opened', '${other.openRound}',
				'${CANARY}', now() + interval '1 day');
	`);
	const [entry] = (await app.sql(
		`select id::text from public.ledger_entries where residence_id = '${other.residence}' and kind = 'payment'`
	)) as { id: string }[];
	return { ...other, entry: entry?.id ?? '' };
}

/** A form with a field of every name that ours have, each with what a residence has for it. */
export function everyField(other: Record<string, string>): string {
	return new URLSearchParams({
		...other,
		households: other.household ?? '',
		person: other.member ?? '',
		for: other.member ?? '',
		id: other.member ?? '',
		version: '1',
		name: 'Jean',
		title: 'Titre',
		role: 'tenant',
		staircase: 'A',
		floor: '1',
		door: '1',
		doors: '1',
		unit: 'kg',
		step: '1',
		price: '1,00',
		amount: '1,00',
		method: 'cash',
		state: 'collected',
		rule: 'same_cut',
		answer: 'yes',
		uses: '4',
		days: '60',
		send: '1',
		reason: 'x',
		key: other.order ?? '',
		clientKey: randomUUID(),
		baseVersion: '1',
		closes: '2040-01-01T10:00',
		opens: '2030-01-01T10:00',
		deliveryOn: '2040-01-05',
		deliveryFrom: '10:00',
		deliveryTo: '12:00',
		[`quantity-${other.offer}`]: '1',
		[`quantity.${other.offer}`]: '1'
	}).toString();
}
