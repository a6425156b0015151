-- Mandates: "ma fille, ma voisine commande et retire pour moi". Given by the person, or said to the caretaker,
-- who writes down what was read out; seen by the person, and ended in one tap by each of the three.

create table public.mandates (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null,
	person_id uuid not null,
	helper_id uuid not null check (helper_id <> person_id),
	scopes text[] not null check (scopes <@ array['orders', 'collect', 'help', 'events'] and cardinality(scopes) > 0),
	given_at timestamptz not null default clock_timestamp(),
	given_by uuid not null,
	asked_by text check (asked_by in ('person', 'helper')),
	read_out text check (char_length(read_out) between 20 and 1000),
	ends_at timestamptz not null,
	ended_at timestamptz,
	foreign key (residence_id, person_id) references public.members (residence_id, id) on delete cascade,
	foreign key (residence_id, helper_id) references public.members (residence_id, id) on delete cascade,
	foreign key (residence_id, given_by) references public.members (residence_id, id) on delete no action,
	unique (residence_id, id),
	-- Who does not give it themself has said yes to somebody: to whom, and to what, is kept. The sentence names both:
	-- it goes when one of them is forgotten.
	check ((given_by = person_id) = (asked_by is null)),
	check ((asked_by is null) = (read_out is null) or (read_out is null and ended_at is not null)),
	check (ends_at > given_at)
);
comment on table public.mandates is
	'Personnes de confiance: whom a person lets act for them, in what and until when. It follows the person to another door.';
comment on column public.mandates.scopes is
	'orders: places, changes and cancels orders. collect: takes the basket and pays. help, events: kept for those domains.';
comment on column public.mandates.asked_by is 'Of an oral consent: who came and asked for it.';
comment on column public.mandates.read_out is 'Of an oral consent: the sentence that was read out, word for word; given_by read it.';
create unique index mandates_one_live_key on public.mandates (person_id, helper_id) where ended_at is null;
create index mandates_helper_id_idx on public.mandates (helper_id);
create index mandates_given_by_idx on public.mandates (given_by);
create index mandates_due_idx on public.mandates (ends_at) where ended_at is null;

create table public.mandate_changes (
	id bigint generated always as identity primary key,
	residence_id uuid not null,
	mandate_id uuid not null,
	kind text not null check (kind in ('given', 'renewed', 'revoked', 'given_back', 'withdrawn', 'left', 'expired')),
	at timestamptz not null default clock_timestamp(),
	by_member uuid references public.members (id) on delete no action,
	foreign key (residence_id, mandate_id) references public.mandates (residence_id, id) on delete cascade
);
comment on table public.mandate_changes is
	'What happened to mandates, and by whom; no member means that it ended by itself. Never changed.';
comment on column public.mandate_changes.kind is
	'renewed: a new mandate took its place. revoked by the person, given_back by the helper, withdrawn by the lodge.';
create index mandate_changes_residence_id_idx on public.mandate_changes (residence_id, mandate_id);
create index mandate_changes_by_member_idx on public.mandate_changes (by_member);
create trigger mandate_changes_append_only before update on public.mandate_changes
	for each row execute function private.forbid_change();

alter table public.letters add foreign key (residence_id, mandate_id)
	references public.mandates (residence_id, id) on delete cascade;
create function private.trusted_by_letter(p_mandate uuid) returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select x.id from public.mandates d join public.members p on p.id = d.person_id join public.members x on x.id = d.helper_id
		where d.id = p_mandate and d.ended_at is null and d.ends_at > clock_timestamp() and p.ended_at is null
			and x.ended_at is null and x.role = 'helper' and private.has_no_email(x.id));
end;
$$;
comment on function private.trusted_by_letter(uuid) is
	'Whom the code of a mandate lets in: somebody from elsewhere without e-mail, while the mandate lives; null otherwise.';
create function private.has_no_email(p_member uuid) returns boolean
language sql stable security definer set search_path = '' as $$
	select not exists (select from public.member_contacts c where c.member_id = p_member and c.email is not null);
$$;

grant select on public.mandates, public.mandate_changes to authenticated;
alter table public.mandates enable row level security;
alter table public.mandate_changes enable row level security;
create policy "person, helper and staff read a mandate" on public.mandates for select to authenticated
	using (person_id in (select private.my_member_ids()) or helper_id in (select private.my_member_ids())
		or residence_id in (select private.my_staff_residence_ids()));
create policy "who reads a mandate reads what happened to it" on public.mandate_changes for select to authenticated
	using (mandate_id in (select id from public.mandates));

create function private.has_mandate(p_helper uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
	return exists (select from public.mandates d join public.members p on p.id = d.person_id
		where d.helper_id = p_helper and d.ended_at is null and d.ends_at > clock_timestamp() and p.ended_at is null);
end;
$$;
comment on function private.has_mandate(uuid) is 'Whether somebody who lives here trusts this member now.';

create function private.helped_households(p_me public.members)
returns table (household_id uuid, name text, door text, may_order boolean, may_collect boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
	return query select p.household_id, string_agg(p.name, ', ' order by p.name), min(private.door_label(h)),
			bool_or('orders' = any (d.scopes)), bool_or('collect' = any (d.scopes))
		from public.mandates d join public.members p on p.id = d.person_id join public.households h on h.id = p.household_id
		where d.helper_id = p_me.id and d.ended_at is null and d.ends_at > clock_timestamp() and p.ended_at is null
			and d.scopes && array['orders', 'collect']
		group by p.household_id order by min(p.name), p.household_id;
end;
$$;
comment on function private.helped_households(public.members) is
	'The doors of the people who trust this member with their orders, with the names of those people.';

create function private.refuse_household(p_me public.members, p_household uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
	-- Who was trusted learns that it is over; nobody else learns whether the door exists.
	if exists (select from public.mandates d join public.members p on p.id = d.person_id
		where d.helper_id = p_me.id and p.household_id = p_household) then
		perform private.refuse(410, 'mandate_ended');
	end if;
	perform private.refuse(404, 'not_found');
end;
$$;
comment on function private.refuse_household(public.members, uuid) is
	'Stops somebody who may not act for a household (any more): mandate_ended or not_found.';

create function private.ordering_household(p_me public.members, p_household uuid) returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
	if p_household is null then
		return coalesce(p_me.household_id, (select h.household_id from private.helped_households(p_me) h limit 1));
	end if;
	if p_household is distinct from p_me.household_id
		and not exists (select from private.helped_households(p_me) h where h.household_id = p_household) then
		perform private.refuse_household(p_me, p_household);
	end if;
	return p_household;
end;
$$;
comment on function private.ordering_household(public.members, uuid) is
	'Whose orders a page is about: those asked for, else one''s own, else those of the first person that one helps. Refuses: mandate_ended, not_found.';

create function private.whom_view(p_me public.members, p_household uuid) returns json
language plpgsql stable security definer set search_path = '' as $$
declare
	v_own boolean := p_household is not distinct from p_me.household_id;
begin
	return (select row_to_json(x) from (select
		p_household as "householdId",
		case when not v_own then (select h.name from private.helped_households(p_me) h where h.household_id = p_household) end as name,
		(select private.door_label(h) from public.households h where h.id = p_household) as door,
		case when v_own then p_household is not null else coalesce((select h.may_order
			from private.helped_households(p_me) h where h.household_id = p_household), false) end as "mayOrder",
		(select coalesce(json_agg(y), '[]') from (select h.household_id as "householdId", h.name, h.door
			from private.helped_households(p_me) h) y) as helped) x);
end;
$$;
comment on function private.whom_view(public.members, uuid) is
	'Whose orders a page shows (no name: one''s own), whether one may order there, and for whom else one could.';

create function private.act_for(p_me public.members, p_household uuid, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
	v_mandate public.mandates;
begin
	if exists (select from public.mandates where helper_id = p_me.id) then
		-- Whoever ends a mandate locks its helper too: what is asked next, is asked of a world that waits.
		perform from public.members where id = p_me.id for share;
		select d.* into v_mandate
			from public.mandates d join public.members p on p.id = d.person_id join public.members x on x.id = d.helper_id
			where d.helper_id = p_me.id and d.ended_at is null and d.ends_at > clock_timestamp()
				and 'orders' = any (d.scopes) and p.household_id = p_household and p.ended_at is null and x.ended_at is null
				and (p_person is null or p_person = d.person_id)
			order by d.given_at, d.id limit 1;
		if found then
			return jsonb_build_object('mandate', v_mandate.id, 'person', v_mandate.person_id);
		end if;
	end if;
	if p_me.residence_id in (select private.my_desk_residence_ids()) then
		return '{}';
	end if;
	perform private.refuse_household(p_me, p_household);
end;
$$;
comment on function private.act_for(public.members, uuid, uuid) is
	'By what right somebody acts for another household: the mandate and its person, or nothing at the order desk. Call it with the household locked. Refuses: mandate_ended, not_found.';

create function private.collectors(p_household uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select coalesce(jsonb_agg(jsonb_build_object('name', x.name, 'for', p.name) order by x.name), '[]')
		from public.members p join public.mandates d on d.person_id = p.id join public.members x on x.id = d.helper_id
		where p.household_id = p_household and p.ended_at is null and x.ended_at is null and d.ended_at is null
			and d.ends_at > clock_timestamp() and 'collect' = any (d.scopes)
			and p.residence_id in (select private.my_desk_residence_ids()));
end;
$$;
comment on function private.collectors(uuid) is
	'Who may take the basket of a household away for somebody of it, for those who hand baskets over.';

-- Who is meant by a name: without titles, accents and capitals.
create function private.name_words(p_name text) returns text[]
language sql immutable set search_path = '' as $$
	select coalesce(array_agg(w), '{}') from regexp_split_to_table(
		translate(lower(coalesce(p_name, '')), 'àâäáãåçéèêëîïíôöóõùûüúÿñ', 'aaaaaaceeeeiiioooouuuuyn'), '[^a-z0-9]+') w
	where w <> '' and w not in ('m', 'mr', 'mme', 'mlle', 'mrs', 'ms', 'monsieur', 'madame', 'mademoiselle');
$$;
create function private.find_helper(p_residence uuid, p_household uuid, p_email text, p_name text) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
	v_words text[] := private.name_words(p_name);
	v_ids uuid[];
begin
	if v_words = '{}' then
		return null;
	end if;
	select array_agg(m.id order by m.id) into v_ids
		from public.members m left join public.member_contacts c on c.member_id = m.id
		where m.residence_id = p_residence and m.ended_at is null and v_words <@ private.name_words(m.name)
			and case when p_household is not null then m.household_id = p_household else c.email = p_email end;
	-- Two of that name behind one door: the one who is called exactly so.
	if cardinality(v_ids) > 1 then
		select array_agg(m.id) into v_ids from public.members m
			where m.id = any (v_ids) and private.name_words(m.name) <@ v_words;
	end if;
	return case when cardinality(v_ids) = 1 then v_ids[1] end;
end;
$$;
comment on function private.find_helper(uuid, uuid, text, text) is
	'The one member of that name behind a door, or with an address; null when it is nobody or could be two. Lists nobody to anybody.';

create function private.add_mandate(
	p_person public.members, p_by public.members, p_name text, p_household uuid, p_email text, p_scopes text[],
	p_months integer, p_asked_by text, p_read_out text
) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_email text := nullif(lower(trim(coalesce(p_email, ''))), '');
	v_helper uuid;
	v_other public.members;
	v_person public.members;
	v_old uuid;
	v_id uuid;
	v_until timestamptz;
begin
	if coalesce(cardinality(p_scopes), 0) = 0 or not p_scopes <@ array['orders', 'collect'] then
		perform private.refuse(422, 'value_invalid', '{"field": "scopes[]"}');
	end if;
	if p_months is null or p_months not in (1, 6, 12) then
		perform private.refuse(422, 'value_invalid', '{"field": "months"}');
	end if;
	perform private.check_text(p_name, 'name', 1, 80);
	if p_household is null and v_email is not null then
		perform private.check_email(v_email, 'email');
	elsif p_household is not null and not exists (select from public.households where id = p_household and residence_id = p_person.residence_id) then
		perform private.refuse(404, 'not_found');
	end if;
	-- Nobody finds out by trying who lives behind which door.
	perform private.check_attempts('helper_named', p_by.id::text, 20, interval '1 hour');
	perform private.note_attempt('helper_named', p_by.id::text);
	-- One after the other for an address, so that two people who name the same daughter get one.
	if p_household is null then
		perform pg_advisory_xact_lock(hashtextextended('helper ' || p_person.residence_id || coalesce(v_email, p_person.id::text), 0));
	end if;
	if p_household is null and v_email is null then
		-- Somebody without an address is known to this person alone: nobody else's code ever opens the same account.
		v_helper := (select d.helper_id from public.mandates d join public.members x on x.id = d.helper_id
			where d.person_id = p_person.id and d.ended_at is null and x.role = 'helper' and x.ended_at is null
				and private.has_no_email(x.id) and private.name_words(x.name) @> private.name_words(p_name)
				and private.name_words(x.name) <@ private.name_words(p_name) order by d.given_at limit 1);
	else
		v_helper := private.find_helper(p_person.residence_id, p_household, v_email, p_name);
	end if;
	if v_helper is null and (p_household is not null or exists (
		select from public.member_contacts c join public.members m on m.id = c.member_id
		where c.email = v_email and m.residence_id = p_person.residence_id and m.ended_at is null)) then
		return null;
	end if;
	if v_helper is null then
		insert into public.members (residence_id, name, role)
			values (p_person.residence_id, trim(p_name), 'helper') returning id into v_helper;
		insert into public.member_contacts (member_id, residence_id, email)
			values (v_helper, p_person.residence_id, v_email);
	end if;
	if v_helper in (p_person.id, p_by.id) then
		perform private.refuse(422, 'mandate_self', '{"field": "name"}');
	end if;
	-- Caretakers first and then by id, as everywhere. It keeps both from leaving, and the counts below from being wrong.
	perform from public.members where id in (p_person.id, v_helper, p_by.id)
		order by role = 'caretaker' desc, id for no key update;
	select * into v_person from public.members where id = p_person.id and ended_at is null;
	select * into v_other from public.members where id = v_helper and ended_at is null;
	if v_person.household_id is null or v_other.id is null then
		perform private.refuse(404, 'not_found');
	end if;
	if v_other.household_id = v_person.household_id then
		perform private.refuse(409, 'helper_same_door', '{"field": "name"}');
	end if;
	-- What is over by the clock is over, though the clock has not written it down yet.
	update public.mandates set ended_at = ends_at
		where person_id = v_person.id and helper_id = v_helper and ended_at is null and ends_at <= clock_timestamp()
		returning id into v_old;
	if found then
		insert into public.mandate_changes (residence_id, mandate_id, kind) values (v_person.residence_id, v_old, 'expired');
	end if;
	update public.mandates set ended_at = clock_timestamp()
		where person_id = v_person.id and helper_id = v_helper and ended_at is null returning id into v_old;
	if found then
		insert into public.mandate_changes (residence_id, mandate_id, kind, by_member)
			values (v_person.residence_id, v_old, 'renewed', p_by.id);
	end if;
	if (select count(*) from public.mandates where person_id = v_person.id and ended_at is null
		and ends_at > clock_timestamp()) >= 5 then
		perform private.refuse(409, 'too_many_helpers');
	end if;
	if (select count(*) from public.mandates where helper_id = v_helper and ended_at is null
		and ends_at > clock_timestamp()) >= 10 then
		perform private.refuse(409, 'too_many_helped', '{"field": "name"}');
	end if;
	v_until := clock_timestamp() + make_interval(months => p_months);
	insert into public.mandates (residence_id, person_id, helper_id, scopes, given_by, asked_by, read_out, ends_at)
		values (v_person.residence_id, v_person.id, v_helper, array(select distinct unnest(p_scopes) order by 1), p_by.id,
			p_asked_by, p_read_out, v_until)
		returning id into v_id;
	insert into public.mandate_changes (residence_id, mandate_id, kind, by_member)
		values (v_person.residence_id, v_id, 'given', p_by.id);
	if v_other.role = 'helper' and v_other.user_id is null then
		insert into private.mails (residence_id, kind, dedupe_key, to_address, payload)
			select v_person.residence_id, 'helper_invited', 'helper:' || v_id, c.email,
				jsonb_build_object('helper', v_other.name, 'person', v_person.name, 'residence', r.name, 'lodgePhone', r.lodge_phone)
			from public.residences r join public.member_contacts c on c.member_id = v_helper and c.email is not null
			where r.id = v_person.residence_id;
	end if;
	return v_id;
end;
$$;
comment on function private.add_mandate(public.members, public.members, text, uuid, text, text[], integer, text, text) is
	'Gives a mandate to somebody behind a door, or elsewhere (a member of role helper then, told by mail when there is an address, else let in by a code); null when nobody of that name is found. Given again it is a new one.';

create function private.give_mandate(
	p_residence uuid, p_name text, p_household uuid, p_email text, p_scopes text[], p_months integer
) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
begin
	if v_me.household_id is null then
		perform private.refuse(403, 'not_allowed');
	end if;
	return private.add_mandate(v_me, v_me, p_name, p_household, p_email, p_scopes, p_months, null, null);
end;
$$;
create function public.give_mandate(
	p_residence uuid, p_name text, p_household uuid, p_email text, p_scopes text[], p_months integer
) returns uuid language sql set search_path = '' as $$ select private.give_mandate($1, $2, $3, $4, $5, $6); $$;
comment on function public.give_mandate(uuid, text, uuid, text, text[], integer) is
	'Lets somebody act for oneself: behind a door (p_household) or elsewhere (p_email, or none: see issue_helper_code), in p_scopes (orders, collect), for 1, 6 or 12 months. Null when nobody of that name is there. Refuses: not_found, not_allowed, value_invalid, too_many_tries, mandate_self, helper_same_door, too_many_helpers, too_many_helped.';

create function private.record_mandate(
	p_residence uuid, p_person uuid, p_name text, p_household uuid, p_email text, p_scopes text[], p_months integer,
	p_asked_by text, p_read_out text
) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
	v_person public.members;
begin
	select * into v_person from public.members
		where id = p_person and residence_id = p_residence and ended_at is null and household_id is not null;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	-- For themself the staff give theirs as everybody does.
	if v_person.id = v_staff.id then
		perform private.refuse(422, 'mandate_self', '{"field": "name"}');
	end if;
	if p_asked_by is null or p_asked_by not in ('person', 'helper') then
		perform private.refuse(422, 'value_invalid', '{"field": "askedBy"}');
	end if;
	perform private.check_text(p_read_out, 'sentence', 20, 1000);
	return private.add_mandate(v_person, v_staff, p_name, p_household, p_email, p_scopes, p_months, p_asked_by, p_read_out);
end;
$$;
create function public.record_mandate(
	p_residence uuid, p_person uuid, p_name text, p_household uuid, p_email text, p_scopes text[], p_months integer,
	p_asked_by text, p_read_out text
) returns uuid language sql set search_path = '' as $$
	select private.record_mandate($1, $2, $3, $4, $5, $6, $7, $8, $9);
$$;
comment on function public.record_mandate(uuid, uuid, text, uuid, text, text[], integer, text, text) is
	'Writes down that a person said yes: who asked (person, helper) and the sentence that was read out. For caretaker and manager; otherwise as give_mandate. Refuses what that refuses.';

create function private.end_mandate(p_mandate uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_mandate public.mandates;
	v_me public.members;
	v_kind text;
begin
	select * into v_mandate from public.mandates where id = p_mandate;
	v_me := private.require_member(v_mandate.residence_id);
	v_kind := case when v_me.id = v_mandate.person_id then 'revoked' when v_me.id = v_mandate.helper_id then 'given_back'
		when v_me.residence_id in (select private.my_staff_residence_ids()) then 'withdrawn' end;
	if v_kind is null then
		perform private.refuse(404, 'not_found');
	end if;
	-- An order that the helper is placing comes before this or finds it ended: see act_for.
	perform from public.members where id in (v_mandate.helper_id, v_me.id)
		order by role = 'caretaker' desc, id for no key update;
	update public.mandates set ended_at = clock_timestamp() where id = p_mandate and ended_at is null;
	-- Twice is once.
	if found then
		insert into public.mandate_changes (residence_id, mandate_id, kind, by_member)
			values (v_mandate.residence_id, p_mandate, v_kind, v_me.id);
	end if;
end;
$$;
create function public.end_mandate(p_mandate uuid) returns void
language sql set search_path = '' as $$ select private.end_mandate($1); $$;
comment on function public.end_mandate(uuid) is
	'Ends a mandate at once: the person, the helper, caretaker or manager. Twice is once. Refuses: not_found.';

-- Whatever act it was that let somebody leave.
create function private.end_mandates_of_leaver() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
	with ended as (
		update public.mandates set ended_at = clock_timestamp()
			where (person_id = new.id or helper_id = new.id) and ended_at is null returning id, residence_id)
	insert into public.mandate_changes (residence_id, mandate_id, kind)
		select residence_id, id, 'left' from ended;
	return null;
end;
$$;
create trigger members_leaving_ends_mandates after update of ended_at on public.members
	for each row when (old.ended_at is null and new.ended_at is not null)
	execute function private.end_mandates_of_leaver();

create function private.end_due_mandates() returns integer
language plpgsql security definer set search_path = '' as $$
declare
	v_count integer;
	v_helper uuid;
begin
	with due as (
		select id from public.mandates where ended_at is null and ends_at <= clock_timestamp()
		order by ends_at limit 500 for update skip locked
	), ended as (
		update public.mandates set ended_at = ends_at where id in (select id from due) returning id, residence_id)
	insert into public.mandate_changes (residence_id, mandate_id, kind)
		select residence_id, id, 'expired' from ended;
	get diagnostics v_count = row_count;
	-- Whoever lives elsewhere and helps nobody any more is forgotten but for the name beside what they did.
	for v_helper in
		select m.id from public.members m
		where m.role = 'helper' and m.ended_at is null and not private.has_mandate(m.id)
		order by m.id limit 500 for update skip locked
	loop
		-- Asked again under the lock: trusted anew at this moment, they stay.
		if not private.has_mandate(v_helper) then
			update public.members set ended_at = clock_timestamp(), user_id = null where id = v_helper;
			delete from public.member_contacts where member_id = v_helper;
		end if;
	end loop;
	return v_count;
end;
$$;
create function public.end_due_mandates() returns integer
language sql set search_path = '' as $$ select private.end_due_mandates(); $$;
comment on function public.end_due_mandates() is
	'Writes down which mandates are over, and ends the membership of helpers from elsewhere who have none left. For the worker.';

create function private.issue_helper_code(p_mandate uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	c_days constant integer := 14;
	v_mandate public.mandates;
	v_me public.members;
	v_token text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
	v_code text := private.random_letters(10);
begin
	select * into v_mandate from public.mandates where id = p_mandate;
	v_me := private.require_member(v_mandate.residence_id);
	if v_me.id <> v_mandate.person_id and v_me.residence_id not in (select private.my_staff_residence_ids()) then
		perform private.refuse(404, 'not_found');
	end if;
	perform from public.members where id in (v_mandate.helper_id, v_me.id)
		order by role = 'caretaker' desc, id for no key update;
	-- Who has an e-mail comes in with it, and a neighbour with the letter of their door.
	if private.trusted_by_letter(p_mandate) is null then
		perform private.refuse(410, 'mandate_ended');
	end if;
	perform private.check_attempts('helper_code', v_me.id::text, 20, interval '1 hour');
	perform private.note_attempt('helper_code', v_me.id::text);
	-- One code lives: what was said over the phone to a wrong number opens nothing any more.
	update public.letters set revoked_at = clock_timestamp()
		where mandate_id = p_mandate and revoked_at is null and expires_at > now();
	insert into public.letters (residence_id, mandate_id, token_hash, code_hash, most_uses, expires_at, created_by)
		values (v_mandate.residence_id, p_mandate, private.secret_hash(v_token), private.secret_hash(v_code), 2,
			now() + make_interval(days => c_days), v_me.id);
	return jsonb_build_object('token', v_token, 'code', v_code, 'expiresAt', now() + make_interval(days => c_days),
		'helper', private.member_name(v_mandate.helper_id));
end;
$$;
create function public.issue_helper_code(p_mandate uuid) returns jsonb
language sql set search_path = '' as $$ select private.issue_helper_code($1); $$;
comment on function public.issue_helper_code(uuid) is
	'A code for somebody from elsewhere without e-mail, for two devices and 14 days: by the person, caretaker or manager. The only moment at which it is known; an earlier one ends. Refuses: not_found, mandate_ended, too_many_tries.';

create function private.mandate_view(p_mandate public.mandates) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select jsonb_build_object('id', p_mandate.id,
		'person', p.name, 'personDoor', (select private.door_label(h) from public.households h where h.id = p.household_id),
		'helper', x.name, 'helperDoor', (select private.door_label(h) from public.households h where h.id = x.household_id),
		-- Only who typed it needs to see a slip of the finger: until the first time that it opened the door.
		'waitsFor', case when x.role = 'helper' and x.user_id is null then
			(select c.email from public.member_contacts c where c.member_id = x.id) end,
		'entry', case when x.role = 'helper' and private.has_no_email(x.id) then jsonb_build_object('hasCome', x.user_id is not null,
			'codeUntil', (select max(l.expires_at) from public.letters l where l.mandate_id = p_mandate.id and l.revoked_at is null
				and l.expires_at > now() and l.uses < l.most_uses)) end,
		'scopes', p_mandate.scopes, 'givenAt', p_mandate.given_at, 'endsAt', p_mandate.ends_at,
		'recordedBy', case when p_mandate.read_out is not null then private.member_name(p_mandate.given_by) end,
		'askedBy', p_mandate.asked_by, 'readOut', p_mandate.read_out,
		'endedAt', coalesce(p_mandate.ended_at, case when p_mandate.ends_at <= now() then p_mandate.ends_at end),
		'ending', (select jsonb_build_object('kind', c.kind, 'by', private.member_name(c.by_member))
			from public.mandate_changes c where c.mandate_id = p_mandate.id and c.residence_id = p_mandate.residence_id
				and c.kind <> 'given' order by c.id desc limit 1),
		'acts', (select coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'at', a.at, 'round', r.title,
				'totalCents', a.total_cents) order by a.id desc), '[]')
			from (select * from public.order_changes c where c.by_member = p_mandate.helper_id
				and c.detail ->> 'mandate' = p_mandate.id::text order by c.id desc limit 5) a
			join public.rounds r on r.id = a.round_id))
	from public.members p, public.members x where p.id = p_mandate.person_id and x.id = p_mandate.helper_id);
end;
$$;
comment on function private.mandate_view(public.mandates) is
	'A mandate with the last things done under it. Only for rows that the reader may see.';

create function public.page_helpers(p_residence uuid, p_person uuid default null) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
	v_person public.members := v_me;
begin
	if p_person is not null then
		v_me := private.require_staff(p_residence);
		select * into v_person from private.person_here(p_residence, p_person);
	end if;
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'person', jsonb_build_object('id', v_person.id, 'name', v_person.name, 'role', v_person.role,
			'householdId', v_person.household_id),
		'helpers', (select coalesce(jsonb_agg(private.mandate_view(d) order by d.given_at desc), '[]')
			from public.mandates d where d.person_id = v_person.id and d.ended_at is null and d.ends_at > now()),
		'helped', (select coalesce(jsonb_agg(private.mandate_view(d) order by d.given_at desc), '[]')
			from public.mandates d where d.helper_id = v_person.id and d.ended_at is null and d.ends_at > now()),
		'past', (select coalesce(jsonb_agg(private.mandate_view(d) order by d.given_at desc), '[]')
			from (select * from public.mandates y where y.person_id = v_person.id
				and (y.ended_at is not null or y.ends_at <= now()) order by y.given_at desc limit 20) d),
		'doors', case when v_person.household_id is not null then private.doors_view(p_residence) else '[]' end
	);
end;
$$;
create function private.person_here(p_residence uuid, p_person uuid) returns public.members
language plpgsql stable security definer set search_path = '' as $$
declare
	v_person public.members;
begin
	perform private.require_staff(p_residence);
	select * into v_person from public.members
		where id = p_person and residence_id = p_residence and ended_at is null;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	return v_person;
end;
$$;
comment on function private.person_here(uuid, uuid) is 'A member of a residence, for caretaker and manager. Refuses: not_found, not_allowed.';
create function private.doors_view(p_residence uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'label', private.door_label(h))
			order by h.building, h.staircase, h.floor, private.door_order(h.door)), '[]')
		from public.households h
		where h.residence_id = p_residence and h.residence_id in (select private.my_residence_ids()));
end;
$$;
comment on function private.doors_view(uuid) is 'The doors of a residence by their names, for those who live or work there: nobody''s name.';
comment on function public.page_helpers(uuid, uuid) is
	'Who may act for a person, for whom they act, and what is over: one''s own, or (p_person) somebody''s for caretaker and manager. Refuses: not_found, not_allowed.';

grant execute on function private.has_mandate(uuid), private.helped_households(public.members),
	private.refuse_household(public.members, uuid), private.ordering_household(public.members, uuid),
	private.whom_view(public.members, uuid), private.collectors(uuid),
	private.give_mandate(uuid, text, uuid, text, text[], integer), public.give_mandate(uuid, text, uuid, text, text[], integer),
	private.record_mandate(uuid, uuid, text, uuid, text, text[], integer, text, text),
	public.record_mandate(uuid, uuid, text, uuid, text, text[], integer, text, text),
	private.issue_helper_code(uuid), public.issue_helper_code(uuid),
	private.end_mandate(uuid), public.end_mandate(uuid), private.mandate_view(public.mandates),
	private.person_here(uuid, uuid), private.doors_view(uuid), public.page_helpers(uuid, uuid) to authenticated;
grant execute on function private.end_due_mandates(), public.end_due_mandates() to service_role;
