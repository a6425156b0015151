-- The people and the world of the stories that follow, in a schema of their own. Unlike the other files this one
-- stays: each story begins with "select tests.begin_story()" and rolls back.

begin;
create extension if not exists pgtap;
drop schema if exists tests cascade;
create schema tests;
comment on schema tests is 'Helpers of the database tests. Never in a database that people use.';

-- Everybody and everything is called by its name; the id follows from it.
create function tests.id(p_name text) returns uuid language sql immutable as $$
	select md5('palier ' || p_name)::uuid;
$$;

-- Becomes a person by name, 'anon' for a stranger, 'worker' for the background jobs, null for the owner again.
-- 'odile@phone' is Odile with the token of her phone's session.
create function tests.be(p_who text) returns void language plpgsql as $$
declare
	v_name text := split_part(p_who, '@', 1);
	v_device text := nullif(split_part(p_who, '@', 2), '');
	v_role text := case when p_who is null then 'none' when p_who = 'anon' then 'anon'
		when p_who = 'worker' then 'service_role' else 'authenticated' end;
	v_sub text := case when v_role = 'authenticated' then tests.id(v_name || ' user')::text else '' end;
	v_claims jsonb := jsonb_strip_nulls(jsonb_build_object('sub', nullif(v_sub, ''), 'role', v_role,
		'session_id', case when v_device is not null then tests.id(v_device) end));
begin
	perform set_config('request.jwt.claim.sub', v_sub, true);
	perform set_config('request.jwt.claim.role', v_role, true);
	perform set_config('request.jwt.claims', v_claims::text, true);
	perform set_config('role', v_role, true);
end;
$$;

-- First column of the first row of a statement, run as that person.
create function tests.answer(p_who text, p_sql text) returns text language plpgsql as $$
declare
	v_answer text;
begin
	perform tests.be(p_who);
	execute p_sql into v_answer;
	perform set_config('role', 'none', true);
	return v_answer;
end;
$$;

-- How many rows a statement reads or writes, run as that person.
create function tests.count(p_who text, p_sql text) returns integer language plpgsql as $$
declare
	v_count integer;
begin
	perform tests.be(p_who);
	execute p_sql;
	get diagnostics v_count = row_count;
	perform set_config('role', 'none', true);
	return v_count;
end;
$$;

-- How a statement is refused to that person: "PT409 sold_out", "42501"; "done" when it is not.
create function tests.refusal(p_who text, p_sql text) returns text language plpgsql as $$
declare
	v_message text;
begin
	perform tests.be(p_who);
	execute p_sql;
	perform set_config('role', 'none', true);
	return 'done';
exception when others then
	get stacked diagnostics v_message = message_text;
	return sqlstate || case when sqlstate like 'PT%' then ' ' || v_message else '' end;
end;
$$;

-- The details of a refusal.
create function tests.refusal_detail(p_who text, p_sql text) returns jsonb language plpgsql as $$
declare
	v_detail text;
begin
	perform tests.be(p_who);
	execute p_sql;
	raise exception 'not refused: %', p_sql;
exception when others then
	get stacked diagnostics v_detail = pg_exception_detail;
	return case when v_detail like '{%' then v_detail::jsonb
		else jsonb_build_object('error', sqlerrm) end;
end;
$$;

create function tests.add_person(p_residence text, p_door text, p_name text, p_role text, p_account boolean default true)
returns void language plpgsql as $$
begin
	if p_account then
		insert into auth.users (id, email) values (tests.id(p_name || ' user'), p_name || '@tests.invalid')
			on conflict do nothing;
	end if;
	insert into public.members (id, residence_id, household_id, user_id, name, role)
		values (tests.id(p_name), tests.id(p_residence), tests.id(p_door),
			case when p_account then tests.id(p_name || ' user') end, initcap(p_name), p_role);
	insert into public.member_contacts (member_id, residence_id, email, phone)
		values (tests.id(p_name), tests.id(p_residence), case when p_account then p_name || '@tests.invalid' end, '03 00 00 00 00');
end;
$$;

-- Somebody trusts somebody with their orders, from a month ago until some time from now.
create function tests.trust(p_person text, p_helper text, p_scopes text[] default '{orders,collect}', p_left interval default '1 year')
returns void language sql as $$
	insert into public.mandates (id, residence_id, person_id, helper_id, given_by, scopes, given_at, ends_at, ended_at)
	select tests.id(p_person || ' trusts ' || p_helper), m.residence_id, m.id, tests.id(p_helper), m.id, p_scopes,
		now() - interval '1 month', now() + p_left, case when p_left < '0' then now() + p_left end
	from public.members m where m.id = tests.id(p_person);
$$;

-- A round of the farm (or of another producer) with carrots, eggs and baskets, open for two more days.
create function tests.add_round(p_name text, p_state text default 'open', p_residence text default 'tilleuls',
	p_producer text default 'farm')
returns void language plpgsql as $$
declare
	v_zone text := (select time_zone from public.residences where id = tests.id(p_residence));
begin
	insert into public.rounds (id, residence_id, producer_id, title, opens_local, closes_local, opens_at, closes_at,
			delivery_on, delivery_from, delivery_to, state, created_by)
		select tests.id(p_name), tests.id(p_residence), tests.id(p_producer), initcap(p_name),
			o, c, o at time zone v_zone, c at time zone v_zone, (c + interval '3 days')::date, '10:00', '12:00', p_state, null
		from (select date_trunc('minute', now() at time zone v_zone) - interval '1 day' as o,
			date_trunc('minute', now() at time zone v_zone) + interval '2 days' as c) x;
	insert into public.offers (id, residence_id, round_id, product_id, position, name, unit, step, price_cents)
		select tests.id(p_name || ' ' || lower(p.name)), p.residence_id, tests.id(p_name), p.id,
			row_number() over (order by p.name), p.name, p.unit, p.step, p.price_cents
		from public.products p where p.producer_id = tests.id(p_producer);
end;
$$;

-- The statement that places an order: tests.place('farm week', 'b12', '{"carrots": 0.5}').
create function tests.place(p_round text, p_door text, p_items jsonb, p_base integer default 0, p_key text default null,
	p_for text default null)
returns text language sql as $$
	select format('select public.place_order(%L, %L, %L, %L, %L, %L)', tests.id(p_round), tests.id(p_door),
		(select coalesce(jsonb_agg(jsonb_build_object('offer', tests.id(p_round || ' ' || i.key), 'quantity', i.value,
				'priceCents', (select price_cents from public.offers where id = tests.id(p_round || ' ' || i.key)))), '[]')
			from jsonb_each(p_items) i),
		coalesce(tests.id(p_key), gen_random_uuid()), p_base, tests.id(p_for));
$$;

-- Two residences of two landlords. Les Tilleuls: Odile and Paul behind B 12, Karim B 14, Edith who left B 14, Marcel
-- on paper D 01, the relay Samia C 04, the caretakers Nadia A 01 and Nestor, the manager Claire. Hana lives elsewhere
-- and helps Karim; Gus did until yesterday. Les Cèdres, in Nouméa: the caretaker Yves and the tenant Zoe. Nobody has
-- an account and no residence.
create function tests.begin_story() returns void language plpgsql as $$
begin
	perform tests.be(null);
	insert into public.organisations (id, name) values (tests.id('landlord'), 'Bailleur'), (tests.id('other landlord'), 'Autre bailleur');
	insert into public.residences (id, organisation_id, name, time_zone) values
		(tests.id('tilleuls'), tests.id('landlord'), 'Les Tilleuls', 'Europe/Paris'),
		(tests.id('cedres'), tests.id('other landlord'), 'Les Cèdres', 'Pacific/Noumea');
	insert into public.households (id, residence_id, staircase, floor, door) values
		(tests.id('a01'), tests.id('tilleuls'), 'A', 0, '01'), (tests.id('b12'), tests.id('tilleuls'), 'B', 1, '12'),
		(tests.id('b14'), tests.id('tilleuls'), 'B', 1, '14'), (tests.id('c04'), tests.id('tilleuls'), 'C', 0, '04'),
		(tests.id('d01'), tests.id('tilleuls'), 'D', 0, '01'), (tests.id('x1'), tests.id('cedres'), 'X', 0, '1');
	perform tests.add_person('tilleuls', 'b12', 'odile', 'tenant');
	perform tests.add_person('tilleuls', 'b12', 'paul', 'tenant');
	perform tests.add_person('tilleuls', 'b14', 'karim', 'tenant');
	perform tests.add_person('tilleuls', 'b14', 'edith', 'tenant');
	perform tests.add_person('tilleuls', 'd01', 'marcel', 'tenant', false);
	perform tests.add_person('tilleuls', 'c04', 'samia', 'relay');
	perform tests.add_person('tilleuls', 'a01', 'nadia', 'caretaker');
	perform tests.add_person('tilleuls', null, 'nestor', 'caretaker');
	perform tests.add_person('tilleuls', null, 'claire', 'manager');
	perform tests.add_person('tilleuls', null, 'hana', 'helper');
	perform tests.add_person('tilleuls', null, 'gus', 'helper');
	perform tests.trust('karim', 'hana');
	perform tests.trust('karim', 'gus', '{orders,collect}', '-1 day');
	perform tests.add_person('cedres', null, 'yves', 'caretaker');
	perform tests.add_person('cedres', 'x1', 'zoe', 'tenant');
	insert into auth.users (id, email) values (tests.id('nobody user'), 'nobody@tests.invalid');
	update public.members set ended_at = now() - interval '1 day' where id = tests.id('edith');
	insert into public.producers (id, residence_id, name, email) values
		(tests.id('farm'), tests.id('tilleuls'), 'La ferme', 'farm@tests.invalid'),
		(tests.id('bakery'), tests.id('tilleuls'), 'Le fournil', null),
		(tests.id('other farm'), tests.id('cedres'), 'Autre ferme', 'other@tests.invalid');
	insert into public.products (id, residence_id, producer_id, name, unit, step, price_cents) values
		(tests.id('carrots'), tests.id('tilleuls'), tests.id('farm'), 'Carrots', 'kg', 0.5, 181),
		(tests.id('eggs'), tests.id('tilleuls'), tests.id('farm'), 'Eggs', 'piece', 6, 48),
		(tests.id('baskets'), tests.id('tilleuls'), tests.id('farm'), 'Baskets', 'basket', 1, 1500),
		(tests.id('bread'), tests.id('tilleuls'), tests.id('bakery'), 'Bread', 'piece', 1, 380),
		(tests.id('yams'), tests.id('cedres'), tests.id('other farm'), 'Yams', 'kg', 1, 900);
end;
$$;

select plan(3);
select tests.begin_story();
select is(tests.answer('odile', 'select current_user::text || (select auth.uid()::text)'),
	'authenticated' || tests.id('odile user')::text, 'a story is played as its people');
select is(tests.refusal('anon', 'select 1/0'), '22012', 'a refusal is told by its code');
select is(current_user::text, session_user::text, 'and the owner is back afterwards');
delete from public.member_contacts;
delete from public.members;
delete from public.products;
delete from public.producers;
delete from public.households;
delete from public.residences;
delete from public.organisations;
delete from auth.users where email like '%@tests.invalid';
select * from finish();
commit;
