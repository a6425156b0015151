-- Households and people from a file: read, shown, and written in one act once somebody has said yes.

create table private.imports (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null,
	member_id uuid not null unique,
	file_name text not null check (char_length(file_name) <= 120),
	rows jsonb,
	problems jsonb,
	result jsonb,
	created_at timestamptz not null default now(),
	foreign key (residence_id, member_id) references public.members (residence_id, id) on delete cascade
);
comment on table private.imports is
	'What a caretaker''s file said, between the preview and the yes: one for each person, nobody else''s, gone within the hour.';
comment on column private.imports.result is
	'Once written: the figures, so that a second tap hears the same. The rows are erased then.';
create index imports_residence_id_idx on private.imports (residence_id);
create index imports_created_at_idx on private.imports (created_at);

create function private.plain_letters(p_text text) returns text
language sql immutable set search_path = '' as $$
	select trim(regexp_replace(lower(regexp_replace(normalize(coalesce(p_text, ''), NFD), '[\u0300-\u036F]', '', 'g')),
		'[[:space:][:punct:]’]+', ' ', 'g'));
$$;
comment on function private.plain_letters(text) is
	'A name as two people would both say it: without capitals, accents, hyphens and double spaces.';

create function private.door_key(p_building text, p_staircase text, p_door text) returns text
language sql immutable set search_path = '' as $$
	-- Spreadsheets take the zero off "01".
	select string_agg(regexp_replace(private.plain_letters(part), '(^| )0+(?=\d)', '\1', 'g'), '|' order by n)
	from unnest(array[p_building, p_staircase, p_door]) with ordinality x(part, n);
$$;
comment on function private.door_key(text, text, text) is 'The same for every spelling of a door: "b / 01" is "B / 1".';

-- What the rows of a file would do now, and what is wrong with them. One statement, so that it sees one moment.
create function private.import_plan(p_residence uuid, p_rows jsonb) returns jsonb
-- Nothing is known of how many rows a file has, and row by row against row by row takes a minute for 2,000.
language sql stable set search_path = '' set enable_nestloop = off as $$
	with given as materialized (
		select x."row", x.building, x.staircase, x.floor, x.door, x.name, x.email, x.phone,
			private.door_key(x.building, x.staircase, x.door) as door_key, private.plain_letters(x.name) as name_key
		from jsonb_to_recordset(p_rows) as x("row" integer, building text, staircase text, floor integer, door text,
			name text, email text, phone text)
	), doors as materialized (
		select h.id, h.building, h.staircase, h.floor, h.door, h.key, private.door_label(h.it) as label,
			count(*) over (partition by h.key) as twins
		from (select x.*, x as it, private.door_key(x.building, x.staircase, x.door) as key
			from public.households x where x.residence_id = p_residence) h
	), people as materialized (
		select m.id, m.name, m.role, m.household_id, m.created_at, c.email, c.phone,
			private.plain_letters(m.name) as name_key, d.label
		from public.members m left join public.member_contacts c on c.member_id = m.id left join doors d on d.id = m.household_id
		where m.residence_id = p_residence and m.ended_at is null
	), placed as materialized (
		-- Spelt as the residence spells it, or the one door that is meant by another spelling.
		select g.*, coalesce(e.id, k.id) as household_id, coalesce(e.floor, k.floor) as floor_now,
			coalesce(e.label, k.label) as label_now, coalesce(e.id, k.id) is null and t.key is not null as is_unclear,
			coalesce(coalesce(e.id, k.id)::text, g.door_key) as place
		from given g
		left join doors e on e.building = g.building and e.staircase = g.staircase and e.door = g.door
		left join (select * from doors where twins = 1) k on k.key = g.door_key
		left join (select distinct key from doors where twins > 1) t on t.key = g.door_key
	), floored as materialized (
		select p.*, first_value(p.floor) over (partition by p.place order by p.floor is null, p."row") as place_floor,
			first_value(p."row") over (partition by p.place order by p.floor is null, p."row") as floor_row,
			first_value(p."row") over (partition by p.place, p.name_key order by p."row") as same_row,
			first_value(p."row") over (partition by nullif(p.email, '') order by p."row") as email_row,
			first_value(p.place) over (partition by nullif(p.email, '') order by p."row") as email_place
		from placed p
	), named as materialized (
		select distinct on (f."row") f."row", m.id from floored f
		join people m on m.household_id = f.household_id and m.name_key = f.name_key
		where f.name <> '' order by f."row", m.email is distinct from nullif(f.email, ''), m.created_at, m.id
	), mailed as materialized (
		-- Who is not known by name may be known by address, unless another row is that person.
		select distinct on (o."row") o."row", o.id from (
			select distinct on (m.id) m.id, f."row" from floored f
			join people m on m.household_id = f.household_id and m.email = f.email
			left join named n on n."row" = f."row" left join named other on other.id = m.id
			where f.name <> '' and n.id is null and other.id is null and f.same_row = f."row"
			order by m.id, f."row") o
		order by o."row", o.id
	), compared as materialized (
		select f.*, n.id as by_name, m.id as member_id, m.role, m.name as old_name, m.email as old_email, m.phone as old_phone,
			n.id is null and m.id is not null as has_new_name,
			f.email <> '' and f.email is distinct from m.email as has_new_email,
			-- The same number with other spaces is the same number. Empty cells take nothing away.
			f.phone <> '' and regexp_replace(f.phone, '[^0-9+]', '', 'g')
				is distinct from regexp_replace(m.phone, '[^0-9+]', '', 'g') as has_new_phone
		from floored f left join named n on n."row" = f."row" left join mailed l on l."row" = f."row"
		left join people m on m.id = coalesce(n.id, l.id)
	), elsewhere as materialized (
		select distinct on (c."row") c."row", m.name, m.label from compared c join people m on m.email = c.email
		where c.has_new_email and (c.household_id is null or m.household_id <> c.household_id or m.household_id is null)
		order by c."row", m.created_at, m.id
	), judged as materialized (
		select c.*, coalesce(c.label_now, trim(concat_ws(' ', nullif(c.building, ''), c.staircase, c.door))) as label, case
			when c.is_unclear then jsonb_build_object('key', 'door_unclear')
			when c.household_id is null and c.place_floor is null then jsonb_build_object('key', 'floor_missing')
			when c.floor <> c.place_floor then jsonb_build_object('key', 'floor_differs', 'other', c.floor_row)
			when c.same_row <> c."row" then jsonb_build_object('key', 'duplicate', 'other', c.same_row)
			when c.name = '' then null
			when c.email <> '' and c.email_place <> c.place then jsonb_build_object('key', 'email_twice', 'other', c.email_row)
			when e."row" is not null then jsonb_build_object('key', 'email_elsewhere', 'name', e.name, 'door', e.label)
			-- Their address is the key to the whole residence: it is changed on their page, by who may.
			when c.role in ('caretaker', 'manager') and (c.has_new_name or c.has_new_email or c.has_new_phone)
				then jsonb_build_object('key', 'staff_changed', 'name', c.old_name)
			end as problem
		from compared c left join elsewhere e on e."row" = c."row"
	), good as materialized (
		select * from judged where problem is null
	), places as materialized (
		select distinct on (g.place) g.* from good g order by g.place, g."row"
	)
	select jsonb_build_object(
		'doors', (select coalesce(jsonb_agg(jsonb_build_object('row', p."row", 'building', p.building, 'staircase', p.staircase,
				'floor', p.place_floor, 'door', p.door, 'label', p.label) order by p."row"), '[]')
			from places p where p.household_id is null),
		'floors', (select coalesce(jsonb_agg(jsonb_build_object('row', p."row", 'householdId', p.household_id, 'label', p.label,
				'from', p.floor_now, 'to', p.place_floor) order by p."row"), '[]')
			from places p where p.household_id is not null and p.place_floor <> p.floor_now),
		'added', (select coalesce(jsonb_agg(jsonb_build_object('row', g."row", 'householdId', g.household_id,
				'doorRow', p."row", 'label', g.label,
				'name', g.name, 'email', g.email, 'phone', g.phone) order by g."row"), '[]')
			from good g join places p on p.place = g.place where g.name <> '' and g.member_id is null),
		'changed', (select coalesce(jsonb_agg(jsonb_build_object('row', g."row", 'memberId', g.member_id, 'label', g.label,
				'name', g.old_name, 'changes', jsonb_strip_nulls(jsonb_build_object(
					'name', case when g.has_new_name then jsonb_build_object('from', g.old_name, 'to', g.name) end,
					'email', case when g.has_new_email then jsonb_build_object('from', coalesce(g.old_email, ''), 'to', g.email) end,
					'phone', case when g.has_new_phone then jsonb_build_object('from', coalesce(g.old_phone, ''), 'to', g.phone) end)))
				order by g."row"), '[]')
			from good g where g.member_id is not null and (g.has_new_name or g.has_new_email or g.has_new_phone)),
		'same', (select count(*) from good g where g.name <> '' and g.member_id is not null
			and not (g.has_new_name or g.has_new_email or g.has_new_phone)),
		'problems', (select coalesce(jsonb_agg(j.problem || jsonb_build_object('row', j."row") order by j."row"), '[]')
			from judged j where j.problem is not null),
		'absent', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'label', d.label)
				order by d.building, d.staircase, d.floor, private.door_order(d.door), m.name, m.id), '[]')
			from people m join doors d on d.id = m.household_id
			where not exists (select from judged j where j.member_id = m.id)));
$$;
comment on function private.import_plan(uuid, jsonb) is
	'What rows of a file would add and change in a residence now, what is wrong with them, and who is not among them.';

create function private.plan_hash(p_plan jsonb) returns text
language sql immutable set search_path = '' as $$
	-- Who is not in the file is told, and never touched: that they come and go stops nobody.
	select encode(sha256(convert_to((p_plan - 'absent' - 'same')::text, 'UTF8')), 'hex');
$$;
comment on function private.plan_hash(jsonb) is 'What somebody says yes to: another difference has another one.';

create function private.without_old_contacts(p_changed jsonb) returns jsonb
language sql immutable set search_path = '' as $$
	select coalesce(jsonb_agg(c || jsonb_build_object('changes', (
		select jsonb_object_agg(key, case when key = 'name' or change ->> 'from' = '' then change
			else change || '{"from": "…"}' end)
		from jsonb_each(c -> 'changes') x(key, change))) order by n), '[]')
	from jsonb_array_elements(p_changed) with ordinality y(c, n);
$$;
comment on function private.without_old_contacts(jsonb) is
	'Changes of a plan, as a preview shows them: that there was an e-mail or a phone, and not which.';

create function private.stage_import(p_residence uuid, p_file_name text, p_rows jsonb, p_problems jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
	v_id uuid;
begin
	perform private.check_attempts('import', v_staff.id::text, 60, interval '1 hour');
	perform private.note_attempt('import', v_staff.id::text);
	perform private.check_text(p_file_name, 'file', 0, 120);
	if p_rows is null or jsonb_typeof(p_rows) <> 'array' or p_problems is null or jsonb_typeof(p_problems) <> 'array'
		or jsonb_array_length(p_rows) + jsonb_array_length(p_problems) not between 1 and 4000
		or jsonb_array_length(p_rows) > 2000 or length(p_problems::text) > 1000000 then
		perform private.refuse(422, 'value_invalid', '{"field": "file"}');
	end if;
	if (select count(distinct x -> 'row') from jsonb_array_elements(p_rows) x) <> jsonb_array_length(p_rows) then
		perform private.refuse(422, 'value_invalid', '{"field": "file"}');
	end if;
	-- The page has told what is wrong, row by row; what passes here fits into the tables.
	if exists (select from jsonb_to_recordset(p_rows) as x("row" integer, building text, staircase text, floor numeric, door text,
			name text, email text, phone text)
		where x."row" is null or x.building is null or char_length(x.building) > 40
			or x.staircase is null or char_length(x.staircase) not between 1 and 20
			or x.door is null or char_length(x.door) not between 1 and 20
			or x.floor not between -5 and 60 or x.floor <> trunc(x.floor)
			or x.name is null or char_length(x.name) > 80 or x.phone is null or char_length(x.phone) > 30
			or x.email is null or x.email <> lower(x.email) or char_length(x.email) > 254
			or (x.email <> '' and x.email !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$')
			or (x.name = '' and (x.email <> '' or x.phone <> ''))) then
		perform private.refuse(422, 'value_invalid', '{"field": "file"}');
	end if;
	insert into private.imports (residence_id, member_id, file_name, rows, problems)
		values (p_residence, v_staff.id, trim(coalesce(p_file_name, '')), p_rows, p_problems)
		on conflict (member_id) do update set id = gen_random_uuid(), residence_id = excluded.residence_id,
			file_name = excluded.file_name, rows = excluded.rows, problems = excluded.problems, result = null, created_at = now()
		returning id into v_id;
	return v_id;
end;
$$;
create function public.stage_import(p_residence uuid, p_file_name text, p_rows jsonb, p_problems jsonb) returns uuid
language sql set search_path = '' as $$ select private.stage_import($1, $2, $3, $4); $$;
comment on function public.stage_import(uuid, text, jsonb, jsonb) is
	'Keeps what a file said for an hour, for its preview; writes nothing. One for each person: the next takes its place. For caretaker and manager. Refuses: not_found, not_allowed, value_invalid, too_many_tries.';

create function private.page_import(p_residence uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
	v_import private.imports;
	v_plan jsonb;
begin
	select * into v_import from private.imports
		where member_id = v_staff.id and result is null and created_at > now() - interval '1 hour';
	if found then
		v_plan := private.import_plan(p_residence, v_import.rows);
	end if;
	return jsonb_build_object('shell', private.shell(v_staff), 'draft', case when v_plan is not null then
		v_plan || jsonb_build_object('id', v_import.id, 'fileName', v_import.file_name, 'shown', private.plan_hash(v_plan),
			'unread', v_import.problems, 'changed', private.without_old_contacts(v_plan -> 'changed')) end);
end;
$$;
create function public.page_import(p_residence uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.page_import($1); $$;
comment on function public.page_import(uuid) is
	'One''s own file that waits for a yes, and what it would do now; for caretaker and manager.';

create function private.apply_import(p_residence uuid, p_import uuid, p_shown text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
	v_import private.imports;
	v_plan jsonb;
begin
	select * into v_import from private.imports where id = p_import and member_id = v_staff.id for update;
	if v_import.result is not null then
		-- Tapped twice.
		return v_import.result;
	end if;
	if v_import.id is null or v_import.created_at <= now() - interval '1 hour' then
		perform private.refuse(409, 'import_over');
	end if;
	-- One import at a time, also into a place without doors. Then the doors and the people, as everywhere: nobody
	-- moves in or out, and nobody's address changes, between the comparison and the writing.
	perform from public.residences where id = p_residence for no key update;
	perform from public.households where residence_id = p_residence order by id for no key update;
	perform from public.members where residence_id = p_residence and ended_at is null and household_id is not null
		and role in ('tenant', 'relay') order by id for no key update;
	v_plan := private.import_plan(p_residence, v_import.rows);
	if private.plan_hash(v_plan) is distinct from p_shown then
		perform private.refuse(409, 'import_changed');
	end if;
	insert into public.households (residence_id, building, staircase, floor, door)
		select p_residence, d.building, d.staircase, d.floor, d.door
		from jsonb_to_recordset(v_plan -> 'doors') as d(building text, staircase text, floor smallint, door text);
	update public.households h set floor = f."to"
		from jsonb_to_recordset(v_plan -> 'floors') as f("householdId" uuid, "to" smallint) where h.id = f."householdId";
	with doors as (
		select d."row", h.id from jsonb_to_recordset(v_plan -> 'doors') as d("row" integer, building text, staircase text, door text)
		join public.households h on h.residence_id = p_residence and h.building = d.building and h.staircase = d.staircase
			and h.door = d.door
	), people as materialized (
		select gen_random_uuid() as id, coalesce(a."householdId", d.id) as household_id, a.name,
			nullif(a.email, '') as email, nullif(a.phone, '') as phone
		from jsonb_to_recordset(v_plan -> 'added') as a("householdId" uuid, "doorRow" integer, name text, email text, phone text)
		left join doors d on d."row" = a."doorRow"
	), members as (
		insert into public.members (id, residence_id, household_id, name)
			select p.id, p_residence, p.household_id, p.name from people p
	)
	insert into public.member_contacts (member_id, residence_id, email, phone)
		select p.id, p_residence, p.email, p.phone from people p;
	-- Another address is another key to the door: the old one opens nothing any more. Who had none keeps the phone
	-- on which they came in.
	update public.members m set name = coalesce(x.changes #>> '{name,to}', m.name),
			user_id = case when coalesce(x.changes #>> '{email,from}', '') <> '' then null else m.user_id end
		from jsonb_to_recordset(v_plan -> 'changed') as x("memberId" uuid, changes jsonb) where m.id = x."memberId";
	insert into public.member_contacts (member_id, residence_id, email, phone)
		select x."memberId", p_residence, x.changes #>> '{email,to}', x.changes #>> '{phone,to}'
		from jsonb_to_recordset(v_plan -> 'changed') as x("memberId" uuid, changes jsonb)
		on conflict (member_id) do update set email = coalesce(excluded.email, member_contacts.email),
			phone = coalesce(excluded.phone, member_contacts.phone);
	-- Whose e-mail or phone was changed reads that it was, as when it is done by hand.
	perform private.note_access(v_staff, array(select (x ->> 'memberId')::uuid from jsonb_array_elements(v_plan -> 'changed') x
		where x -> 'changes' ?| array['email', 'phone']), 'changed', 'import');
	update private.imports set rows = null, problems = null, result = jsonb_build_object(
			'doors', jsonb_array_length(v_plan -> 'doors'), 'added', jsonb_array_length(v_plan -> 'added'),
			'changed', jsonb_array_length(v_plan -> 'changed') + jsonb_array_length(v_plan -> 'floors'))
		where id = p_import returning * into v_import;
	return v_import.result;
exception when unique_violation then
	-- Somebody added that very door at this very moment.
	perform private.refuse(409, 'import_changed');
end;
$$;
create function public.apply_import(p_residence uuid, p_import uuid, p_shown text) returns jsonb
language sql set search_path = '' as $$ select private.apply_import($1, $2, $3); $$;
comment on function public.apply_import(uuid, uuid, text) is
	'Writes what the preview (p_shown) showed, all or nothing, and answers how many doors, people and changes; twice is once. For caretaker and manager. Refuses: not_found, not_allowed, import_over, import_changed.';

create function private.drop_import(p_residence uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
begin
	delete from private.imports where member_id = v_staff.id;
end;
$$;
create function public.drop_import(p_residence uuid) returns void
language sql set search_path = '' as $$ select private.drop_import($1); $$;
comment on function public.drop_import(uuid) is 'Forgets one''s own file that waits for a yes. Refuses: not_found, not_allowed.';

create function private.drop_old_imports() returns integer
language plpgsql security definer set search_path = '' as $$
declare
	v_count integer;
begin
	delete from private.imports where created_at <= now() - interval '1 hour';
	get diagnostics v_count = row_count;
	return v_count;
end;
$$;
create function public.drop_old_imports() returns integer
language sql set search_path = '' as $$ select private.drop_old_imports(); $$;
comment on function public.drop_old_imports() is 'Forgets files that nobody said yes to within the hour; answers how many. For the background jobs.';
grant execute on function private.drop_old_imports(), public.drop_old_imports() to service_role;

-- The list of the residence, as the file of an import has it.
create function private.export_people(p_residence uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
begin
	perform private.note_access(v_staff, array(select m.id
		from public.members m join public.member_contacts c on c.member_id = m.id
		where m.residence_id = p_residence and m.household_id is not null and m.ended_at is null
			and (c.email is not null or c.phone is not null)), 'contacts', 'export');
	return (select jsonb_build_object('residence', (select r.name from public.residences r where r.id = p_residence),
		'rows', coalesce(jsonb_agg(jsonb_build_object('building', h.building, 'staircase', h.staircase, 'floor', h.floor,
			'door', h.door, 'name', coalesce(m.name, ''), 'email', coalesce(c.email, ''), 'phone', coalesce(c.phone, ''))
			order by h.building, h.staircase, h.floor, private.door_order(h.door), m.created_at, m.name, m.id), '[]'))
		from public.households h
		left join public.members m on m.household_id = h.id and m.ended_at is null
		left join public.member_contacts c on c.member_id = m.id
		where h.residence_id = p_residence);
end;
$$;
create function public.export_people(p_residence uuid) returns jsonb
language sql set search_path = '' as $$ select private.export_people($1); $$;
comment on function public.export_people(uuid) is
	'Every door with its people and their contacts, for a file, written down in the access log for each of them; for caretaker and manager. Refuses: not_found, not_allowed.';

grant execute on function
	private.stage_import(uuid, text, jsonb, jsonb), public.stage_import(uuid, text, jsonb, jsonb),
	private.page_import(uuid), public.page_import(uuid),
	private.apply_import(uuid, uuid, text), public.apply_import(uuid, uuid, text),
	private.drop_import(uuid), public.drop_import(uuid),
	private.export_people(uuid), public.export_people(uuid) to authenticated;
