-- Roles as acts of their own, caretakers who are away, and landlords with several residences.

create table public.role_changes (
	id bigint generated always as identity primary key,
	residence_id uuid not null,
	member_id uuid not null,
	from_role text not null,
	to_role text not null,
	by_member uuid,
	at timestamptz not null default clock_timestamp(),
	foreign key (residence_id, member_id) references public.members (residence_id, id) on delete cascade,
	foreign key (residence_id, by_member) references public.members (residence_id, id) on delete no action
);
comment on table public.role_changes is
	'Who gave which role to whom, and when. Never changed; read by that person and by those who run the residence.';
create index role_changes_residence_id_idx on public.role_changes (residence_id);
create index role_changes_member_id_idx on public.role_changes (member_id, id desc);
create index role_changes_by_member_idx on public.role_changes (by_member);
create trigger role_changes_append_only before update on public.role_changes
	for each row execute function private.forbid_change();

create table public.substitutions (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null,
	absent_id uuid not null,
	substitute_id uuid not null,
	starts_on date not null,
	ends_on date not null,
	starts_at timestamptz not null,
	ends_at timestamptz not null,
	created_by uuid,
	created_at timestamptz not null default now(),
	revoked_at timestamptz,
	revoked_by uuid,
	foreign key (residence_id, absent_id) references public.members (residence_id, id) on delete cascade,
	foreign key (residence_id, substitute_id) references public.members (residence_id, id) on delete cascade,
	foreign key (residence_id, created_by) references public.members (residence_id, id) on delete no action,
	foreign key (residence_id, revoked_by) references public.members (residence_id, id) on delete no action,
	check (starts_on <= ends_on),
	check (starts_at < ends_at),
	check (absent_id <> substitute_id)
);
comment on table public.substitutions is
	'Remplacements: who stands in for a caretaker who is away. Between the two instants, and no longer, they have a caretaker''s rights.';
comment on column public.substitutions.ends_on is 'Last day, in the residence''s time zone; ends_at is the midnight after it.';
create index substitutions_residence_id_idx on public.substitutions (residence_id, ends_at);
create index substitutions_absent_id_idx on public.substitutions (absent_id);
-- Asked at every question of a tenant: is it their day?
create index substitutions_substitute_id_idx on public.substitutions (substitute_id, ends_at);
create index substitutions_created_by_idx on public.substitutions (created_by);
create index substitutions_revoked_by_idx on public.substitutions (revoked_by);

grant select on public.role_changes, public.substitutions to authenticated;
alter table public.role_changes enable row level security;
alter table public.substitutions enable row level security;
create policy "people read the changes of their role, staff read all" on public.role_changes for select to authenticated
	using (member_id in (select private.my_member_ids()) or residence_id in (select private.my_staff_residence_ids()));
create policy "substitutes read what was asked of them, staff read all" on public.substitutions for select to authenticated
	using (substitute_id in (select private.my_member_ids()) or residence_id in (select private.my_staff_residence_ids()));

create function private.stands_in_yet(p_member uuid) returns boolean
language sql stable security definer set search_path = '' as $$
	select exists (select from public.substitutions s
		where s.substitute_id = p_member and s.ends_at > now() and s.revoked_at is null);
$$;
comment on function private.stands_in_yet(uuid) is 'Whether somebody stands in for a caretaker, today or on a day to come.';
grant execute on function private.stands_in_yet(uuid) to authenticated;

-- Inner steps of the acts below and of save_member and end_member.
create function private.lock_caretakers(p_residence uuid, variadic p_members uuid[]) returns void
language sql security definer set search_path = '' as $$
	-- In this order always (a mandate that ends keeps it too), so that two caretakers who leave at once leave one.
	select from public.members where residence_id = p_residence and ended_at is null
		and (role = 'caretaker' or id = any(p_members)) order by role = 'caretaker' desc, id for update;
$$;
comment on function private.lock_caretakers(uuid, uuid[]) is
	'Locks the caretakers of a residence and the members that an act is about, in one order.';

create function private.check_may_change(p_by public.members, p_member public.members) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
	if p_member.role = 'manager' and p_by.role <> 'manager' then
		perform private.refuse(403, 'not_allowed');
	end if;
	-- Another e-mail is another key: who stands in for a week changes nobody's who runs the residence.
	if p_member.role = 'caretaker' and private.is_standing_in(p_by.id) then
		perform private.refuse(403, 'substitute_limits');
	end if;
end;
$$;
comment on function private.check_may_change(public.members, public.members) is
	'Refuses when somebody may not change or end this membership: managers are for managers.';

create function private.note_role(p_member public.members, p_to text, p_by uuid) returns void
language sql security definer set search_path = '' as $$
	insert into public.role_changes (residence_id, member_id, from_role, to_role, by_member)
		values (p_member.residence_id, p_member.id, p_member.role, p_to, p_by);
	update public.members set role = p_to where id = p_member.id;
$$;
comment on function private.note_role(public.members, text, uuid) is 'Changes a role and writes down who did. The caller holds the locks.';

create function private.end_substitutions_of(p_member uuid, p_by uuid) returns void
language sql security definer set search_path = '' as $$
	update public.substitutions set revoked_at = clock_timestamp(), revoked_by = p_by
		where p_member in (absent_id, substitute_id) and revoked_at is null and ends_at > now();
$$;
comment on function private.end_substitutions_of(uuid, uuid) is
	'Somebody is caretaker no more, or has become one, or has left: nobody stands in for them, nor they for anybody.';

create function private.hand_on_caretaker(p_by public.members, p_leaver public.members, p_successor uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_successor public.members;
begin
	if p_leaver.role <> 'caretaker' then
		return;
	end if;
	if p_successor is not null then
		if private.is_standing_in(p_by.id) then
			perform private.refuse(403, 'substitute_limits');
		end if;
		select * into v_successor from public.members where id = p_successor and id <> p_leaver.id
			and residence_id = p_leaver.residence_id and ended_at is null and role <> 'manager';
		if not found or not private.has_account(p_successor) then
			perform private.refuse(409, 'successor_invalid', '{"field": "successor"}');
		end if;
		if v_successor.role <> 'caretaker' then
			perform private.end_substitutions_of(p_successor, p_by.id);
			perform private.note_role(v_successor, 'caretaker', p_by.id);
		end if;
	end if;
	if not exists (
		-- On paper, nobody can open the lodge.
		select from public.members m where m.residence_id = p_leaver.residence_id and m.role = 'caretaker'
			and m.ended_at is null and m.id <> p_leaver.id and private.has_account(m.id)
	) then
		perform private.refuse(409, 'last_caretaker');
	end if;
end;
$$;
comment on function private.hand_on_caretaker(public.members, public.members, uuid) is
	'Before a caretaker stops being one: the successor, if any, becomes one; refuses when nobody is left who can get in.';

create function private.change_role(p_residence uuid, p_member uuid, p_role text, p_successor uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_by public.members := private.require_appointer(p_residence);
	v_old public.members;
begin
	if p_role is null or p_role not in ('tenant', 'relay', 'caretaker', 'manager') then
		perform private.refuse(422, 'value_invalid', '{"field": "role"}');
	end if;
	if p_role = 'manager' and v_by.role <> 'manager' then
		perform private.refuse(403, 'not_allowed');
	end if;
	perform private.lock_caretakers(p_residence, p_member, p_successor);
	select * into v_old from public.members
		where id = p_member and residence_id = p_residence and ended_at is null for update;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	perform private.check_may_change(v_by, v_old);
	if v_old.role = p_role then
		return;
	end if;
	if p_role <> 'tenant' and not private.has_account(p_member) then
		perform private.refuse(409, 'role_needs_account', '{"field": "role"}');
	end if;
	perform private.hand_on_caretaker(v_by, v_old, p_successor);
	if v_old.role = 'caretaker' or p_role in ('caretaker', 'manager') then
		perform private.end_substitutions_of(p_member, v_by.id);
	end if;
	perform private.note_role(v_old, p_role, v_by.id);
end;
$$;
create function public.change_role(p_residence uuid, p_member uuid, p_role text, p_successor uuid default null) returns void
language sql set search_path = '' as $$ select private.change_role($1, $2, $3, $4); $$;
comment on function public.change_role(uuid, uuid, text, uuid) is
	'Gives somebody another role (tenant, relay, caretaker; manager by managers), written down and shown to them. When the last caretaker hands it back, p_successor becomes caretaker in the same act. Refuses: not_found, not_allowed, substitute_limits, value_invalid, role_needs_account, last_caretaker, successor_invalid.';

create function private.see_roles(p_residence uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
begin
	update public.members set roles_seen_at = clock_timestamp() where id = v_me.id;
end;
$$;
create function public.see_roles(p_residence uuid) returns void
language sql set search_path = '' as $$ select private.see_roles($1); $$;
comment on function public.see_roles(uuid) is 'The person has read what changed in their role. Refuses: not_found.';

-- A caretaker is away.
create function private.bring_colleague(p_residence uuid, p_colleague uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_colleague public.members;
	v_email text;
	v_id uuid;
begin
	select m.* into v_colleague from public.members m
		join public.residences theirs on theirs.id = m.residence_id
		join public.residences ours on ours.id = p_residence and ours.organisation_id = theirs.organisation_id
		where m.id = p_colleague and m.role = 'caretaker' and m.ended_at is null and m.residence_id <> p_residence;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	select c.email into v_email from public.member_contacts c where c.member_id = p_colleague;
	-- They may live here, or have stood in before.
	select m.id into v_id from public.members m left join public.member_contacts c on c.member_id = m.id
		where m.residence_id = p_residence and m.ended_at is null
			and (m.user_id = v_colleague.user_id or (m.user_id is null and c.email = v_email))
		order by m.user_id nulls last, m.created_at limit 1;
	if found then
		return v_id;
	end if;
	insert into public.members (residence_id, user_id, name, role)
		values (p_residence, v_colleague.user_id, v_colleague.name, 'substitute') returning id into v_id;
	insert into public.member_contacts (member_id, residence_id, email) values (v_id, p_residence, v_email);
	return v_id;
end;
$$;
comment on function private.bring_colleague(uuid, uuid) is
	'The membership here of a caretaker of another residence of the landlord: nobody, until they stand in.';

create function private.name_substitute(
	p_residence uuid, p_absent uuid, p_substitute uuid, p_starts date, p_ends date
) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_by public.members := private.require_appointer(p_residence);
	v_zone text := (select r.time_zone from public.residences r where r.id = p_residence);
	v_today date := (now() at time zone v_zone)::date;
	v_substitute uuid := p_substitute;
	v_id uuid;
begin
	if p_starts is null or p_starts < v_today then
		perform private.refuse(422, 'absence_past', '{"field": "starts"}');
	end if;
	if p_ends is null or p_ends < p_starts then
		perform private.refuse(422, 'absence_order', '{"field": "ends"}');
	end if;
	if p_ends > v_today + 366 then
		perform private.refuse(422, 'absence_too_long', '{"field": "ends"}');
	end if;
	perform private.lock_caretakers(p_residence, p_absent, p_substitute);
	if not exists (select from public.members
		where id = p_absent and residence_id = p_residence and ended_at is null and role = 'caretaker') then
		perform private.refuse(404, 'not_found');
	end if;
	-- Days overlap or they do not; who is named first stays, until somebody takes it back.
	if exists (select from public.substitutions s where s.absent_id = p_absent and s.revoked_at is null
		and s.ends_on >= p_starts and s.starts_on <= p_ends and s.ends_at > now()) then
		perform private.refuse(409, 'absence_overlaps', '{"field": "starts"}');
	end if;
	if not exists (select from public.members
		where id = p_substitute and residence_id = p_residence and ended_at is null) then
		v_substitute := private.bring_colleague(p_residence, p_substitute);
	end if;
	if exists (select from public.members where id = v_substitute and role in ('caretaker', 'manager')) then
		perform private.refuse(409, 'substitute_has_keys', '{"field": "substitute"}');
	end if;
	if not private.has_account(v_substitute) then
		perform private.refuse(409, 'role_needs_account', '{"field": "substitute"}');
	end if;
	insert into public.substitutions (residence_id, absent_id, substitute_id, starts_on, ends_on, starts_at, ends_at, created_by)
		values (p_residence, p_absent, v_substitute, p_starts, p_ends, p_starts::timestamp at time zone v_zone,
			(p_ends + 1)::timestamp at time zone v_zone, v_by.id)
		returning id into v_id;
	return v_id;
end;
$$;
create function public.name_substitute(
	p_residence uuid, p_absent uuid, p_substitute uuid, p_starts date, p_ends date
) returns uuid
language sql set search_path = '' as $$ select private.name_substitute($1, $2, $3, $4, $5); $$;
comment on function public.name_substitute(uuid, uuid, uuid, date, date) is
	'While a caretaker is away (first and last day, in the residence''s zone), somebody of the residence, or a caretaker of another one of the landlord, has a caretaker''s rights. Refuses: not_found, not_allowed, substitute_limits, absence_past, absence_order, absence_too_long, absence_overlaps, substitute_has_keys, role_needs_account.';

create function private.revoke_substitute(p_substitution uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_me uuid := private.require_session();
	v_substitution public.substitutions;
	v_by uuid;
begin
	select * into v_substitution from public.substitutions where id = p_substitution for update;
	-- Who was asked may say no, though a colleague from elsewhere is nobody here before the first day.
	select m.id into v_by from public.members m
		where m.id = v_substitution.substitute_id and m.user_id = v_me and m.ended_at is null;
	if not found then
		v_by := (private.require_appointer(v_substitution.residence_id)).id;
	end if;
	update public.substitutions set revoked_at = clock_timestamp(), revoked_by = v_by
		where id = p_substitution and revoked_at is null and ends_at > now();
end;
$$;
create function public.revoke_substitute(p_substitution uuid) returns void
language sql set search_path = '' as $$ select private.revoke_substitute($1); $$;
comment on function public.revoke_substitute(uuid) is
	'Ends standing in at once, or before it begins: by caretaker or manager, or by the substitute. Refuses: not_found, not_allowed, substitute_limits.';

grant execute on function private.change_role(uuid, uuid, text, uuid), public.change_role(uuid, uuid, text, uuid),
	private.see_roles(uuid), public.see_roles(uuid),
	private.name_substitute(uuid, uuid, uuid, date, date), public.name_substitute(uuid, uuid, uuid, date, date),
	private.revoke_substitute(uuid), public.revoke_substitute(uuid) to authenticated;

-- What home says of roles.
create function private.role_news(p_member public.members) returns json
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select row_to_json(x) from (select
		(select coalesce(json_agg(y), '[]') from (
			select a.name as absent, s.name as substitute, t.ends_on as "endsOn", t.substitute_id = p_member.id as "isMe"
			from public.substitutions t
			join public.members a on a.id = t.absent_id join public.members s on s.id = t.substitute_id
			where t.residence_id = p_member.residence_id and t.starts_at <= now() and t.ends_at > now() and t.revoked_at is null
			order by t.ends_at, t.id limit 5) y) as absences,
		-- Also in another residence, of which they are nothing before the first day.
		(select coalesce(json_agg(y), '[]') from (
			select t.id, t.residence_id as "residenceId", r.name as residence, a.name as absent,
				t.starts_on as "startsOn", t.ends_on as "endsOn", t.starts_at <= now() as "isOn"
			from public.members m join public.substitutions t on t.substitute_id = m.id
			join public.members a on a.id = t.absent_id join public.residences r on r.id = t.residence_id
			where m.user_id = p_member.user_id and m.ended_at is null and t.ends_at > now() and t.revoked_at is null
			order by t.starts_at, t.id limit 5) y) as mine,
		(select coalesce(json_agg(y), '[]') from (
			select c.from_role as "from", c.to_role as "to", b.name as by, c.at
			from public.role_changes c left join public.members b on b.id = c.by_member
			where c.member_id = p_member.id and c.at > (select m.roles_seen_at from public.members m where m.id = p_member.id)
				and c.by_member is distinct from p_member.id
			order by c.id desc limit 1) y) as changes
	) x);
end;
$$;
comment on function private.role_news(public.members) is
	'For home: which caretakers are away and whom to ask, where the reader stands in, and what changed in their role since they looked.';
grant execute on function private.role_news(public.members) to authenticated;

create function private.page_person(p_residence uuid, p_member uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
	v_me public.members := private.require_staff(p_residence);
	v_person public.members;
	v_is_last boolean;
	v_shown jsonb := private.people_shown(p_residence) -> p_member::text;
begin
	select * into v_person from public.members where id = p_member and residence_id = p_residence and ended_at is null;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	v_is_last := v_person.household_id is not null and not exists (select from public.members m
		where m.household_id = v_person.household_id and m.ended_at is null and m.id <> p_member);
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'person', (select jsonb_build_object('id', v_person.id, 'name', v_person.name, 'role', v_person.role,
				'hasAccount', private.has_account(p_member), 'hasPhone', v_shown -> 'hasPhone', 'shows', v_shown -> 'shows',
				'household', v_person.household_id,
				'door', (select private.door_label(h) from public.households h where h.id = v_person.household_id))),
		'households', (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'label', private.door_label(h))
				order by h.building, h.staircase, h.floor, private.door_order(h.door)), '[]')
			from public.households h where h.residence_id = p_residence),
		'isStandingIn', private.is_standing_in(v_me.id),
		-- What goes along with them: said before it is done.
		'leaving', jsonb_build_object(
			'isLastBehindDoor', v_is_last,
			'orders', case when v_is_last then (select count(*) from public.orders o join public.rounds r on r.id = o.round_id
				where o.household_id = v_person.household_id and o.state = 'placed' and r.state = 'open' and r.closes_at > now()) else 0 end,
			'hasLetter', v_is_last and exists (select from public.letters l
				where l.household_id = v_person.household_id and l.revoked_at is null and l.expires_at > now()),
			'isLastCaretaker', v_person.role = 'caretaker' and not exists (select from public.members m
				where m.residence_id = p_residence and m.role = 'caretaker' and m.ended_at is null and m.id <> p_member
					and private.has_account(m.id))),
		-- Who could take over or stand in: those who can get in and have no keys yet.
		'candidates', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'role', m.role,
				'door', private.door_label(h)) order by m.role = 'relay' desc, m.name), '[]')
			from public.members m left join public.member_contacts c on c.member_id = m.id
			left join public.households h on h.id = m.household_id
			where v_person.role = 'caretaker' and m.residence_id = p_residence and m.ended_at is null
				and m.role in ('tenant', 'relay') and (m.user_id is not null or c.email is not null)),
		'colleagues', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'residence', r.name)
				order by r.name, m.name), '[]')
			from public.residences ours join public.residences r on r.organisation_id = ours.organisation_id and r.id <> ours.id
			join public.members m on m.residence_id = r.id and m.role = 'caretaker' and m.ended_at is null
			where v_person.role = 'caretaker' and ours.id = p_residence
				-- A caretaker of both residences has the keys already.
				and not exists (select from public.members x where x.residence_id = p_residence and x.user_id = m.user_id
					and x.ended_at is null and x.role in ('caretaker', 'manager'))),
		'substitutions', (select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'absent', x.absent, 'substitute', x.substitute,
				'startsOn', x.starts_on, 'endsOn', x.ends_on, 'revokedAt', x.revoked_at, 'by', x.by, 'revokedBy', x.revoker,
				'phase', case when x.revoked_at is not null then 'revoked' when now() >= x.ends_at then 'over'
					when now() >= x.starts_at then 'on' else 'coming' end) order by x.starts_on desc, x.created_at desc), '[]')
			from (select t.*, a.name as absent, s.name as substitute, private.member_name(t.created_by) as by,
					private.member_name(t.revoked_by) as revoker
				from public.substitutions t join public.members a on a.id = t.absent_id join public.members s on s.id = t.substitute_id
				where t.residence_id = p_residence and p_member in (t.absent_id, t.substitute_id)
				order by t.starts_on desc, t.created_at desc limit 20) x),
		'roleChanges', (select coalesce(jsonb_agg(jsonb_build_object('from', x.from_role, 'to', x.to_role, 'at', x.at,
				'by', private.member_name(x.by_member)) order by x.id desc), '[]')
			from (select * from public.role_changes c where c.member_id = p_member order by c.id desc limit 20) x)
	);
end;
$$;
create function public.page_person(p_residence uuid, p_member uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.page_person($1, $2); $$;
comment on function public.page_person(uuid, uuid) is
	'A person for caretaker and manager: role and its history, who stands in for them, and what happens when they leave. Refuses: not_found, not_allowed.';

-- Several residences of a landlord. A manager holds a row in each residence they look after, like everybody else:
-- every policy stays as it is, and a manager can be given some residences and not others.
create function private.open_residence(
	p_residence uuid, p_name text, p_address text, p_time_zone text, p_caretaker_name text, p_caretaker_email text
) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_me public.members := private.require_staff(p_residence);
	v_organisation uuid := (select r.organisation_id from public.residences r where r.id = p_residence);
	v_email text := lower(trim(p_caretaker_email));
	v_residence uuid;
	v_manager uuid;
	v_caretaker public.members;
	v_user uuid;
begin
	if v_me.role <> 'manager' then
		perform private.refuse(403, 'not_allowed');
	end if;
	perform private.check_text(p_name, 'name', 1, 120);
	perform private.check_text(p_address, 'address', 0, 300);
	perform private.check_time_zone(p_time_zone);
	perform private.check_text(p_caretaker_name, 'caretakerName', 1, 80);
	perform private.check_email(v_email, 'caretakerEmail');
	if exists (select from public.member_contacts c where c.member_id = v_me.id and c.email = v_email)
		or exists (select from auth.users u where u.id = v_me.user_id and lower(u.email) = v_email) then
		perform private.refuse(409, 'manager_is_caretaker', '{"field": "caretakerEmail"}');
	end if;
	-- Two taps are one residence: the second waits here, then finds the name taken.
	perform from public.organisations where id = v_organisation for update;
	if exists (select from public.residences r
		where r.organisation_id = v_organisation and lower(r.name) = lower(trim(p_name))) then
		perform private.refuse(409, 'residence_exists', '{"field": "name"}');
	end if;
	insert into public.residences (organisation_id, name, address, time_zone, is_demo)
		select v_organisation, trim(p_name), trim(coalesce(p_address, '')), p_time_zone, r.is_demo
		from public.residences r where r.id = p_residence
		returning id into v_residence;
	insert into public.members (residence_id, user_id, name, role)
		values (v_residence, v_me.user_id, v_me.name, 'manager') returning id into v_manager;
	insert into public.member_contacts (member_id, residence_id, email)
		select v_manager, v_residence, c.email from (select) one
		left join public.member_contacts c on c.member_id = v_me.id;
	-- Somebody who has proven this address for another residence finds the new one at once; else at their next sign-in.
	select m.user_id into v_user from public.member_contacts c join public.members m on m.id = c.member_id
		join auth.users u on u.id = m.user_id and lower(u.email) = v_email
		where c.email = v_email and m.ended_at is null limit 1;
	insert into public.members (residence_id, user_id, name, role)
		values (v_residence, v_user, trim(p_caretaker_name), 'tenant') returning * into v_caretaker;
	insert into public.member_contacts (member_id, residence_id, email) values (v_caretaker.id, v_residence, v_email);
	perform private.note_role(v_caretaker, 'caretaker', v_manager);
	return v_residence;
end;
$$;
create function public.open_residence(
	p_residence uuid, p_name text, p_address text, p_time_zone text, p_caretaker_name text, p_caretaker_email text
) returns uuid
language sql set search_path = '' as $$ select private.open_residence($1, $2, $3, $4, $5, $6); $$;
comment on function public.open_residence(uuid, text, text, text, text, text) is
	'A manager opens another residence of the landlord, with its first caretaker. Refuses: not_found, not_allowed, value_invalid, manager_is_caretaker, residence_exists.';

-- Each figure is one pass over the residences of the page: the time does not depend on how many one looks after.
create function private.landlord_rows(p_residences uuid[]) returns table (
	id uuid, name text, address text, "timeZone" text, households bigint, people bigint, "onPaper" bigint, waiting bigint,
	caretakers text, round json, "lastDeliveryOn" date, attention text[]
)
language plpgsql stable security definer set search_path = '' as $$
begin
	return query
	with doors as (
		select h.residence_id, count(*) as n from public.households h where h.residence_id = any(p_residences) group by 1
	), folk as (
		select m.residence_id, count(*) filter (where m.user_id is not null or c.email is not null) as people,
			count(*) filter (where m.user_id is null and c.email is null) as paper,
			string_agg(m.name, ', ' order by m.created_at, m.name) filter (where m.role = 'caretaker') as caretakers,
			bool_or(m.role = 'caretaker' and m.user_id is not null) as has_keys
		from public.members m left join public.member_contacts c on c.member_id = m.id
		where m.residence_id = any(p_residences) and m.ended_at is null and m.role not in ('manager', 'substitute', 'helper') group by 1
	), asking as (
		select q.residence_id, count(*) as n, min(q.created_at) as since from public.join_requests q
		where q.residence_id = any(p_residences) and q.state = 'waiting' group by 1
	), running as (
		select distinct on (r.residence_id) r.residence_id, r.id, r.title, r.closes_at, r.minimum_cents, r.minimum_baskets
		from public.rounds r
		where r.residence_id = any(p_residences) and r.state = 'open' and r.opens_at <= now() and r.closes_at > now()
		order by r.residence_id, r.closes_at, r.id
	), ordered as (
		select o.round_id, count(*) as n, sum(o.total_cents) as cents from public.orders o
		where o.round_id in (select x.id from running x) and o.state = 'placed' group by 1
	), delivered as (
		select r.residence_id, max(r.delivery_on) as day from public.rounds r
		where r.residence_id = any(p_residences) and r.state in ('delivered', 'settled') group by 1
	), stuck as (
		select distinct r.residence_id from public.rounds r
		where r.residence_id = any(p_residences) and r.state = 'open' and r.closes_at <= now()
			-- The clock closes a round within seconds; what it could not, it wrote down.
			and (exists (select from private.close_failures f where f.round_id = r.id) or r.closes_at < now() - interval '10 minutes')
	), unsent as (
		select distinct s.residence_id from public.sheets s
		where s.residence_id = any(p_residences) and s.send_failed_at is not null and s.sent_at is null
			and s.superseded_at is null and s.revoked_at is null
	)
	select r.id, r.name, r.address, r.time_zone, coalesce(d.n, 0), coalesce(f.people, 0), coalesce(f.paper, 0), coalesce(a.n, 0),
		coalesce(f.caretakers, ''),
		case when g.id is not null then (select row_to_json(x) from (select g.id, g.title, g.closes_at as "closesAt",
			coalesce(o.n, 0) as households, coalesce(o.cents, 0) as "totalCents") x) end,
		l.day,
		array_remove(array[
			case when k.residence_id is not null then 'round_not_closed' end,
			case when u.residence_id is not null then 'sheet_not_sent' end,
			-- They have two days to come in for the first time.
			case when not coalesce(f.has_keys, false) and r.created_at < now() - interval '2 days' then 'nobody_in_charge' end,
			case when a.since < now() - interval '3 days' then 'requests_waiting' end], null)
	from public.residences r
	left join doors d on d.residence_id = r.id left join folk f on f.residence_id = r.id
	left join asking a on a.residence_id = r.id left join running g on g.residence_id = r.id
	left join ordered o on o.round_id = g.id left join delivered l on l.residence_id = r.id
	left join stuck k on k.residence_id = r.id left join unsent u on u.residence_id = r.id
	where r.id = any(p_residences)
	order by lower(r.name), r.id;
end;
$$;
comment on function private.landlord_rows(uuid[]) is
	'Live figures of residences. Checks nothing: page_landlord gives it those of the manager who asks.';

create function private.page_landlord(p_residence uuid, p_page integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
	c_size constant integer := 50;
	v_me public.members := private.require_staff(p_residence);
	v_organisation public.organisations;
	v_all uuid[];
	v_page integer;
begin
	if v_me.role <> 'manager' then
		perform private.refuse(403, 'not_allowed');
	end if;
	select o.* into v_organisation from public.organisations o join public.residences r on r.organisation_id = o.id
		where r.id = p_residence;
	v_all := array(select r.id from private.memberships_of(v_me.user_id) m
		join public.residences r on r.id = m.residence_id and r.organisation_id = v_organisation.id
		where m.role = 'manager' order by lower(r.name), r.id);
	-- A page beyond the last shows the last: a residence may have gone meanwhile.
	v_page := least(greatest(coalesce(p_page, 1), 1), greatest(1, ceil(cardinality(v_all)::numeric / c_size)::integer));
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'organisation', v_organisation.name,
		'total', cardinality(v_all),
		'page', v_page,
		'pages', greatest(1, ceil(cardinality(v_all)::numeric / c_size)::integer),
		'residences', (select coalesce(jsonb_agg(x order by lower(x.name), x.id), '[]')
			from private.landlord_rows(v_all[(v_page - 1) * c_size + 1 : v_page * c_size]) x)
	);
end;
$$;
create function public.page_landlord(p_residence uuid, p_page integer default 1) returns jsonb
language sql stable set search_path = '' as $$ select private.page_landlord($1, $2); $$;
comment on function public.page_landlord(uuid, integer) is
	'The residences of the landlord that a manager looks after, fifty a page, with live figures and what needs somebody. Refuses: not_found, not_allowed.';

grant execute on function private.page_person(uuid, uuid), public.page_person(uuid, uuid),
	private.open_residence(uuid, text, text, text, text, text), public.open_residence(uuid, text, text, text, text, text),
	private.page_landlord(uuid, integer), public.page_landlord(uuid, integer) to authenticated;
