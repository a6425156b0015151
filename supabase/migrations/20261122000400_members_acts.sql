-- Setting up a residence, signing in, adding doors and people.

create function private.door_label(p_household public.households) returns text
language sql immutable set search_path = '' as $$
	select trim(concat_ws(' ', nullif(p_household.building, ''), p_household.staircase, p_household.door));
$$;

-- Shown on every page: where one is and who one is.
create function private.shell(p_member public.members) returns json
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select row_to_json(shell) from (select
		(select row_to_json(x) from (
			select r.id, r.name, r.address, r.time_zone as "timeZone", r.is_demo as "isDemo",
				r.lodge_phone as "lodgePhone", r.pickup_place as "pickupPlace"
			from public.residences r where r.id = p_member.residence_id) x) as residence,
		(select row_to_json(x) from (
			select p_member.id, p_member.name, p_member.role, p_member.household_id as "householdId",
				(select private.door_label(h) from public.households h where h.id = p_member.household_id) as door
			) x) as member,
		-- Enough to switch from the bar; a manager of more has the page that lists them all.
		(select coalesce(json_agg(x), '[]') from (
			select r.id, r.name, o.role from private.memberships_of(p_member.user_id) o
			join public.residences r on r.id = o.residence_id
			where r.id <> p_member.residence_id order by r.name limit 8) x) as elsewhere,
		private.unread_notifications(p_member.id) as "unread",
		-- Counted up to a thousand: a page must not slow down with the size of the place.
		(select count(*) from (
			select from public.households h where h.residence_id = p_member.residence_id limit 1000) x) as households,
		-- Told on every page until the day: it can still be taken back.
		private.deletion_view(p_member.user_id) as deletion,
		-- Every form carries it, so that nothing is done in the name of somebody else of the same phone. No secret.
		left(md5(p_member.user_id::text), 8) as mark
	) shell);
end;
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
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select m.name from public.members m where m.id = p_member);
end;
$$;
comment on function private.member_name(uuid) is
	'Name of somebody who acted for the reader. Called by page functions only, on rows that the reader may see.';

create function private.ensure_setup_code() returns text
language plpgsql security definer set search_path = '' as $$
begin
	if exists (select from public.residences) then
		return null;
	end if;
	insert into private.setup_codes (code) values (private.random_letters(8)) on conflict do nothing;
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

create function private.is_setup_code(p_code text) returns boolean
language sql stable security definer set search_path = '' as $$
	select exists (select from private.setup_codes
		where code = private.bare_code(p_code));
$$;

create function private.try_setup_code(p_code text, p_network text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
	-- Ten wrong ones an hour from a network, and nobody else is kept out by them. Eight letters of 25 are
	-- 150,000 million codes: a hundred thousand networks at once would need 9 years for half of them.
	perform private.check_attempts('setup_code', p_network, 10, interval '1 hour');
	if private.is_setup_code(p_code) then
		return true;
	end if;
	perform private.note_attempt('setup_code', p_network);
	return false;
end;
$$;
create function public.try_setup_code(p_code text, p_network text) returns boolean
language sql set search_path = '' as $$ select private.try_setup_code($1, $2); $$;
comment on function public.try_setup_code(text, text) is
	'Whether this is the set-up code; wrong ones are counted by network (a hash). For the server. Refuses: too_many_tries.';

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
	if not private.is_setup_code(p_code) then
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
	'Creates the first residence and its caretaker, with the set-up code; refused once a residence exists. For the server, which counts wrong codes first.';
grant execute on function private.try_setup_code(text, text), public.try_setup_code(text, text),
	private.create_residence(text, text, text, text, text, text, text),
	public.create_residence(text, text, text, text, text, text, text) to service_role;

-- Signing in with a code of six figures that lives ten minutes. What is counted, and why:
-- · by network and e-mail together, so that a stranger elsewhere never uses up what the owner has: 8 guesses in
--   15 minutes and 24 in a day, 5 codes in 15 minutes and 15 in a day;
-- · by network alone, whatever the e-mails: 60 guesses and 30 codes an hour;
-- · by e-mail alone, whatever the networks: 200 guesses and 60 codes a day. One guess hits a code with a chance
--   of one in a million, so one network has 24 in a million a day (0.9 % after a year of every day), and all
--   networks of the world together 200 in a million. Using these up for somebody else takes nine networks.
-- These functions are for the server alone: who may call them learns who lives here, and can count in the name
-- of any network.
create function private.code_subject(p_email text, p_network text default '') returns text
language sql immutable set search_path = '' as $$ select md5(p_network || ' ' || lower(trim(p_email))); $$;

create function private.take_code_attempt(
	p_kind text, p_email text, p_network text, p_from integer, p_quarter integer, p_day integer, p_everywhere integer
) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_here text := private.code_subject(p_email, p_network);
	v_email text := private.code_subject(p_email);
begin
	perform private.check_attempts(p_kind || '_from', p_network, p_from, interval '1 hour');
	perform private.check_attempts(p_kind || '_here', v_here, p_quarter, interval '15 minutes');
	perform private.check_attempts(p_kind || '_here', v_here, p_day, interval '1 day');
	perform private.check_attempts(p_kind || '_for', v_email, p_everywhere, interval '1 day');
	perform private.note_attempt(p_kind || '_from', p_network);
	perform private.note_attempt(p_kind || '_here', v_here);
	perform private.note_attempt(p_kind || '_for', v_email);
end;
$$;
comment on function private.take_code_attempt(text, text, text, integer, integer, integer, integer) is
	'Counts one request for a code or one guess: p_from an hour from the network, p_quarter in 15 minutes and p_day in a day for this e-mail from there, p_everywhere a day for this e-mail.';

create function private.request_code(p_email text, p_network text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
	perform private.take_code_attempt('code_asked', p_email, p_network, 30, 5, 15, 60);
	return jsonb_build_object('known', exists (
		select from public.member_contacts c join public.members m on m.id = c.member_id
		where c.email = lower(trim(p_email)) and m.ended_at is null),
		'language', (select f.language from public.preferences f join auth.users u on u.id = f.user_id
			where lower(u.email) = lower(trim(p_email))));
end;
$$;
create function public.request_code(p_email text, p_network text) returns jsonb
language sql set search_path = '' as $$ select private.request_code($1, $2); $$;
comment on function public.request_code(text, text) is
	'Counts one request for a sign-in code (p_network: hash of the device''s network) and says whether the e-mail belongs to a member, and their language (null: never chosen). For the server. Refuses: too_many_tries.';

create function private.try_code(p_email text, p_network text) returns void
language sql security definer set search_path = '' as $$
	select private.take_code_attempt('code_tried', p_email, p_network, 60, 8, 24, 200);
$$;
create function public.try_code(p_email text, p_network text) returns void
language sql set search_path = '' as $$ select private.try_code($1, $2); $$;
comment on function public.try_code(text, text) is
	'Counts one guess of a sign-in code, before it is compared. For the server. Refuses: too_many_tries.';

create function private.code_worked(p_email text, p_network text) returns void
language sql security definer set search_path = '' as $$
	delete from private.attempts where kind in ('code_asked_here', 'code_tried_here')
		and subject = private.code_subject(p_email, p_network);
$$;
create function public.code_worked(p_email text, p_network text) returns void
language sql set search_path = '' as $$ select private.code_worked($1, $2); $$;
comment on function public.code_worked(text, text) is
	'Somebody typed the right code: their own slips on this network no longer count. For the server.';
grant execute on function private.request_code(text, text), public.request_code(text, text),
	private.try_code(text, text), public.try_code(text, text),
	private.code_worked(text, text), public.code_worked(text, text) to service_role;

create function private.my_residences() returns jsonb
language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'role', m.role) order by r.name), '[]')
	from private.memberships_of((select private.me())) m join public.residences r on r.id = m.residence_id;
$$;

create function private.claim_memberships() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_user uuid := private.require_session();
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
						select from auth.users u where u.id = x.user_id and lower(u.email) <> v_email
							-- Who came in by a letter proves their address on that phone, and keeps the phone.
							and not private.is_made_address(u.email)))
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
	select coalesce(jsonb_agg(jsonb_build_object('email', p.email, 'name', p.name, 'role', p.role, 'door', p.door) order by
			array_position(array['caretaker', 'tenant', 'relay', 'manager', 'helper'], p.role), p.created_at, p.name), '[]')
	from (
		-- Once, whoever belongs to several residences.
		select distinct on (c.email) c.email, m.name, m.role, m.created_at, private.door_label(h) as door
		from public.residences r
		join public.members m on m.residence_id = r.id and m.ended_at is null
		join public.member_contacts c on c.member_id = m.id and c.email is not null
		left join public.households h on h.id = m.household_id
		where r.is_demo and c.email like '%@demo.invalid'
		order by c.email, m.created_at, m.id
	) p;
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

create function private.rename_household(
	p_residence uuid, p_household uuid, p_building text, p_staircase text, p_floor integer, p_door text
) returns void
language plpgsql security definer set search_path = '' as $$
begin
	perform private.require_staff(p_residence);
	perform private.check_text(p_building, 'building', 0, 40);
	perform private.check_text(p_staircase, 'staircase', 1, 20);
	perform private.check_text(p_door, 'door', 1, 20);
	if p_floor is null or p_floor not between -5 and 60 then
		perform private.refuse(422, 'value_invalid', '{"field": "floor"}');
	end if;
	update public.households set building = trim(coalesce(p_building, '')), staircase = trim(p_staircase),
			floor = p_floor, door = trim(p_door)
		where id = p_household and residence_id = p_residence;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
exception when unique_violation then
	perform private.refuse(409, 'door_taken', '{"field": "door"}');
end;
$$;
create function public.rename_household(
	p_residence uuid, p_household uuid, p_building text, p_staircase text, p_floor integer, p_door text
) returns void language sql set search_path = '' as $$ select private.rename_household($1, $2, $3, $4, $5, $6); $$;
comment on function public.rename_household(uuid, uuid, text, text, integer, text) is
	'Corrects where a door is and how it is called. Refuses: not_found, not_allowed, value_invalid, door_taken.';

create function private.delete_household(p_residence uuid, p_household uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_household public.households;
begin
	perform private.require_staff(p_residence);
	delete from public.households where id = p_household and residence_id = p_residence returning * into v_household;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	if v_household.lived_since > '-infinity' then
		perform private.refuse(409, 'door_in_use');
	end if;
-- Every table that tells of people, orders or money behind a door keeps it from being deleted.
exception when foreign_key_violation or restrict_violation then
	perform private.refuse(409, 'door_in_use');
end;
$$;
create function public.delete_household(p_residence uuid, p_household uuid) returns void
language sql set search_path = '' as $$ select private.delete_household($1, $2); $$;
comment on function public.delete_household(uuid, uuid) is
	'Takes away a door that was written down by mistake: nobody ever lived or ordered there. Refuses: not_found, not_allowed, door_in_use.';

-- Called before members are locked, as orders lock the round and then the door first too: what an
-- empty door has ordered is cancelled.
create function private.lock_door_of(p_residence uuid, p_member uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
	perform 1 from public.rounds r where r.residence_id = p_residence and r.state = 'open' order by r.id for share;
	perform 1 from public.households h where h.residence_id = p_residence
		and h.id = (select m.household_id from public.members m where m.id = p_member) for no key update;
end;
$$;
create function private.leave_door(p_household uuid, p_by public.members) returns void
language plpgsql security definer set search_path = '' as $$
begin
	if p_household is null or exists (
		select from public.members m where m.household_id = p_household and m.ended_at is null
	) then
		return;
	end if;
	update public.households set lived_since = clock_timestamp() where id = p_household;
	-- A letter that was taken along opens nothing for those who left.
	update public.letters set revoked_at = clock_timestamp() where household_id = p_household and revoked_at is null;
	perform private.cancel_orders_of(p_household, p_by);
end;
$$;
comment on function private.leave_door(uuid, public.members) is
	'After somebody left a door: when nobody is left behind it, orders that can still be cancelled are, and who comes next starts without their orders and debts.';

create function private.save_member(
	p_residence uuid, p_member uuid, p_household uuid, p_name text, p_email text, p_phone text
) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
	v_old public.members;
	v_contacts public.member_contacts;
	v_email text := nullif(lower(trim(coalesce(p_email, ''))), '');
	v_phone text := nullif(trim(coalesce(p_phone, '')), '');
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
	if p_member is null then
		insert into public.members (residence_id, household_id, name)
			values (p_residence, p_household, trim(p_name)) returning id into v_id;
	else
		perform private.lock_door_of(p_residence, p_member);
		select * into v_old from public.members
			where id = p_member and residence_id = p_residence and ended_at is null for update;
		if not found then
			perform private.refuse(404, 'not_found');
		end if;
		perform private.check_may_change(v_staff, v_old);
		select * into v_contacts from public.member_contacts where member_id = p_member;
		v_email := case when p_email is null then v_contacts.email else v_email end;
		v_phone := case when p_phone is null then v_contacts.phone else v_phone end;
		-- Who helped from elsewhere and moves in lives here from now on.
		if v_old.role = 'helper' and p_household is not null then
			perform private.note_role(v_old, 'tenant', v_staff.id);
		end if;
		-- Another address is another key to the door: the old one opens nothing any more. Who changes
		-- their own stays in, and can still mend a slip of the finger.
		update public.members set household_id = p_household, name = trim(p_name),
			user_id = case when p_member <> v_staff.id and v_email is distinct from v_contacts.email then null else user_id end
		where id = p_member;
		if v_old.household_id is distinct from p_household then
			perform private.leave_door(v_old.household_id, v_staff);
		end if;
	end if;
	insert into public.member_contacts (member_id, residence_id, email, phone)
		values (v_id, p_residence, v_email, v_phone)
		on conflict (member_id) do update set email = excluded.email, phone = excluded.phone;
	if p_member is not null and (v_email, v_phone) is distinct from (v_contacts.email, v_contacts.phone) then
		perform private.note_access(v_staff, array[v_id], 'changed', 'person');
	end if;
	return v_id;
end;
$$;
create function public.save_member(
	p_residence uuid, p_member uuid, p_household uuid, p_name text, p_email text, p_phone text
) returns uuid language sql set search_path = '' as $$ select private.save_member($1, $2, $3, $4, $5, $6); $$;
comment on function public.save_member(uuid, uuid, uuid, text, text, text) is
	'Adds a tenant (p_member null) or changes a person; e-mail and phone may be empty: such a person is served on paper or by voice. Null leaves the e-mail or phone of somebody as it is; a change is written down in their access log. Roles: change_role.';
create function private.end_member(p_residence uuid, p_member uuid, p_successor uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
	v_old public.members;
begin
	perform private.lock_door_of(p_residence, p_member);
	perform private.lock_caretakers(p_residence, p_member, p_successor);
	select * into v_old from public.members
		where id = p_member and residence_id = p_residence and ended_at is null for update;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	perform private.check_may_change(v_staff, v_old);
	perform private.hand_on_caretaker(v_staff, v_old, p_successor);
	perform private.end_substitutions_of(p_member, v_staff.id);
	update public.members set ended_at = now(), user_id = null where id = p_member;
	-- Nobody needs to reach somebody who has left; the name stays with the orders of the household.
	delete from public.member_contacts where member_id = p_member;
	perform private.leave_door(v_old.household_id, v_staff);
end;
$$;
create function public.end_member(p_residence uuid, p_member uuid, p_successor uuid default null) returns void
language sql set search_path = '' as $$ select private.end_member($1, $2, $3); $$;
comment on function public.end_member(uuid, uuid, uuid) is
	'Somebody has left the residence: the account is closed and the contacts are erased, past orders stay; the last behind a door takes the orders along that can still be cancelled. p_successor becomes caretaker in the same act. Refuses: not_found, not_allowed, last_caretaker, successor_invalid.';
grant execute on function private.end_member(uuid, uuid, uuid), public.end_member(uuid, uuid, uuid) to authenticated;

grant execute on function
	private.add_households(uuid, text, text, jsonb), public.add_households(uuid, text, text, jsonb),
	private.rename_household(uuid, uuid, text, text, integer, text),
	public.rename_household(uuid, uuid, text, text, integer, text),
	private.delete_household(uuid, uuid), public.delete_household(uuid, uuid),
	private.save_member(uuid, uuid, uuid, text, text, text),
	public.save_member(uuid, uuid, uuid, text, text, text) to authenticated;

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
	v_shown jsonb := private.people_shown(p_residence);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'households', (select coalesce(jsonb_agg(jsonb_build_object(
				'id', h.id, 'building', h.building, 'staircase', h.staircase, 'floor', h.floor, 'door', h.door,
				'label', private.door_label(h),
				'hasOpenOrder', exists (select from public.orders o join public.rounds r on r.id = o.round_id
					where o.household_id = h.id and o.state = 'placed' and r.state = 'open' and r.closes_at > now()),
				'members', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'role', m.role,
						'hasAccount', private.has_account(m.id), 'hasPhone', coalesce((v_shown -> m.id::text ->> 'hasPhone')::boolean, false),
						'shows', v_shown -> m.id::text -> 'shows')
						order by m.created_at, m.name), '[]')
					from public.members m
					where m.household_id = h.id and m.ended_at is null)
			) order by h.building, h.staircase, h.floor, private.door_order(h.door)), '[]')
			from public.households h where h.residence_id = p_residence),
		'others', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'role', m.role,
				'hasAccount', private.has_account(m.id), 'hasPhone', coalesce((v_shown -> m.id::text ->> 'hasPhone')::boolean, false),
						'shows', v_shown -> m.id::text -> 'shows') order by m.name), '[]')
			from public.members m
			where m.residence_id = p_residence and m.household_id is null and m.ended_at is null
				-- A colleague who stood in last summer is nobody here.
				and (m.role <> 'substitute' or private.stands_in_yet(m.id)))
	);
end;
$$;
comment on function public.page_people(uuid) is 'Everybody of a residence by door, without their contacts, for relay, caretaker and manager.';
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
		'isStandingIn', private.is_standing_in(v_me.id),
		'organisation', (select o.name from public.residences r join public.organisations o on o.id = r.organisation_id
			where r.id = p_residence));
end;
$$;
comment on function public.page_settings(uuid) is 'What a residence says of itself, for caretaker and manager.';
grant execute on function public.page_settings(uuid) to authenticated;
