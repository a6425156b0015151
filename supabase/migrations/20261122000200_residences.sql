-- Landlords, residences and dwellings.

create table public.organisations (
	id uuid primary key default gen_random_uuid(),
	name text not null check (char_length(name) between 1 and 120),
	created_at timestamptz not null default now()
);
comment on table public.organisations is 'Bailleurs: the landlords.';

create table public.residences (
	id uuid primary key default gen_random_uuid(),
	organisation_id uuid not null references public.organisations (id) on delete restrict,
	name text not null check (char_length(name) between 1 and 120),
	address text not null default '' check (char_length(address) <= 300),
	time_zone text not null,
	lodge_phone text not null default '' check (char_length(lodge_phone) <= 30),
	pickup_place text not null default '' check (char_length(pickup_place) <= 120),
	is_demo boolean not null default false,
	created_at timestamptz not null default now()
);
comment on table public.residences is 'Résidences: the places that use Palier, each with its time zone.';
comment on column public.residences.time_zone is 'IANA name; deadlines and windows are said in it.';
comment on column public.residences.pickup_place is 'Where baskets are usually collected, offered when a round is prepared.';
create index residences_organisation_id_idx on public.residences (organisation_id);

create table public.households (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null references public.residences (id) on delete cascade,
	building text not null default '' check (char_length(building) <= 40),
	staircase text not null check (char_length(staircase) between 1 and 20),
	floor smallint not null check (floor between -5 and 60),
	door text not null check (char_length(door) between 1 and 20),
	lived_since timestamptz not null default '-infinity',
	created_at timestamptz not null default now(),
	unique (residence_id, building, staircase, door),
	-- Lets other tables prove that a household is of their residence.
	unique (residence_id, id)
);
comment on column public.households.lived_since is
	'When the last people left: orders and money before it are theirs, and not shown to who lives here now.';
comment on table public.households is 'Logements: building, staircase, floor and door. Every list is sorted by them.';

create table private.setup_codes (
	only_one boolean primary key default true check (only_one),
	code text not null,
	created_at timestamptz not null default now()
);
comment on table private.setup_codes is 'The one-time code, printed in the terminal, that lets the first residence be created.';
