-- People of a residence, with or without an account.

create table public.members (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null references public.residences (id) on delete cascade,
	household_id uuid,
	user_id uuid references auth.users (id) on delete set null,
	name text not null check (char_length(name) between 1 and 80),
	role text not null default 'tenant' check (role in ('tenant', 'relay', 'caretaker', 'manager', 'substitute', 'helper')),
	ended_at timestamptz,
	roles_seen_at timestamptz not null default now(),
	created_at timestamptz not null default now(),
	foreign key (residence_id, household_id) references public.households (residence_id, id) on delete restrict,
	unique (residence_id, id),
	check (role <> 'helper' or household_id is null)
);
comment on table public.members is 'Membres: a person in a residence, with a role; no user means no account (paper or voice).';
comment on column public.members.role is
	'As it was given. What somebody may do now is said by private.memberships_of: a "substitute" (a colleague from elsewhere) is nobody here except on the days they stand in, a "helper" (who lives elsewhere and helps somebody here) except while somebody trusts them.';
comment on column public.members.roles_seen_at is 'Changes of their role until then have been shown to them.';
create unique index members_residence_user_key on public.members (residence_id, user_id)
	where user_id is not null and ended_at is null;
create index members_user_id_idx on public.members (user_id);
create index members_household_id_idx on public.members (household_id);

create table public.member_contacts (
	member_id uuid primary key,
	residence_id uuid not null,
	email text check (email = lower(email) and email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and char_length(email) <= 254),
	phone text check (char_length(phone) <= 30),
	foreign key (residence_id, member_id) references public.members (residence_id, id) on delete cascade
);
comment on table public.member_contacts is 'E-mail and phone of a member: read by that person; the caretaker looks at them one by one, which is written down.';
create index member_contacts_residence_id_idx on public.member_contacts (residence_id);
create index member_contacts_email_idx on public.member_contacts (email) where email is not null;

-- Who is asking. Sets, so that a policy evaluates them once and not per row; plpgsql, which keeps its plans:
-- PostgreSQL 15 plans a function in language sql anew at every call.
-- The one place where a membership becomes what a person may do at this moment: every policy, act and page asks it.
create function private.memberships_of(p_user uuid, p_residence uuid default null) returns setof public.members
language plpgsql stable security definer set search_path = '' as $$
declare
	v_member public.members;
begin
	-- Mandates have a migration of their own: what is named here is looked for when it is called.
	-- In one go: a manager looks after hundreds of residences, and every policy asks.
	return query select m.* from public.members m
		where m.user_id = p_user and m.ended_at is null and (p_residence is null or m.residence_id = p_residence)
			and (m.role <> 'helper' or private.has_mandate(m.id))
			and (m.role in ('caretaker', 'manager') or (m.role <> 'substitute' and not exists (
				select from public.substitutions s where s.substitute_id = m.id
					and s.starts_at <= now() and s.ends_at > now() and s.revoked_at is null)));
	-- Nearly nobody stands in for anybody. Pages ask for memberships ten times: without this, a tenth of their time.
	if not exists (select from public.members m join public.substitutions s on s.substitute_id = m.id
			where m.user_id = p_user and s.starts_at <= now() and s.ends_at > now() and s.revoked_at is null) then
		return;
	end if;
	-- No job begins or ends it: the clock of the database does, at every question.
	for v_member in
		select m.* from public.members m
		where m.user_id = p_user and m.ended_at is null and (p_residence is null or m.residence_id = p_residence)
			and m.role not in ('caretaker', 'manager') and exists (
				select from public.substitutions s where s.substitute_id = m.id
					and s.starts_at <= now() and s.ends_at > now() and s.revoked_at is null)
			-- A colleague who has left the landlord meanwhile has left here too.
			and (m.role <> 'substitute' or exists (select from public.members o
				join public.residences theirs on theirs.id = o.residence_id
				join public.residences ours on ours.id = m.residence_id and ours.organisation_id = theirs.organisation_id
				where o.user_id = p_user and o.role = 'caretaker' and o.ended_at is null))
	loop
		v_member.role := 'caretaker';
		return next v_member;
	end loop;
end;
$$;
comment on function private.memberships_of(uuid, uuid) is
	'Memberships of an account with the role they have now: who stands in for a caretaker today is one.';

create function private.my_residence_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
begin
	return query select m.residence_id from private.memberships_of((select private.me())) m where m.role <> 'helper';
end;
$$;
-- Mandates have a migration of their own: what is named here is looked for when it is called.
create function private.my_ordering_residence_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
begin
	return query select m.residence_id from private.memberships_of((select private.me())) m;
end;
$$;
create function private.my_ordering_household_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
begin
	return query select m.household_id from private.memberships_of((select private.me())) m where m.household_id is not null
	union
		select p.household_id
		from public.members x join public.mandates d on d.helper_id = x.id join public.members p on p.id = d.person_id
		where x.user_id = (select private.me()) and x.ended_at is null and d.ended_at is null and d.ends_at > clock_timestamp()
			and p.ended_at is null and p.household_id is not null and d.scopes && array['orders', 'collect'];
end;
$$;
create function private.my_member_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
begin
	return query select m.id from private.memberships_of((select private.me())) m;
end;
$$;
create function private.my_household_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
begin
	return query select m.household_id from private.memberships_of((select private.me())) m
		where m.household_id is not null;
end;
$$;
create function private.my_desk_residence_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
begin
	return query select m.residence_id from private.memberships_of((select private.me())) m
		where m.role in ('relay', 'caretaker', 'manager');
end;
$$;
create function private.my_staff_residence_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
begin
	return query select m.residence_id from private.memberships_of((select private.me())) m
		where m.role in ('caretaker', 'manager');
end;
$$;
create function private.my_manager_residence_ids() returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
begin
	return query select m.residence_id from private.memberships_of((select private.me())) m where m.role = 'manager';
end;
$$;
comment on function private.my_manager_residence_ids() is 'Residences for which the person answers to the landlord.';
comment on function private.my_residence_ids() is
	'Residences that the person who asks lives or works in: not those where they only help somebody.';
comment on function private.my_ordering_residence_ids() is
	'Residences where the person may order, for themself or for somebody they help.';
comment on function private.my_ordering_household_ids() is
	'Households whose orders the person may see: their own, and those of people who gave them a mandate.';
comment on function private.my_member_ids() is 'Memberships of the person who asks.';
comment on function private.my_household_ids() is 'Households of the person who asks.';
comment on function private.my_desk_residence_ids() is 'Residences where the person may act for neighbours (relay, caretaker, manager).';
comment on function private.my_staff_residence_ids() is 'Residences that the person runs (caretaker, manager).';
grant execute on function private.my_residence_ids(), private.my_ordering_residence_ids(),
	private.my_ordering_household_ids(), private.my_member_ids(), private.my_household_ids(),
	private.my_desk_residence_ids(), private.my_staff_residence_ids(), private.my_manager_residence_ids() to authenticated;

create function private.address_residence() returns uuid
language sql stable set search_path = '' as $$
	select (nullif(current_setting('request.headers', true), '')::jsonb ->> 'x-palier-residence')::uuid;
$$;
comment on function private.address_residence() is
	'The residence that stands in the address for which a page or an act is asked; null when none does.';
create function private.require_member(p_residence uuid)
returns public.members
language plpgsql stable security definer set search_path = '' as $$
declare
	v_member public.members;
begin
	select * into v_member from private.memberships_of((select private.me()), p_residence) m
		where m.residence_id = p_residence;
	-- A stranger is not told whether the residence exists. Nor does an address of one residence open or do
	-- anything of another, though somebody lives in both: every act asks here with the residence of its object.
	if not found or p_residence <> private.address_residence() then
		perform private.require_session();
		perform private.refuse(404, 'not_found');
	end if;
	return v_member;
end;
$$;
create function private.require_desk(p_residence uuid)
returns public.members
language plpgsql stable security definer set search_path = '' as $$
declare
	v_member public.members := private.require_member(p_residence);
begin
	if v_member.role not in ('relay', 'caretaker', 'manager') then
		perform private.refuse(403, 'not_allowed');
	end if;
	return v_member;
end;
$$;
create function private.require_staff(p_residence uuid)
returns public.members
language plpgsql stable security definer set search_path = '' as $$
declare
	v_member public.members := private.require_member(p_residence);
begin
	if v_member.role not in ('caretaker', 'manager') then
		perform private.refuse(403, 'not_allowed');
	end if;
	return v_member;
end;
$$;
create function private.require_appointer(p_residence uuid)
returns public.members
language plpgsql stable security definer set search_path = '' as $$
declare
	v_member public.members := private.require_staff(p_residence);
begin
	if private.is_standing_in(v_member.id) then
		perform private.refuse(403, 'substitute_limits');
	end if;
	return v_member;
end;
$$;
create function private.is_standing_in(p_member uuid) returns boolean
language sql stable security definer set search_path = '' as $$
	select m.role not in ('caretaker', 'manager') from public.members m where m.id = p_member;
$$;
comment on function private.is_standing_in(uuid) is
	'Whether a caretaker of this moment only stands in: they run the residence, but hand its keys to nobody.';
comment on function private.require_member(uuid) is 'The membership of the person who asks, with the role they have now, or 404.';
comment on function private.require_appointer(uuid) is 'The same as require_staff, but not for who only stands in: for acts that give or take roles.';
comment on function private.require_desk(uuid) is 'The same, for relay, caretaker or manager; 403 otherwise.';
comment on function private.require_staff(uuid) is 'The same, for caretaker or manager; 403 otherwise.';
grant execute on function private.require_member(uuid), private.require_desk(uuid), private.require_staff(uuid),
	private.is_standing_in(uuid), private.address_residence()
	to authenticated;

-- Grants and policies: reading only; every change goes through a function below.
grant select on public.organisations, public.residences, public.households to authenticated;
grant select (id, residence_id, household_id, name, role, ended_at, created_at) on public.members to authenticated;
grant select on public.member_contacts to authenticated;

alter table public.organisations enable row level security;
alter table public.residences enable row level security;
alter table public.households enable row level security;
alter table public.members enable row level security;
alter table public.member_contacts enable row level security;

create policy "members read their landlord" on public.organisations for select to authenticated
	using (id in (select organisation_id from public.residences));
create policy "members read their residence" on public.residences for select to authenticated
	using (id in (select private.my_ordering_residence_ids()));
create policy "people read their household, the desk reads all" on public.households for select to authenticated
	using (id in (select private.my_household_ids()) or residence_id in (select private.my_desk_residence_ids()));
create policy "people read their household's members, the desk reads all" on public.members for select to authenticated
	using ((household_id in (select private.my_household_ids()) and ended_at is null)
		or residence_id in (select private.my_desk_residence_ids())
		or id in (select private.my_member_ids()));
-- Staff look at them one by one, which is written down: see public.show_contacts.
create policy "people read their contacts" on public.member_contacts for select to authenticated
	using (member_id in (select private.my_member_ids()));
