-- Setting up a residence, signing in, adding doors and people.

create function private.door_label(p_household public.households) returns text
language sql immutable set search_path = '' as $$
	select trim(concat_ws(' ', nullif(p_household.building, ''), p_household.staircase, p_household.door));
$$;

-- Shown on every page: where one is and who one is.
create function private.shell(p_member public.members) returns jsonb
language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'residence', jsonb_build_object('id', r.id, 'name', r.name, 'address', r.address, 'timeZone', r.time_zone,
			'isDemo', r.is_demo, 'lodgePhone', r.lodge_phone, 'pickupPlace', r.pickup_place),
		'member', jsonb_build_object('id', p_member.id, 'name', p_member.name, 'role', p_member.role,
			'householdId', p_member.household_id,
			'door', (select private.door_label(h) from public.households h where h.id = p_member.household_id)),
		-- Counted up to a thousand: a page must not slow down with the size of the place.
		'households', (select count(*) from (
			select from public.households h where h.residence_id = r.id limit 1000) x)
	)
	from public.residences r where r.id = p_member.residence_id;
$$;

comment on function private.door_label(public.households) is 'How a door is called in the residence: "B 12".';
grant execute on function private.door_label(public.households) to authenticated;

-- Natural order of doors: "2" before "12", then by letters.
create function private.door_order(p_door text) returns text
language sql immutable set search_path = '' as $$
	select lpad(coalesce(substring(p_door from '\d+'), ''), 8, '0') || p_door;
$$;
grant execute on function private.door_order(text) to authenticated;

create function private.member_name(p_member uuid) returns text
language sql stable security definer set search_path = '' as $$
	select name from public.members where id = p_member;
$$;
comment on function private.member_name(uuid) is
	'Name of somebody who acted for the reader. Called by page functions only, on rows that the reader may see.';

create function private.ensure_setup_code() returns text
language plpgsql security definer set search_path = '' as $$
declare
	v_code text;
	v_bytes bytea;
	-- No look-alikes: neither 0/O, 1/I/L, 5/S, 8/B, 2/Z.
	c_letters constant text := 'ACDEFGHJKMNPQRTUVWXY34679';
begin
	if exists (select from public.residences) then
		return null;
	end if;
	select code into v_code from private.setup_codes;
	if found then
		return v_code;
	end if;
	-- Two uuids give 244 random bits; eight of their bytes pick eight letters.
	v_bytes := decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');
	select string_agg(substr(c_letters, 1 + get_byte(v_bytes, i * 2) % 25, 1), '' order by i)
		into v_code from generate_series(0, 2) as i;
	-- Bytes 22 and 24 carry the version of the uuid: less chance in them.
	select v_code || string_agg(substr(c_letters, 1 + get_byte(v_bytes, 16 + i) % 25, 1), '' order by i)
		into v_code from generate_series(0, 4) as i;
	insert into private.setup_codes (code) values (v_code) on conflict do nothing;
	return (select code from private.setup_codes);
end;
$$;
create function public.ensure_setup_code() returns text
language sql set search_path = '' as $$ select private.ensure_setup_code(); $$;
comment on function public.ensure_setup_code() is
	'The set-up code to print in the terminal, made on first use; null once a residence exists.';
grant execute on function private.ensure_setup_code(), public.ensure_setup_code() to service_role;

create function private.setup_status() returns jsonb
language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'empty', not exists (select from public.residences),
		-- One real residence among them, and nothing is shown as in a demonstration any more.
		'demo', coalesce((select bool_and(is_demo) from public.residences), false)
	);
$$;
create function public.setup_status() returns jsonb
language sql stable set search_path = '' as $$ select private.setup_status(); $$;
comment on function public.setup_status() is 'Whether no residence exists yet, and whether this is a demonstration.';
grant execute on function private.setup_status(), public.setup_status() to anon, authenticated, service_role;

create function private.check_time_zone(p_zone text) returns void
language plpgsql stable set search_path = '' as $$
begin
	perform now() at time zone p_zone;
	-- Abbreviations and offsets are accepted by PostgreSQL but do not follow clock changes.
	if p_zone !~ '^([A-Z][A-Za-z_]+/[A-Za-z_/+-]+|UTC)$' then
		perform private.refuse(422, 'value_invalid', '{"field": "timeZone"}');
	end if;
exception when invalid_parameter_value then
	perform private.refuse(422, 'value_invalid', '{"field": "timeZone"}');
end;
$$;

create function private.take_setup_attempt() returns boolean
language sql security definer set search_path = '' as $$
	select private.take_attempt('setup', 'residence', 10, interval '1 hour');
$$;
create function public.take_setup_attempt() returns boolean
language sql set search_path = '' as $$ select private.take_setup_attempt(); $$;
comment on function public.take_setup_attempt() is 'Counts one try at the set-up code; false when there were too many.';
grant execute on function private.take_setup_attempt(), public.take_setup_attempt() to anon, authenticated;

create function private.create_residence(
	p_code text, p_organisation text, p_name text, p_address text, p_time_zone text,
	p_caretaker_name text, p_caretaker_email text
) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_organisation uuid;
	v_residence uuid;
	v_member uuid;
begin
	-- Two people at once: the second waits here, then finds the residence.
	perform pg_advisory_xact_lock(hashtextextended('create_residence', 0));
	if exists (select from public.residences) then
		perform private.refuse(409, 'setup_closed');
	end if;
	if not exists (
		select from private.setup_codes where code = upper(regexp_replace(p_code, '[^A-Za-z0-9]', '', 'g'))
	) then
		perform private.refuse(403, 'setup_code_wrong');
	end if;
	perform private.check_time_zone(p_time_zone);
	perform private.check_text(p_organisation, 'organisation', 1, 120);
	perform private.check_text(p_name, 'name', 1, 120);
	perform private.check_text(p_address, 'address', 0, 300);
	perform private.check_text(p_caretaker_name, 'caretakerName', 1, 80);
	perform private.check_email(lower(trim(p_caretaker_email)), 'caretakerEmail');
	insert into public.organisations (name) values (trim(p_organisation)) returning id into v_organisation;
	insert into public.residences (organisation_id, name, address, time_zone)
		values (v_organisation, trim(p_name), trim(coalesce(p_address, '')), p_time_zone) returning id into v_residence;
	insert into public.members (residence_id, name, role)
		values (v_residence, trim(p_caretaker_name), 'caretaker') returning id into v_member;
	insert into public.member_contacts (member_id, residence_id, email)
		values (v_member, v_residence, lower(trim(p_caretaker_email)));
	delete from private.setup_codes;
	return v_residence;
end;
$$;
create function public.create_residence(
	p_code text, p_organisation text, p_name text, p_address text, p_time_zone text,
	p_caretaker_name text, p_caretaker_email text
) returns uuid
language sql set search_path = '' as $$
	select private.create_residence($1, $2, $3, $4, $5, $6, $7);
$$;
comment on function public.create_residence(text, text, text, text, text, text, text) is
	'Creates the first residence and its caretaker, with the set-up code; refused once a residence exists.';
grant execute on function private.create_residence(text, text, text, text, text, text, text),
	public.create_residence(text, text, text, text, text, text, text) to anon, authenticated;

create function private.request_code(p_email text, p_address text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_email text := lower(trim(p_email));
begin
	-- The address of the device is limited first: one device must not lock a neighbour out.
	if not private.take_attempt('code_asked_from', p_address, 30, interval '1 hour')
		or not private.take_attempt('code_asked', md5(v_email), 5, interval '15 minutes') then
		return '{"allowed": false, "known": false}';
	end if;
	return jsonb_build_object('allowed', true, 'known', exists (
		select from public.member_contacts c join public.members m on m.id = c.member_id
		where c.email = v_email and m.ended_at is null));
end;
$$;
create function public.request_code(p_email text, p_address text) returns jsonb
language sql set search_path = '' as $$ select private.request_code($1, $2); $$;
comment on function public.request_code(text, text) is
	'Counts one request for a sign-in code (p_address: hash of the device address); says whether it is allowed and whether the address belongs to a member.';

create function private.try_code(p_email text, p_address text) returns boolean
language sql security definer set search_path = '' as $$
	select private.take_attempt('code_tried_from', p_address, 60, interval '1 hour')
		and private.take_attempt('code_tried', md5(lower(trim(p_email))), 8, interval '15 minutes');
$$;
create function public.try_code(p_email text, p_address text) returns boolean
language sql set search_path = '' as $$ select private.try_code($1, $2); $$;
comment on function public.try_code(text, text) is 'Counts one guess of a sign-in code; false when there were too many.';
grant execute on function private.request_code(text, text), public.request_code(text, text),
	private.try_code(text, text), public.try_code(text, text) to anon, authenticated;

create function private.my_residences() returns jsonb
language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'role', m.role) order by r.name), '[]')
	from public.members m join public.residences r on r.id = m.residence_id
	where m.user_id = (select auth.uid()) and m.ended_at is null;
$$;

create function private.claim_memberships() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_user uuid := (select auth.uid());
	v_email text;
begin
	-- The address is proven: a session exists only after its code was typed.
	select lower(email) into v_email from auth.users where id = v_user;
	if v_email is not null then
		update public.members m set user_id = v_user
		where m.id in (
				select distinct on (c.residence_id) c.member_id
				from public.member_contacts c join public.members x on x.id = c.member_id
				where c.email = v_email and x.ended_at is null
					-- Also when the address of that person was changed since they last signed in.
					and (x.user_id is null or exists (
						select from auth.users u where u.id = x.user_id and lower(u.email) <> v_email))
				order by c.residence_id, x.created_at, x.id)
			and not exists (select from public.members o
				where o.residence_id = m.residence_id and o.user_id = v_user and o.ended_at is null);
	end if;
	return private.my_residences();
end;
$$;
create function public.claim_memberships() returns jsonb
language sql set search_path = '' as $$ select private.claim_memberships(); $$;
create function public.my_residences() returns jsonb
language sql stable set search_path = '' as $$ select private.my_residences(); $$;
comment on function public.claim_memberships() is
	'Ties the signed-in person to the memberships that carry their e-mail; answers their residences.';
comment on function public.my_residences() is 'Residences of the signed-in person.';
grant execute on function private.claim_memberships(), public.claim_memberships(),
	private.my_residences(), public.my_residences() to authenticated;

create function private.demo_people() returns jsonb
language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('email', c.email, 'name', m.name, 'role', m.role,
			'door', private.door_label(h)) order by
			array_position(array['caretaker', 'tenant', 'relay', 'manager'], m.role), m.created_at, m.name), '[]')
	from public.residences r
	join public.members m on m.residence_id = r.id and m.ended_at is null
	join public.member_contacts c on c.member_id = m.id and c.email is not null
	left join public.households h on h.id = m.household_id
	where r.is_demo and c.email like '%@demo.invalid';
$$;
create function public.demo_people() returns jsonb
language sql stable set search_path = '' as $$ select private.demo_people(); $$;
comment on function public.demo_people() is 'People of the demonstration that one may become in one tap; empty elsewhere.';
grant execute on function private.demo_people(), public.demo_people() to anon, authenticated;

create function private.add_households(
	p_residence uuid, p_building text, p_staircase text, p_doors jsonb
) returns integer
language plpgsql security definer set search_path = '' as $$
declare
	v_added integer;
begin
	perform private.require_staff(p_residence);
	perform private.check_text(p_building, 'building', 0, 40);
	perform private.check_text(p_staircase, 'staircase', 1, 20);
	if p_doors is null or jsonb_typeof(p_doors) <> 'array' or jsonb_array_length(p_doors) not between 1 and 300 then
		perform private.refuse(422, 'value_invalid', '{"field": "doors"}');
	end if;
	if exists (select from jsonb_to_recordset(p_doors) as d(floor numeric, door text)
		where d.floor is null or d.floor not between -5 and 60
			or char_length(coalesce(trim(d.door), '')) not between 1 and 20) then
		perform private.refuse(422, 'value_invalid', '{"field": "doors"}');
	end if;
	insert into public.households (residence_id, building, staircase, floor, door)
		select p_residence, trim(coalesce(p_building, '')), trim(p_staircase), d.floor, trim(d.door)
		from jsonb_to_recordset(p_doors) as d(floor smallint, door text)
		on conflict (residence_id, building, staircase, door) do nothing;
	get diagnostics v_added = row_count;
	return v_added;
end;
$$;
create function public.add_households(p_residence uuid, p_building text, p_staircase text, p_doors jsonb)
returns integer language sql set search_path = '' as $$ select private.add_households($1, $2, $3, $4); $$;
comment on function public.add_households(uuid, text, text, jsonb) is
	'Adds doors [{"floor": 1, "door": "12"}] to a staircase, leaving out those that exist; answers how many were added.';

-- Called before members are locked, as orders lock the door first too.
create function private.lock_door_of(p_residence uuid, p_member uuid) returns void
language sql security definer set search_path = '' as $$
	select 1 from public.households h where h.residence_id = p_residence
		and h.id = (select m.household_id from public.members m where m.id = p_member) for no key update;
$$;
create function private.leave_door(p_household uuid) returns void
language sql security definer set search_path = '' as $$
	update public.households h set lived_since = clock_timestamp() where h.id = p_household
		and not exists (select from public.members m where m.household_id = h.id and m.ended_at is null);
$$;
comment on function private.leave_door(uuid) is
	'After somebody left a door: when nobody is left behind it, who comes next starts without their orders and debts.';

create function private.save_member(
	p_residence uuid, p_member uuid, p_household uuid, p_name text, p_role text, p_email text, p_phone text
) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
	v_old public.members;
	v_email text := nullif(lower(trim(coalesce(p_email, ''))), '');
	v_id uuid := p_member;
begin
	if p_household is not null and not exists (
		select from public.households where id = p_household and residence_id = p_residence
	) then
		perform private.refuse(404, 'not_found');
	end if;
	if v_email is not null then
		perform private.check_email(v_email, 'email');
	end if;
	perform private.check_text(p_name, 'name', 1, 80);
	perform private.check_text(p_phone, 'phone', 0, 30);
	if p_role is null or p_role not in ('tenant', 'relay', 'caretaker', 'manager')
		or (p_role = 'manager' and v_staff.role <> 'manager') then
		perform private.refuse(403, 'not_allowed');
	end if;
	if p_member is null then
		insert into public.members (residence_id, household_id, name, role)
			values (p_residence, p_household, trim(p_name), p_role) returning id into v_id;
	else
		perform private.lock_door_of(p_residence, p_member);
		-- In this order always, so that two caretakers who change each other leave one.
		perform from public.members where residence_id = p_residence and role = 'caretaker' and ended_at is null
			order by id for update;
		select * into v_old from public.members
			where id = p_member and residence_id = p_residence and ended_at is null for update;
		if not found then
			perform private.refuse(404, 'not_found');
		end if;
		if v_old.role = 'caretaker' and p_role <> 'caretaker' and not exists (
			select from public.members where residence_id = p_residence and role = 'caretaker'
				and ended_at is null and id <> p_member
		) then
			perform private.refuse(409, 'last_caretaker');
		end if;
		if v_old.role = 'manager' and v_staff.role <> 'manager' then
			perform private.refuse(403, 'not_allowed');
		end if;
		-- Another address is another key to the door: the old one opens nothing any more. Who changes
		-- their own stays in, and can still mend a slip of the finger.
		update public.members set household_id = p_household, name = trim(p_name), role = p_role,
			user_id = case when p_member <> v_staff.id and v_email is distinct from (
				select email from public.member_contacts where member_id = p_member) then null else user_id end
		where id = p_member;
		if v_old.household_id is distinct from p_household then
			perform private.leave_door(v_old.household_id);
		end if;
	end if;
	insert into public.member_contacts (member_id, residence_id, email, phone)
		values (v_id, p_residence, v_email, nullif(trim(coalesce(p_phone, '')), ''))
		on conflict (member_id) do update set email = excluded.email, phone = excluded.phone;
	return v_id;
end;
$$;
create function public.save_member(
	p_residence uuid, p_member uuid, p_household uuid, p_name text, p_role text, p_email text, p_phone text
) returns uuid language sql set search_path = '' as $$ select private.save_member($1, $2, $3, $4, $5, $6, $7); $$;
comment on function public.save_member(uuid, uuid, uuid, text, text, text, text) is
	'Adds a person (p_member null) or changes one; e-mail and phone may be empty: such a person is served on paper or by voice.';
create function private.end_member(p_residence uuid, p_member uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
	v_old public.members;
begin
	perform private.lock_door_of(p_residence, p_member);
	-- In this order always, so that two caretakers who remove each other leave one.
	perform from public.members where residence_id = p_residence and role = 'caretaker' and ended_at is null
		order by id for update;
	select * into v_old from public.members
		where id = p_member and residence_id = p_residence and ended_at is null for update;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	if v_old.role = 'manager' and v_staff.role <> 'manager' then
		perform private.refuse(403, 'not_allowed');
	end if;
	if v_old.role = 'caretaker' and not exists (
		select from public.members where residence_id = p_residence and role = 'caretaker'
			and ended_at is null and id <> p_member
	) then
		perform private.refuse(409, 'last_caretaker');
	end if;
	update public.members set ended_at = now(), user_id = null where id = p_member;
	-- Nobody needs to reach somebody who has left; the name stays with the orders of the household.
	delete from public.member_contacts where member_id = p_member;
	perform private.leave_door(v_old.household_id);
end;
$$;
create function public.end_member(p_residence uuid, p_member uuid) returns void
language sql set search_path = '' as $$ select private.end_member($1, $2); $$;
comment on function public.end_member(uuid, uuid) is
	'Somebody has left the residence: the account is closed and the contacts are erased, past orders stay.';
grant execute on function private.end_member(uuid, uuid), public.end_member(uuid, uuid) to authenticated;

grant execute on function
	private.add_households(uuid, text, text, jsonb), public.add_households(uuid, text, text, jsonb),
	private.save_member(uuid, uuid, uuid, text, text, text, text),
	public.save_member(uuid, uuid, uuid, text, text, text, text) to authenticated;

create function private.save_residence(
	p_residence uuid, p_name text, p_address text, p_lodge_phone text, p_pickup_place text
) returns void
language plpgsql security definer set search_path = '' as $$
begin
	perform private.require_staff(p_residence);
	perform private.check_text(p_name, 'name', 1, 120);
	perform private.check_text(p_address, 'address', 0, 300);
	perform private.check_text(p_lodge_phone, 'lodgePhone', 0, 30);
	perform private.check_text(p_pickup_place, 'pickupPlace', 0, 120);
	update public.residences set name = trim(p_name), address = trim(coalesce(p_address, '')),
		lodge_phone = trim(coalesce(p_lodge_phone, '')), pickup_place = trim(coalesce(p_pickup_place, ''))
	where id = p_residence;
end;
$$;
create function public.save_residence(
	p_residence uuid, p_name text, p_address text, p_lodge_phone text, p_pickup_place text
) returns void language sql set search_path = '' as $$ select private.save_residence($1, $2, $3, $4, $5); $$;
comment on function public.save_residence(uuid, text, text, text, text) is 'Changes what the residence says of itself.';
grant execute on function private.save_residence(uuid, text, text, text, text),
	public.save_residence(uuid, text, text, text, text) to authenticated;

create function private.has_account(p_member uuid) returns boolean
language sql stable security definer set search_path = '' as $$
	select m.user_id is not null or c.email is not null
	from public.members m left join public.member_contacts c on c.member_id = m.id where m.id = p_member;
$$;

create function public.page_people(p_residence uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_desk(p_residence);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'households', (select coalesce(jsonb_agg(jsonb_build_object(
				'id', h.id, 'building', h.building, 'staircase', h.staircase, 'floor', h.floor, 'door', h.door,
				'label', private.door_label(h),
				'members', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'role', m.role,
						'hasAccount', private.has_account(m.id), 'email', c.email, 'phone', c.phone)
						order by m.created_at, m.name), '[]')
					from public.members m left join public.member_contacts c on c.member_id = m.id
					where m.household_id = h.id and m.ended_at is null)
			) order by h.building, h.staircase, h.floor, private.door_order(h.door)), '[]')
			from public.households h where h.residence_id = p_residence),
		'others', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'role', m.role,
				'hasAccount', private.has_account(m.id), 'email', c.email, 'phone', c.phone) order by m.name), '[]')
			from public.members m left join public.member_contacts c on c.member_id = m.id
			where m.residence_id = p_residence and m.household_id is null and m.ended_at is null)
	);
end;
$$;
comment on function public.page_people(uuid) is 'Everybody of a residence by door, for relay, caretaker and manager (contacts for the last two).';
comment on function private.has_account(uuid) is 'Whether a person can sign in (has an account, or an e-mail to make one).';
grant execute on function public.page_people(uuid), private.has_account(uuid),
	private.shell(public.members) to authenticated;

create function public.page_settings(p_residence uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_staff(p_residence);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'organisation', (select o.name from public.residences r join public.organisations o on o.id = r.organisation_id
			where r.id = p_residence));
end;
$$;
comment on function public.page_settings(uuid) is 'What a residence says of itself, for caretaker and manager.';
grant execute on function public.page_settings(uuid) to authenticated;
