-- Table × verb × person, and function × person, as written in matrix.txt, which says how to add a line. Every cell is
-- played: the person reads, changes, deletes and copies rows, and what they reached is compared with the file.

begin;
create temp table file as select :'matrix.txt' as text;
grant select on file to public;

-- Reading the file.
create temp table words as
	select n as line, regexp_split_to_array(trim(split_part(t, '|', 1)), '\s+') as cells,
		trim(substr(t, length(split_part(t, '|', 1)) + 2)) as rest
	from (select regexp_split_to_table(text, '\n') as t from file) x, lateral (select row_number() over ()) y(n)
	where t !~ '^\s*(#|$)';
create temp table people as
	select p.n, w.cells[p.n + 2] as person, b.cells[p.n + 2] as plays
	from (select cells from words where cells[1] = 'person') w, (select cells from words where cells[1] = 'plays') b,
		lateral generate_series(1, cardinality(w.cells) - 2) p(n);
create temp table lines as
	select cells[1] as kind_or_table, cells[2] as verb, cells, rest from words where cells[1] not in ('person', 'plays');
create temp table cells as
	select l.kind_or_table as object, l.verb, p.n, p.person, p.plays, l.cells[p.n + 2] as expected, l.rest
	from lines l, people p;

-- The world. Les Tilleuls and Les Cèdres have the same kinds of rows: what is one's own, what is of the same door, of
-- another door, of those who lived there before, and what only staff sees yet.
select tests.begin_story();
select tests.add_person(r, d, n, role) from (values
	('cedres', 'x1', 'zack', 'tenant'), ('cedres', null, 'mona', 'manager')) x(r, d, n, role);
insert into public.households (id, residence_id, staircase, floor, door) values
	(tests.id('x2'), tests.id('cedres'), 'X', 0, '2');
select tests.add_person('cedres', 'x2', 'lola', 'tenant');
-- For whom they act, or did until yesterday.
create temp table helps as select * from (values ('hana', 'karim'), ('gus', 'karim')) x(helper, helped);
-- Those who lived at B 12 and X 1 before. Their accounts still exist.
select tests.add_person('tilleuls', 'b12', 'rosa', 'tenant');
select tests.add_person('cedres', 'x1', 'igor', 'tenant');
update public.members set ended_at = now() - interval '1 day' where name in ('Rosa', 'Igor');
update public.households set lived_since = now() - interval '1 hour' where id in (tests.id('b12'), tests.id('x1'));
create temp table named (name text primary key, id text not null);
grant select on named to public;

create function pg_temp.must(p_who text, p_sql text) returns text language plpgsql as $$
declare
	v_answer text;
begin
	v_answer := tests.refusal(p_who, p_sql);
	if v_answer <> 'done' then
		raise exception 'the world cannot be made: % for %: %', v_answer, p_who, p_sql;
	end if;
	return v_answer;
end;
$$;
create function pg_temp.fill(p_residence text, p_staff text, p_door text, p_first text, p_second text, p_before text,
	p_other_door text, p_other text, p_trusted text, p_producer text, p_item text, p_prefix text, p_more text[]) returns void language plpgsql as $$
declare
	v_who text;
	v_before uuid;
begin
	-- Rounds: two that people order in, one that staff still prepares, one of the people before, one that is closed and
	-- not sent yet, one whose baskets are there.
	perform tests.add_round(p_prefix || 'week', 'open', p_residence, p_producer);
	perform tests.add_round(p_prefix || 'next', 'open', p_residence, p_producer);
	perform tests.add_round(p_prefix || 'draft', 'draft', p_residence, p_producer);
	perform tests.add_round(p_prefix || n, 'open', p_residence, p_producer) from unnest(array['old', 'shut', 'brought']) n;
	perform pg_temp.must(p_first, tests.place(p_prefix || 'week', p_door, jsonb_build_object(p_item, 1)));
	perform pg_temp.must(p_other, tests.place(p_prefix || 'week', p_other_door, jsonb_build_object(p_item, 1)));
	-- Whoever has a role lives somewhere too, or does not.
	perform pg_temp.must(n, tests.place(p_prefix || 'week', (select lower(staircase || door) from public.households
		where id = (select household_id from public.members where id = tests.id(n))), jsonb_build_object(p_item, 1))) from unnest(p_more) n
		where exists (select from public.members where id = tests.id(n) and household_id is not null);
	perform pg_temp.must(p_second, tests.place(p_prefix || 'next', p_door, jsonb_build_object(p_item, 1)));
	perform pg_temp.must(p_other, tests.place(p_prefix || 'next', p_other_door, jsonb_build_object(p_item, 1)));
	perform pg_temp.must(p_second, tests.place(p_prefix || n, p_door, jsonb_build_object(p_item, 1))) from unnest(array['old', 'shut', 'brought']) n;
	perform pg_temp.must(p_other, tests.place(p_prefix || n, p_other_door, jsonb_build_object(p_item, 1))) from unnest(array['shut', 'brought']) n;
	perform pg_temp.must(p_staff, format('select public.close_round(%L, %L)', tests.id(p_prefix || n), n <> 'shut'))
		from unnest(array['week', 'old', 'shut', 'brought']) n;
	perform pg_temp.must(p_staff, format('select public.deliver_round(%L, %s, %L, ''same_cut'')', id, version,
		(select jsonb_agg(jsonb_build_object('offer', offer_id, 'quantity', quantity)) from (select offer_id, sum(quantity) as quantity
			from public.order_lines where round_id = rounds.id group by offer_id) x)))
		from public.rounds where id = tests.id(p_prefix || 'brought');
	perform pg_temp.must(p_staff, format('select public.record_payment(%L, %L, ''payment'', ''cash'', 100, null, '''', gen_random_uuid())',
		tests.id(p_prefix || r), tests.id(d))) from (values ('week', p_door), ('week', p_other_door), ('old', p_door)) x(r, d);
	-- What was ordered and paid in the old round is of those who lived there then.
	perform set_config('session_replication_role', 'replica', true);
	v_before := (select id from public.orders where round_id = tests.id(p_prefix || 'old'));
	update public.orders set member_id = tests.id(p_before), placed_at = now() - interval '2 days',
		changed_at = now() - interval '2 days' where id = v_before;
	update public.order_changes set at = now() - interval '2 days' where order_id = v_before;
	update public.ledger_entries set at = now() - interval '2 days' where round_id = tests.id(p_prefix || 'old');
	perform set_config('session_replication_role', 'origin', true);
	-- A poster, letters for two doors, used by both people of the first and one of the other.
	perform pg_temp.must(p_staff, format('select public.renew_join_code(%L)', tests.id(p_residence)));
	perform pg_temp.must(p_staff, format('select public.issue_letters(%L, array[%L, %L]::uuid[], 4, 60)',
		tests.id(p_residence), tests.id(p_door), tests.id(p_other_door)));
	insert into public.letter_uses (residence_id, letter_id, member_id, key, address)
		select tests.id(p_residence), l.id, tests.id(n), gen_random_uuid(), n
		from (values (p_first, p_door), (p_second, p_door), (p_other, p_other_door)) x(n, d)
		join public.letters l on l.household_id = tests.id(d);
	-- People who ask to be let in: two strangers, and earlier the three who live there now.
	foreach v_who in array array['', 'again '] loop
		insert into auth.users (id, email) values (tests.id(v_who || p_prefix || 'ines user'), replace(v_who || p_prefix, ' ', '-') || 'ines@tests.invalid');
		perform pg_temp.must(v_who || p_prefix || 'ines', format('select public.ask_to_join(%L, %L, ''Ines'', null, ''06'')',
			(select code from public.join_codes where residence_id = tests.id(p_residence)), tests.id(p_door)));
	end loop;
	insert into public.join_requests (residence_id, household_id, user_id, name, state)
		select tests.id(p_residence), tests.id(d), tests.id(n || ' user'), n, 'approved'
		from (values (p_first, p_door), (p_second, p_door), (p_other, p_other_door)) x(n, d);
	insert into public.devices (session_id, user_id, name, via, idle_until, expires_at, proven_at)
		select tests.id('phone_of_' || n), tests.id(n || ' user'), 'Phone', 'letter', now() + interval '1 day', now() + interval '1 day', now()
		from unnest(array[p_first, p_second, p_other, p_staff]) n;
	-- Of everybody: a role they once got, a look at their contacts, a profile, how they read, and something they were told.
	for v_who in select unnest(array[p_first, p_second, p_other] || p_more) loop
		insert into public.role_changes (residence_id, member_id, from_role, to_role, by_member)
			values (tests.id(p_residence), tests.id(v_who), 'tenant', 'relay', tests.id(p_staff));
		insert into public.access_log (residence_id, reader_id, subject_id, what, place)
			select tests.id(p_residence), tests.id(n), tests.id(v_who), 'contacts', 'person' from unnest(array[p_staff, p_first]) n where n <> v_who;
		insert into public.profiles (member_id, residence_id, phone_to) values (tests.id(v_who), tests.id(p_residence), 'residence');
		insert into public.preferences (user_id, language, text_size, theme, reads_aloud)
			values (tests.id(v_who || ' user'), 'fr', 'large', 'auto', false);
		perform private.notify('join_accepted', tests.id(p_residence), array[tests.id(v_who)], tests.id('nothing'), 'told ' || v_who);
	end loop;
	-- Three who will stand in, and two behind the first door who trust somebody.
	insert into public.substitutions (id, residence_id, absent_id, substitute_id, starts_on, ends_on, starts_at, ends_at, created_by)
		select tests.id('for_' || n), tests.id(p_residence), tests.id(p_staff), tests.id(n), current_date + d, current_date + d + 1,
			now() + make_interval(days => d), now() + make_interval(days => d + 1), tests.id(p_staff)
		from (values (p_first, 30), (p_second, 40), (p_other, 50)) x(n, d);
	perform tests.trust(n, p_trusted) from unnest(array[p_first, p_second]) n;
	insert into public.mandate_changes (residence_id, mandate_id, kind, by_member)
		select residence_id, id, 'given', person_id from public.mandates where residence_id = tests.id(p_residence);
	insert into public.retention_rules (residence_id, kind, months, changed_by) values (tests.id(p_residence), 'letters', 2, tests.id(p_staff));
	insert into storage.objects (bucket_id, name) values ('photos', tests.id(p_residence) || '/products/' || md5(p_item) || '.webp');
	insert into named select p_prefix || k, v from (values
		('order', (select id::text from public.orders where household_id = tests.id(p_door) and round_id = tests.id(p_prefix || 'week'))),
		('brought_order', (select id::text from public.orders where household_id = tests.id(p_door) and round_id = tests.id(p_prefix || 'brought'))),
		('live', (select id::text from public.orders where household_id = tests.id(p_door) and round_id = tests.id(p_prefix || 'next'))),
		('other_live', (select id::text from public.orders where household_id = tests.id(p_other_door) and round_id = tests.id(p_prefix || 'next'))),
		('paid', (select id::text from public.ledger_entries where kind = 'payment' and household_id = tests.id(p_door) and round_id = tests.id(p_prefix || 'week'))),
		('letter', (select id::text from public.letters where household_id = tests.id(p_door))),
		('request', (select id::text from public.join_requests where user_id = tests.id(p_prefix || 'ines user'))),
		('code', (select code from public.join_codes where residence_id = tests.id(p_residence))),
		('account', tests.id(p_first || ' user')::text),
		('mandate', tests.id(p_first || ' trusts ' || p_trusted)::text),
		('told', (select id::text from public.notifications where key = 'told ' || p_first)),
		('sheet', (select token from public.sheets where round_id = tests.id(p_prefix || 'week')))) x(k, v);
end;
$$;
select pg_temp.fill('tilleuls', 'nadia', 'b12', 'odile', 'paul', 'rosa', 'b14', 'karim', 'marcel', 'farm', 'carrots', '', '{samia,nadia,claire,hana,gus}');
select pg_temp.fill('cedres', 'yves', 'x1', 'zoe', 'zack', 'igor', 'x2', 'lola', 'lola', 'other farm', 'yams', 'their ', '{yves,mona}');
-- A door where nobody lives, and a list that each of the staff has sent and not said yes to.
insert into public.households (id, residence_id, staircase, floor, door) values (tests.id('empty'), tests.id('tilleuls'), 'E', 9, '99');
select pg_temp.must(n, format('select public.stage_import(%L, ''x.csv'', %L, ''[]'')', tests.id('tilleuls'),
	'[{"row": 2, "building": "", "staircase": "F", "floor": 1, "door": "1", "name": "", "email": "", "phone": ""}]')) from unnest(array['nadia', 'claire']) n;
select tests.add_person('tilleuls', null, 'fanny', 'helper', false);
select tests.trust('odile', 'fanny');
insert into named values ('far', tests.id('odile trusts fanny')), ('next_carrots', tests.id('next carrots')), ('week_carrots', tests.id('week carrots')), ('help', tests.id('karim trusts hana')), ('no_help', tests.id('karim trusts gus'));
-- The phone that Odile lost: signed out, while its token still lives.
insert into public.devices (session_id, user_id, name, via, idle_until, expires_at, ended_at)
	values (tests.id('lost_phone'), tests.id('odile user'), 'Lost', 'letter', now() + interval '1 day', now() + interval '1 day', now());

-- The server can ring phones, and everybody has one.
select private.ensure_push_keys('public', 'private');
insert into private.push_subscriptions (user_id, endpoint, endpoint_hash, p256dh, auth, language, key_hash)
	select id, 'https://push.invalid/' || id, private.text_hash('https://push.invalid/' || id), 'B', 'x', 'fr', private.text_hash('public')
	from auth.users;

-- Tables in the matrix: ours, and the list of files.
create temp table tables as
	select c.oid, c.relname::text as name, c.oid::regclass::text as path
	from pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'f') and (c.relnamespace = 'public'::regnamespace
		and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
		or c.oid = 'storage.objects'::regclass);
update tables set path = 'public.' || quote_ident(name) where path !~ '\.';
create temp table columns as
	select t.name as object, a.attname::text as name, a.attnum, a.attgenerated <> '' or a.attidentity = 'a' as is_made from tables t
	join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped;

-- Of whom each row is: as it says itself, or as the row says that it belongs to (a line to its order, say).
create temp table facts (object text, row jsonb, residence uuid, household uuid, member uuid, person uuid, helper uuid, round uuid, is_draft boolean, is_past boolean);
create temp table parents as
	select c.relname::text as object, a.attname::text as via, r.relname::text as parent
	from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class r on r.oid = k.confrelid
	join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[cardinality(k.conkey)]
	where k.contype = 'f' and k.connamespace = 'public'::regnamespace and r.relnamespace = 'public'::regnamespace
		and r.relname not in ('organisations', 'residences', 'households', 'members') and a.attname like '%\_id';
create function pg_temp.fact(p_object text, r jsonb) returns facts language plpgsql as $$
declare
	f facts;
	v_parent record;
	v_row jsonb;
	v_from facts;
begin
	f.object := p_object;
	f.row := r;
	f.person := (r ->> 'user_id')::uuid;
	-- A mandate is both theirs, a look also of who looked.
	f.helper := coalesce(r ->> 'helper_id', r ->> 'reader_id')::uuid;
	f.member := coalesce(r ->> 'member_id', r ->> 'person_id', r ->> 'subject_id', r ->> 'substitute_id', case when p_object = 'members' then r ->> 'id' end)::uuid;
	f.household := coalesce(r ->> 'household_id', case when p_object = 'households' then r ->> 'id' end)::uuid;
	f.round := case p_object when 'rounds' then r ->> 'id' when 'offers' then r ->> 'round_id' end::uuid;
	f.is_draft := p_object = 'rounds' and r ->> 'state' = 'draft';
	f.is_past := false;
	for v_parent in select * from parents where object = p_object and parent <> p_object and r ->> via is not null loop
		execute format('select to_jsonb(x) from public.%I x where id = %L', v_parent.parent, r ->> v_parent.via) into v_row;
		v_from := pg_temp.fact(v_parent.parent, v_row);
		f.household := coalesce(f.household, v_from.household);
		f.member := coalesce(f.member, v_from.member);
		f.helper := coalesce(f.helper, v_from.helper);
		f.is_draft := f.is_draft or v_from.is_draft;
		f.is_past := f.is_past or v_from.is_past;
	end loop;
	if f.member is null and f.person is not null then
		f.member := (select id from public.members where user_id = f.person and ended_at is null);
	end if;
	f.household := coalesce(f.household, (select household_id from public.members where id = f.member));
	f.residence := coalesce((r ->> 'residence_id')::uuid, case when p_object = 'residences' then (r ->> 'id')::uuid end,
		case when p_object = 'organisations' then (select id from public.residences where organisation_id = (r ->> 'id')::uuid) end,
		case when p_object = 'objects' then split_part(r ->> 'name', '/', 1)::uuid end,
		(select residence_id from public.households where id = f.household), (select residence_id from public.members where id = f.member));
	f.is_past := f.is_past or coalesce((select ended_at is not null from public.members where id = f.member), false)
		or p_object <> 'households' and coalesce(coalesce(r ->> 'placed_at', r ->> 'at', r ->> 'created_at')::timestamptz
			< (select lived_since from public.households where id = f.household), false);
	return f;
end;
$$;
select pg_temp.must(null, format('insert into facts select (pg_temp.fact(%L, to_jsonb(x))).* from %s x%s', name, path,
	case name when 'objects' then ' where bucket_id = ''photos''' else '' end)) from tables;

-- What each row is to each person.
create temp table places as
	select p.person, f.object, f.row, case
			when me.id in (f.member, f.helper) or f.person = tests.id(split_part(p.plays, '@', 1) || ' user') then 'own'
			when f.residence is distinct from me.residence_id then 'there'
			when f.is_draft then 'draft'
			when f.is_past then 'past'
			when f.household = me.household_id then 'door'
			when exists (select from helps h join public.members them on them.id = tests.id(h.helped)
				where h.helper = p.plays and (f.member = them.id or f.household = them.household_id
					-- What can be ordered for them, or was.
					or f.round in (select id from public.rounds where state = 'open'
						union select round_id from public.orders where household_id = them.household_id))) then 'helped'
			else 'here' end as place
	from people p cross join facts f
	left join public.members me on me.id = tests.id(split_part(p.plays, '@', 1));

-- The word for the rows that were reached: the smallest that says all of it.
create function pg_temp.word(p_person text, p_object text, p_rows jsonb[]) returns text language sql as $$
	with seen as (
		select place, count(*) filter (where row = any (p_rows)) as reached, count(*) as of_all
		from places where person = p_person and object = p_object group by place
	), sets(rank, word, places) as (values
		(1, '0', '{}'::text[]), (2, 'own', '{own}'), (3, 'door', '{own,door}'), (4, 'helped', '{own,door,helped}'),
		(5, 'all', '{own,door,helped,here,past,draft}'), (6, 'open', '{own,door,helped,here,past}'),
		(7, 'every', '{own,door,helped,here,past,draft,there}'))
	select coalesce(
		(select word from sets where not exists (select from seen
			where reached <> case when place = any (places) then of_all else 0 end) order by rank limit 1),
		(select string_agg(case when reached < of_all then format('%s:%s/%s', place, reached, of_all) else place end, '+' order by place)
			from seen where reached > 0));
$$;

-- Rows that a statement of a person reaches are noted, and left as they are: keys and checks have no say here.
set constraints all immediate;
set constraints all deferred;
create temp table reached (row jsonb);
create function tests.note_row() returns trigger language plpgsql security definer as $$
begin
	insert into reached values (to_jsonb(old));
	return case when tg_op = 'UPDATE' then old end;
end;
$$;
select pg_temp.must(null, format('create trigger note before update or delete on %s for each row execute function tests.note_row()', path)
	|| format('; alter table %s enable replica trigger note', path)) from tables t join pg_class c on c.oid = t.oid where c.relkind <> 'v';

create function pg_temp.granted(p_role text, p_object text, p_verb text) returns text[] language sql stable as $$
	select coalesce(array_agg(c.name order by c.attnum), '{}') from columns c join tables t on t.name = c.object
	where c.object = p_object and case p_verb when 'delete' then has_table_privilege(p_role, t.oid, 'delete')
		else has_column_privilege(p_role, t.oid, c.attnum, p_verb) end;
$$;
create function pg_temp.role_of(p_plays text) returns text language sql immutable as $$
	select case p_plays when 'anon' then 'anon' when 'worker' then 'service_role' else 'authenticated' end;
$$;

create function pg_temp.play(p_person text, p_plays text, p_object text, p_verb text) returns text language plpgsql as $$
declare
	v_path text := (select path from tables where name = p_object);
	v_columns text[] := pg_temp.granted(pg_temp.role_of(p_plays), p_object, p_verb);
	v_any text := (select quote_ident(name) from columns where object = p_object order by is_made, attnum limit 1);
	v_list text := (select string_agg(quote_ident(c.name), ', ') from columns c where c.object = p_object and c.name = any (v_columns) and not c.is_made);
	v_seen jsonb;
	v_rows jsonb[] := '{}';
	v_row jsonb;
	v_word text;
begin
	perform set_config('session_replication_role', 'replica', true);
	if p_verb = 'insert' then
		-- A copy of each row, which is of the same door and residence.
		if v_list is null then
			v_list := v_any;
		end if;
		for v_row in select row from facts where object = p_object loop
			begin
				perform tests.be(p_plays);
				execute format('insert into %s (%s) select %2$s from jsonb_populate_record(null::%1$s, %3$L)', v_path, v_list, v_row);
				raise exception using errcode = 'TDONE';
			exception when insufficient_privilege then
				if sqlerrm not like '%row-level security%' then
					return '-';
				end if;
			when others then
				-- A key or a check refuses after the policy has let it pass.
				if sqlstate <> 'TDONE' and sqlstate not like '23%' then
					return sqlstate || ' ' || sqlerrm;
				end if;
				v_rows := v_rows || v_row;
			end;
		end loop;
		return pg_temp.word(p_person, p_object, v_rows);
	end if;
	begin
		perform tests.be(p_plays);
		if p_verb = 'select' then
			execute format('select coalesce(jsonb_agg(jsonb_build_object(%s)), ''[]'') from %s',
				coalesce((select string_agg(format('%L, %I', c, c), ', ') from unnest(v_columns) c), format('%L, %s', 'x', v_any)), v_path) into v_seen;
		elsif p_verb = 'update' then
			execute format('update %s set %s', v_path,
				coalesce((select string_agg(format('%I = default', c), ', ') from unnest(v_columns) c), v_any || ' = default'));
		else
			execute format('delete from %s', v_path);
		end if;
		perform set_config('role', 'none', true);
		if p_verb <> 'select' then
			v_seen := (select coalesce(jsonb_agg(row), '[]') from reached);
		end if;
		-- Rows are known by what the person may read of them, which tells any two apart.
		v_rows := array(select f.row from facts f where f.object = p_object and case when p_verb = 'select'
			then v_seen @> jsonb_build_array((select jsonb_object_agg(c, f.row -> c) from unnest(v_columns) c)) else v_seen @> jsonb_build_array(f.row) end);
		v_word := pg_temp.word(p_person, p_object, v_rows);
		if jsonb_array_length(v_seen) <> cardinality(v_rows) and p_object <> 'objects' then
			v_word := format('%s, but %s rows for %s', v_word, jsonb_array_length(v_seen), cardinality(v_rows));
		end if;
		raise exception using errcode = 'TDONE';
	exception when insufficient_privilege then
		return case when sqlerrm like '%row-level security%' then 'not as it is' else '-' end;
	when others then
		return case when sqlstate = 'TDONE' then v_word else sqlstate || ' ' || sqlerrm end;
	end;
end;
$$;

-- Calls are made with the ids of Les Tilleuls: ":b12" is the id of what is named so.
create function pg_temp.filled(p_arguments text) returns text language plpgsql as $$
declare
	v_text text := p_arguments;
	v_name text;
begin
	for v_name in select distinct m[1] from regexp_matches(p_arguments, '(?<!:):([a-z][a-z0-9_]*)', 'g') m loop
		v_text := regexp_replace(v_text, '(?<!:):' || v_name || '(?![a-z0-9_])',
			quote_literal(coalesce((select id from named where name = v_name), tests.id(v_name)::text)), 'g');
	end loop;
	return v_text;
end;
$$;
-- With an address, as from a page of that residence.
create function pg_temp.call(p_plays text, p_function text, p_arguments text, p_address text default null) returns text language plpgsql as $$
declare
	v_call text := format('select public.%I(%s)', p_function, pg_temp.filled(p_arguments));
begin
	perform set_config('session_replication_role', 'origin', true);
	perform set_config('request.headers', case when p_address is null then '' else jsonb_build_object('x-palier-residence', tests.id(p_address))::text end, true);
	perform tests.be(p_plays);
	execute v_call;
	raise exception using errcode = 'TDONE';
exception when insufficient_privilege then
	return case when exists (select from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname = p_function
		and has_function_privilege(pg_temp.role_of(p_plays), p.oid, 'execute')) then 'granted, and refused inside' else '-' end;
when others then
	return case when sqlstate = 'TDONE' then 'yes'
		when sqlstate in ('PT401', 'PT403', 'PT404', 'PT409', 'PT422') then right(sqlstate, 3)
		else sqlstate || ' ' || sqlerrm end;
end;
$$;

create temp table addressed as select c.* from cells c
	where c.object = 'function' and c.expected = 'yes' and c.verb not in ('rename_device', 'sign_out_device', 'withdraw_join_request')
		and not (c.verb = 'revoke_substitute' and c.person = 'door')
		and exists (select from cells o where o.verb = c.verb and o.rest = c.rest and o.person = 'tenant2' and o.expected = '404');

select plan((7 + (select count(*) from addressed) + 3 * (select count(*) from lines where verb in ('select', 'insert', 'update', 'delete'))
	+ (select count(*) from cells) + (select count(*) from tables) * 2)::integer);

-- The file is whole.
select is((select count(*) from words where cells[1] in ('person', 'plays')), 2::bigint, 'the file says who is tried');
select is_empty($$select cells[1:2] from words where cardinality(cells) <> (select count(*) + 2 from people)$$, 'every line has a cell for everybody');
select is_empty($$select kind_or_table, verb from lines group by kind_or_table, verb, case when kind_or_table = 'function' then rest end having count(*) > 1$$, 'no line stands twice');
select set_eq($$select kind_or_table, verb from lines where kind_or_table <> 'function'$$,
	$$select name, v from tables, unnest(array['select', 'insert', 'update', 'delete']) v$$,
	'every table has a line for every verb, and no line is of a table that is gone');
select set_eq($$select verb from lines where kind_or_table = 'function'$$,
	$$select p.proname::text from pg_proc p where p.pronamespace = 'public'::regnamespace
		and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')$$,
	'every function that the API shows has a line, and no line is of a function that is gone');
select is_empty($$select plays from people where pg_temp.role_of(plays) = 'authenticated'
	and not exists (select from auth.users where id = tests.id(split_part(plays, '@', 1) || ' user'))$$, 'everybody exists');
-- A verb that somebody may use on a table without a policy for it would be an accident that waits for its policy.
select is_empty($$select t.name, v from tables t, unnest(array['select', 'insert', 'update', 'delete']) v, unnest(array['anon', 'authenticated']) r
	where cardinality(pg_temp.granted(r, t.name, v)) > 0 and t.name <> 'objects' and not exists (select from pg_policy p where p.polrelid = t.oid
		and p.polcmd in ('*', case v when 'select' then 'r' when 'insert' then 'a' when 'update' then 'w' else 'd' end))$$,
	'nothing is granted that no policy lets anybody do');

-- A table whose world is empty proves nothing.
select ok(exists (select from places where person = 'tenant' and object = name and place = 'there')
		and exists (select from places where person = 'tenant' and object = name and place <> 'there'),
	format('%s: there are rows of the residence and of another', name)) from tables;
select ok(not exists (select from columns where object = name and columns.name in ('household_id', 'order_id', 'member_id', 'person_id', 'subject_id', 'substitute_id', 'user_id',
			'letter_id', 'mandate_id'))
		or (select array['own', 'here'] <@ array_agg(place) and ('door' = any (array_agg(place)) or t.name in ('households'))
			or array['door', 'here'] <@ array_agg(place) from places where person = 'tenant' and object = t.name),
	format('%s: there are rows of the own door and of another', name)) from tables t;

-- Columns.
select is(array_to_string(pg_temp.granted(r, l.kind_or_table, l.verb), ' '), case
		when not exists (select from cells c where c.object = l.kind_or_table and c.verb = l.verb and pg_temp.role_of(c.plays) = r and c.expected <> '-') then ''
		when l.rest in ('', '*') then (select string_agg(name, ' ' order by attnum) from columns where object = l.kind_or_table)
		else (select string_agg(name, ' ' order by attnum) from columns where object = l.kind_or_table and name = any (regexp_split_to_array(l.rest, '\s+')))
			|| case when l.rest ~ '^[a-z_0-9 ]+$' and (select count(*) from columns where object = l.kind_or_table and name = any (regexp_split_to_array(l.rest, '\s+')))
				= cardinality(regexp_split_to_array(l.rest, '\s+')) then '' else ' (a column is gone)' end end,
	format('%s %s: columns of %s', l.kind_or_table, l.verb, r))
	from lines l, unnest(array['anon', 'authenticated', 'service_role']) r where l.verb in ('select', 'insert', 'update', 'delete');

-- The cells.
select is(pg_temp.play(person, plays, object, verb), expected, format('%s %s: %s', object, verb, person))
	from cells where object <> 'function' order by object, verb, n;
select is(pg_temp.call(plays, verb, rest), expected, format('%s(%s): %s', verb, rest, person))
	from cells where object = 'function' order by verb, rest, n;

-- What somebody may do in one residence is not there from an address of another, whoever they are there. Acts of an account
-- know no residence, and a colleague from elsewhere says no to standing in from home.
select is(pg_temp.call(plays, verb, rest, 'cedres'), '404', format('%s(%s) from an address of another residence: %s', verb, rest, person))
	from (select * from addressed) x order by verb, rest, n;

select * from finish();
rollback;
