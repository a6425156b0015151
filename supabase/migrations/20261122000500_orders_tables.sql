-- Grouped orders: producers, products, rounds, offers, orders, lines, sheets and the money ledger.

create table public.producers (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null references public.residences (id) on delete cascade,
	name text not null check (char_length(name) between 1 and 120),
	phone text not null default '' check (char_length(phone) <= 30),
	email text check (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and char_length(email) <= 254),
	place text not null default '' check (char_length(place) <= 200),
	archived_at timestamptz,
	created_at timestamptz not null default now(),
	unique (residence_id, id)
);
comment on table public.producers is 'Producteurs: who grows or makes what is ordered. They have no account.';

create table public.products (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null references public.residences (id) on delete cascade,
	producer_id uuid not null,
	name text not null check (char_length(name) between 1 and 120),
	unit text not null check (unit in ('piece', 'bunch', 'kg', 'litre', 'basket')),
	step numeric(8, 3) not null default 1 check (step > 0 and step <= 100),
	price_cents integer not null check (price_cents between 0 and 100000),
	pictogram text not null default 'basket' check (char_length(pictogram) <= 30),
	photo_path text check (char_length(photo_path) <= 200),
	description text not null default '' check (char_length(description) <= 500),
	origin text not null default '' check (char_length(origin) <= 120),
	allergens text not null default '' check (char_length(allergens) <= 200),
	months smallint[] not null default '{}' check (months <@ array[1,2,3,4,5,6,7,8,9,10,11,12]::smallint[]),
	archived_at timestamptz,
	created_at timestamptz not null default now(),
	foreign key (residence_id, producer_id) references public.producers (residence_id, id) on delete cascade,
	unique (residence_id, id)
);
comment on table public.products is 'Produits of a producer; price in cents per unit, ordered by steps (0.5 kg).';
comment on column public.products.months is 'Months in season, 1 to 12; empty means all year.';
create index products_producer_id_idx on public.products (producer_id);
create index products_residence_id_idx on public.products (residence_id);

create table public.rounds (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null references public.residences (id) on delete cascade,
	producer_id uuid not null,
	title text not null check (char_length(title) between 1 and 120),
	word text not null default '' check (char_length(word) <= 1000),
	opens_local timestamp not null,
	closes_local timestamp not null,
	opens_at timestamptz not null,
	closes_at timestamptz not null,
	delivery_on date not null,
	delivery_from time not null,
	delivery_to time not null,
	place text not null default '' check (char_length(place) <= 120),
	minimum_cents integer check (minimum_cents between 1 and 10000000),
	minimum_baskets integer check (minimum_baskets between 1 and 10000),
	send_on_close boolean not null default true,
	state text not null default 'draft'
		check (state in ('draft', 'open', 'closed', 'ordered', 'delivered', 'settled', 'cancelled')),
	version integer not null default 1,
	created_at timestamptz not null default now(),
	created_by uuid references public.members (id) on delete set null,
	foreign key (residence_id, producer_id) references public.producers (residence_id, id) on delete restrict,
	unique (residence_id, id),
	check (opens_at < closes_at),
	check (delivery_from < delivery_to)
);
comment on table public.rounds is 'Commandes groupées: one grouped order, from its preparation to the last basket.';
comment on column public.rounds.closes_local is 'Deadline as the caretaker set it, in the residence''s time zone; closes_at is the instant.';
comment on column public.rounds.minimum_baskets is 'Least number of households that must order.';
create index rounds_residence_state_idx on public.rounds (residence_id, state, closes_at);
create index rounds_producer_id_idx on public.rounds (producer_id);
create index rounds_due_idx on public.rounds (closes_at) where state = 'open';
create index rounds_created_by_idx on public.rounds (created_by);

create table public.round_changes (
	id bigint generated always as identity primary key,
	residence_id uuid not null references public.residences (id) on delete cascade,
	round_id uuid not null references public.rounds (id) on delete cascade,
	from_state text,
	to_state text not null,
	at timestamptz not null default clock_timestamp(),
	by_member uuid references public.members (id) on delete set null,
	detail jsonb not null default '{}'
);
comment on table public.round_changes is 'Who moved a round from one state to another, and when; no member means the clock did.';
create index round_changes_round_id_idx on public.round_changes (round_id);
create index round_changes_residence_id_idx on public.round_changes (residence_id);
create index round_changes_by_member_idx on public.round_changes (by_member);

create table public.offers (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null,
	round_id uuid not null,
	product_id uuid not null,
	position integer not null default 0,
	name text not null,
	unit text not null,
	step numeric(8, 3) not null check (step > 0),
	price_cents integer not null check (price_cents between 0 and 100000),
	pictogram text not null default 'basket',
	photo_path text,
	description text not null default '',
	origin text not null default '',
	allergens text not null default '',
	stock_limit numeric(10, 3) check (stock_limit >= 0),
	arrived_quantity numeric(10, 3) check (arrived_quantity >= 0),
	withdrawn_at timestamptz,
	foreign key (residence_id, round_id) references public.rounds (residence_id, id) on delete cascade,
	foreign key (residence_id, product_id) references public.products (residence_id, id) on delete restrict,
	unique (round_id, id)
);
comment on table public.offers is 'Articles proposés: a product in a round, with its price as it was then.';
comment on column public.offers.stock_limit is 'Most that the whole residence can order; null means no limit.';
-- Also when it was withdrawn: offered again, it is the same offer, with the same stock.
create unique index offers_round_product_key on public.offers (round_id, product_id);
create index offers_product_id_idx on public.offers (product_id);
create index offers_residence_round_idx on public.offers (residence_id, round_id);

create table public.orders (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null,
	round_id uuid not null,
	household_id uuid not null,
	member_id uuid references public.members (id) on delete set null,
	state text not null default 'placed' check (state in ('placed', 'cancelled')),
	total_cents integer not null check (total_cents >= 0),
	version integer not null default 1,
	placed_at timestamptz not null default clock_timestamp(),
	changed_at timestamptz not null default clock_timestamp(),
	pickup_state text not null default 'waiting'
		check (pickup_state in ('waiting', 'collected', 'partly', 'carry_up', 'not_collected')),
	pickup_by text not null default '' check (char_length(pickup_by) <= 80),
	pickup_note text not null default '' check (char_length(pickup_note) <= 280),
	pickup_at timestamptz,
	foreign key (residence_id, round_id) references public.rounds (residence_id, id) on delete cascade,
	foreign key (residence_id, household_id) references public.households (residence_id, id) on delete restrict,
	unique (round_id, id)
);
comment on table public.orders is 'Commandes: what one household asks for in one round. Written by place_order and its siblings only.';
comment on column public.orders.member_id is 'For whom it was placed.';
create unique index orders_one_live_key on public.orders (round_id, household_id) where state = 'placed';
create index orders_household_id_idx on public.orders (household_id, placed_at desc);
create index orders_member_id_idx on public.orders (member_id);
create index orders_residence_round_idx on public.orders (residence_id, round_id);

create table public.order_lines (
	order_id uuid not null,
	offer_id uuid not null,
	round_id uuid not null,
	residence_id uuid not null references public.residences (id) on delete cascade,
	quantity numeric(8, 3) not null check (quantity > 0 and quantity <= 999),
	price_cents integer not null check (price_cents >= 0),
	-- Rounded once, half away from zero; every total is a sum of these.
	line_cents integer not null generated always as (round(quantity * price_cents)::integer) stored,
	received_quantity numeric(8, 3) check (received_quantity >= 0),
	received_cents integer not null generated always as
		(round(coalesce(received_quantity, quantity) * price_cents)::integer) stored,
	primary key (order_id, offer_id),
	foreign key (round_id, order_id) references public.orders (round_id, id) on delete cascade,
	foreign key (round_id, offer_id) references public.offers (round_id, id) on delete restrict
);
comment on table public.order_lines is 'Lignes: one product in one order, at the price that was shown when it was placed.';
comment on column public.order_lines.received_quantity is 'What the household got at delivery; null until then.';
create index order_lines_offer_id_idx on public.order_lines (offer_id);
create index order_lines_round_offer_idx on public.order_lines (round_id, offer_id);
create index order_lines_residence_id_idx on public.order_lines (residence_id);

create table public.order_changes (
	id bigint generated always as identity primary key,
	residence_id uuid not null,
	round_id uuid not null,
	order_id uuid not null,
	kind text not null check (kind in ('placed', 'changed', 'cancelled', 'received', 'pickup')),
	at timestamptz not null default clock_timestamp(),
	by_member uuid references public.members (id) on delete set null,
	for_member uuid references public.members (id) on delete set null,
	on_behalf boolean not null default false,
	total_cents integer not null,
	detail jsonb not null default '{}',
	foreign key (round_id, order_id) references public.orders (round_id, id) on delete cascade
);
comment on table public.order_changes is 'Who did what to an order, for whom and when. Never changed.';
create index order_changes_order_id_idx on public.order_changes (order_id);
create index order_changes_round_id_idx on public.order_changes (round_id, order_id);
create index order_changes_by_member_idx on public.order_changes (by_member);
create index order_changes_for_member_idx on public.order_changes (for_member);

create table private.order_keys (
	client_key uuid primary key,
	round_id uuid not null references public.rounds (id) on delete cascade,
	member_id uuid not null references public.members (id) on delete cascade,
	fingerprint text not null,
	answer jsonb not null,
	at timestamptz not null default now()
);
comment on table private.order_keys is 'Answers already given, by the key the device made: a repeated request gets the same answer.';
create index order_keys_round_id_idx on private.order_keys (round_id);
create index order_keys_member_id_idx on private.order_keys (member_id);

create table public.sheets (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null,
	round_id uuid not null,
	computed_at timestamptz not null default clock_timestamp(),
	token text not null unique default
		replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
	orders_count integer not null,
	-- Sum of many orders: wider than the sum of one.
	total_cents bigint not null,
	sent_at timestamptz,
	send_failed_at timestamptz,
	read_at timestamptz,
	answered_at timestamptz,
	answer_note text not null default '' check (char_length(answer_note) <= 500),
	revoked_at timestamptz,
	superseded_at timestamptz,
	foreign key (residence_id, round_id) references public.rounds (residence_id, id) on delete cascade
);
comment on table public.sheets is 'Bon de commande of the producer, computed once when a round closes. The token (244 random bits) is its private link.';
create unique index sheets_one_live_key on public.sheets (round_id) where superseded_at is null;
create index sheets_residence_round_idx on public.sheets (residence_id, round_id);

create table public.sheet_lines (
	sheet_id uuid not null references public.sheets (id) on delete cascade,
	offer_id uuid not null references public.offers (id) on delete restrict,
	residence_id uuid not null references public.residences (id) on delete cascade,
	position integer not null,
	name text not null,
	unit text not null,
	price_cents integer not null,
	quantity numeric(10, 3) not null,
	orders_count integer not null,
	answered_quantity numeric(10, 3) check (answered_quantity >= 0),
	primary key (sheet_id, offer_id)
);
comment on table public.sheet_lines is 'Totals by product in the producer''s units, frozen at closing; answered is what the producer can bring.';
create index sheet_lines_offer_id_idx on public.sheet_lines (offer_id);
create index sheet_lines_residence_id_idx on public.sheet_lines (residence_id);

create table public.ledger_entries (
	id bigint generated always as identity primary key,
	residence_id uuid not null,
	round_id uuid not null,
	household_id uuid not null,
	kind text not null check (kind in ('charge', 'payment', 'refund', 'reversal')),
	method text check (method in ('cash', 'cheque')),
	amount_cents integer not null check (amount_cents <> 0),
	tendered_cents integer check (tendered_cents >= 0),
	reverses bigint references public.ledger_entries (id) on delete restrict,
	note text not null default '' check (char_length(note) <= 280),
	at timestamptz not null default clock_timestamp(),
	by_member uuid references public.members (id) on delete set null,
	client_key uuid unique,
	foreign key (residence_id, round_id) references public.rounds (residence_id, id) on delete restrict,
	foreign key (residence_id, household_id) references public.households (residence_id, id) on delete restrict,
	check ((kind = 'reversal') = (reverses is not null)),
	check (case kind when 'charge' then amount_cents > 0 when 'payment' then amount_cents < 0
		when 'refund' then amount_cents > 0 else true end),
	check ((kind in ('payment', 'refund')) = (method is not null))
);
comment on table public.ledger_entries is
	'Money rows, never edited: what is owed is positive, what was paid is negative; a correction is a reverse row.';
create unique index ledger_entries_reverses_key on public.ledger_entries (reverses) where reverses is not null;
create index ledger_entries_round_household_idx on public.ledger_entries (round_id, household_id);
create index ledger_entries_household_idx on public.ledger_entries (household_id);
create index ledger_entries_residence_round_idx on public.ledger_entries (residence_id, round_id);
create index ledger_entries_by_member_idx on public.ledger_entries (by_member);

create trigger ledger_entries_append_only before update or delete on public.ledger_entries
	for each row execute function private.only_forget('by_member', 'note');
create trigger order_changes_append_only before update on public.order_changes
	for each row execute function private.only_forget('by_member', 'for_member', 'detail');
create trigger round_changes_append_only before update on public.round_changes
	for each row execute function private.forbid_change();

-- The price that people saw stays: only a draft's offers may change price, unit or step.
create function private.keep_shown_price() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
	if (old.price_cents, old.unit, old.step, old.name) is distinct from (new.price_cents, new.unit, new.step, new.name)
		and (select state from public.rounds where id = old.round_id) <> 'draft' then
		perform private.refuse(409, 'price_changed', jsonb_build_object('offer', old.id));
	end if;
	return new;
end;
$$;
create trigger offers_keep_shown_price before update on public.offers
	for each row execute function private.keep_shown_price();

-- A total is the sum of its lines, whatever wrote them: checked when the transaction ends.
create function private.check_order_total() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
	v_order uuid := case when tg_table_name = 'orders' then (to_jsonb(new) ->> 'id')::uuid
		else coalesce(to_jsonb(new) ->> 'order_id', to_jsonb(old) ->> 'order_id')::uuid end;
begin
	if exists (
		select from public.orders o where o.id = v_order and o.total_cents <>
			(select coalesce(sum(l.received_cents), 0) from public.order_lines l where l.order_id = o.id)
	) then
		raise exception using errcode = '23514', message = 'order total differs from the sum of its lines';
	end if;
	return null;
end;
$$;
create constraint trigger orders_total_is_sum after insert or update of total_cents on public.orders
	deferrable initially deferred for each row execute function private.check_order_total();
create constraint trigger order_lines_total_is_sum after insert or update or delete on public.order_lines
	deferrable initially deferred for each row execute function private.check_order_total();

-- Grants: people read; producers and products are also written directly by staff, all else by functions.
grant select on public.producers, public.products, public.rounds, public.round_changes, public.offers,
	public.orders, public.order_lines, public.order_changes, public.sheet_lines, public.ledger_entries to authenticated;
grant select (id, residence_id, round_id, computed_at, orders_count, total_cents, sent_at, send_failed_at, read_at,
	answered_at, answer_note, revoked_at, superseded_at) on public.sheets to authenticated;
grant insert (residence_id, name, phone, email, place), update (name, phone, email, place, archived_at)
	on public.producers to authenticated;
grant insert (residence_id, producer_id, name, unit, step, price_cents, pictogram, photo_path, description, origin,
	allergens, months), update (name, unit, step, price_cents, pictogram, photo_path, description, origin, allergens,
	months, archived_at) on public.products to authenticated;

alter table public.producers enable row level security;
alter table public.products enable row level security;
alter table public.rounds enable row level security;
alter table public.round_changes enable row level security;
alter table public.offers enable row level security;
alter table public.orders enable row level security;
alter table public.order_lines enable row level security;
alter table public.order_changes enable row level security;
alter table public.sheets enable row level security;
alter table public.sheet_lines enable row level security;
alter table public.ledger_entries enable row level security;

create policy "staff read producers" on public.producers for select to authenticated
	using (residence_id in (select private.my_desk_residence_ids()));
create policy "staff add producers" on public.producers for insert to authenticated
	with check (residence_id in (select private.my_staff_residence_ids()));
create policy "staff change producers" on public.producers for update to authenticated
	using (residence_id in (select private.my_staff_residence_ids()))
	with check (residence_id in (select private.my_staff_residence_ids()));
create policy "members read products" on public.products for select to authenticated
	using (residence_id in (select private.my_residence_ids()));
create policy "staff add products" on public.products for insert to authenticated
	with check (residence_id in (select private.my_staff_residence_ids()));
create policy "staff change products" on public.products for update to authenticated
	using (residence_id in (select private.my_staff_residence_ids()))
	with check (residence_id in (select private.my_staff_residence_ids()));
create policy "members read rounds, drafts are for staff" on public.rounds for select to authenticated
	using ((state <> 'draft' and residence_id in (select private.my_residence_ids()))
		-- Who only helps somebody here: what can be ordered, and what they ordered.
		or (residence_id in (select private.my_ordering_residence_ids()) and (state = 'open'
			or (state <> 'draft' and id in (select o.round_id from public.orders o
				where o.household_id in (select private.my_ordering_household_ids())))))
		or residence_id in (select private.my_staff_residence_ids()));
create policy "staff read round changes" on public.round_changes for select to authenticated
	using (residence_id in (select private.my_staff_residence_ids()));
create policy "members read offers of rounds they see" on public.offers for select to authenticated
	using (residence_id in (select private.my_ordering_residence_ids()) and round_id in (select id from public.rounds));
-- Since when what concerns a door is of those who live behind it now.
create function private.lived_since(p_household uuid) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select h.lived_since from public.households h where h.id = p_household);
end;
$$;
comment on function private.lived_since(uuid) is 'When the people before left this door.';
grant execute on function private.lived_since(uuid) to authenticated;

create policy "households read their orders, the desk reads all" on public.orders for select to authenticated
	using ((household_id in (select private.my_ordering_household_ids()) and placed_at >= private.lived_since(household_id))
		or residence_id in (select private.my_desk_residence_ids()));
create policy "households read their lines, the desk reads all" on public.order_lines for select to authenticated
	using (residence_id in (select private.my_desk_residence_ids())
		or order_id in (select id from public.orders where household_id in (select private.my_ordering_household_ids())));
create policy "households read their history, the desk reads all" on public.order_changes for select to authenticated
	using (residence_id in (select private.my_desk_residence_ids())
		or order_id in (select id from public.orders where household_id in (select private.my_ordering_household_ids())));
create policy "staff read sheets" on public.sheets for select to authenticated
	using (residence_id in (select private.my_staff_residence_ids()));
create policy "staff read sheet lines" on public.sheet_lines for select to authenticated
	using (residence_id in (select private.my_staff_residence_ids()));
create policy "households read what they owe, staff read all" on public.ledger_entries for select to authenticated
	using ((household_id in (select private.my_ordering_household_ids()) and at >= private.lived_since(household_id))
		or residence_id in (select private.my_staff_residence_ids()));
