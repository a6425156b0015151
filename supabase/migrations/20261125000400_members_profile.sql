-- Who looked at whose phone, e-mail, door or documents, and what people let others see of them.

create table public.access_log (
	id bigint generated always as identity primary key,
	residence_id uuid not null,
	reader_id uuid not null,
	subject_id uuid not null,
	what text not null check (what in ('contacts', 'phone', 'email', 'door', 'document', 'changed')),
	place text not null check (place ~ '^[a-z_]{1,30}$'),
	at timestamptz not null default clock_timestamp(),
	check (reader_id <> subject_id),
	foreign key (residence_id, reader_id) references public.members (residence_id, id) on delete restrict,
	foreign key (residence_id, subject_id) references public.members (residence_id, id) on delete restrict
);
comment on table public.access_log is
	'Consultations: who looked at (or changed) the phone, e-mail, door or document of whom. Never what stood there.';
comment on column public.access_log.what is 'What was seen: contacts (phone and e-mail together), phone, email, door, document; changed: contacts were changed.';
comment on column public.access_log.place is 'Short code of the page: person, phone_list, reach, joining, export …';
create index access_log_residence_id_idx on public.access_log (residence_id, id);
create index access_log_subject_id_idx on public.access_log (subject_id, id);
create index access_log_reader_id_idx on public.access_log (reader_id, subject_id, what, at);

grant select on public.access_log to authenticated;
alter table public.access_log enable row level security;
-- Who runs the residence needs no list of what colleagues looked at: that is for who answers for them.
create policy "people read who looked at them and what they looked at, managers read all" on public.access_log for select to authenticated
	using (subject_id in (select private.my_member_ids()) or reader_id in (select private.my_member_ids())
		or residence_id in (select private.my_manager_residence_ids()));

-- Who looked cannot erase that they did. Only what is old may go: CNIL asks for six months at least.
create function private.keep_access_log() returns trigger
language plpgsql set search_path = '' as $$
begin
	if old.at > now() - interval '6 months' then
		raise exception using errcode = 'PT403', message = 'not_allowed', detail = '{}',
			hint = tg_table_name || ' keeps each entry for six months';
	end if;
	return old;
end;
$$;
comment on function private.keep_access_log() is 'Trigger: entries of the last six months cannot be deleted, by anybody.';
create trigger access_log_append_only before update on public.access_log
	for each row execute function private.forbid_change();
create trigger access_log_no_truncate before truncate on public.access_log
	for each statement execute function private.forbid_change();
create trigger access_log_kept before delete on public.access_log
	for each row execute function private.keep_access_log();

create function private.note_access(p_reader public.members, p_subjects uuid[], p_what text, p_where text) returns void
language plpgsql security definer set search_path = '' as $$
begin
	-- One after the other for the same reader, so that a double tap is one entry.
	perform pg_advisory_xact_lock(hashtextextended('access:' || p_reader.id, 0));
	insert into public.access_log (residence_id, reader_id, subject_id, what, place)
		select m.residence_id, p_reader.id, m.id, p_what, p_where
		from public.members m
		where m.id = any(p_subjects) and m.residence_id = p_reader.residence_id and m.id <> p_reader.id
			and not exists (select from public.access_log a
				where a.reader_id = p_reader.id and a.subject_id = m.id and a.what = p_what
					and a.at > clock_timestamp() - interval '15 minutes')
		order by m.id;
end;
$$;
comment on function private.note_access(public.members, uuid[], text, text) is
	'Writes down that p_reader looked at people of their residence (or changed their contacts); the same again within 15 minutes is one entry, one''s own are none. Acts call it last: it waits for other acts of the same reader.';

create function private.show_contacts(p_residence uuid, p_member uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
	v_contacts record;
begin
	select c.phone, c.email into v_contacts
		from public.members m left join public.member_contacts c on c.member_id = m.id
		where m.id = p_member and m.residence_id = p_residence and m.ended_at is null;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	if v_contacts.phone is not null or v_contacts.email is not null then
		perform private.note_access(v_staff, array[p_member], 'contacts', 'person');
	end if;
	return jsonb_build_object('phone', v_contacts.phone, 'email', v_contacts.email);
end;
$$;
create function public.show_contacts(p_residence uuid, p_member uuid) returns jsonb
language sql set search_path = '' as $$ select private.show_contacts($1, $2); $$;
comment on function public.show_contacts(uuid, uuid) is
	'Phone and e-mail of one person, written down in the access log. For caretaker and manager. Refuses: not_found, not_allowed.';

create function private.show_phone_list(p_residence uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
	v_list jsonb;
	v_people uuid[];
begin
	select coalesce(jsonb_agg(jsonb_build_object('name', m.name, 'phone', c.phone, 'label', nullif(private.door_label(h), ''),
				'building', h.building, 'staircase', h.staircase)
			order by h.building nulls last, h.staircase, h.floor, private.door_order(h.door), m.created_at, m.name), '[]'),
			array_agg(m.id)
		into v_list, v_people
		from public.members m join public.member_contacts c on c.member_id = m.id
		left join public.households h on h.id = m.household_id
		-- Door by door: a helper from elsewhere is asked for where the person is whom they help.
		where m.residence_id = p_residence and m.ended_at is null and c.phone is not null and m.role <> 'helper';
	perform private.note_access(v_staff, v_people, 'phone', 'phone_list');
	return v_list;
end;
$$;
create function public.show_phone_list(p_residence uuid) returns jsonb
language sql set search_path = '' as $$ select private.show_phone_list($1); $$;
comment on function public.show_phone_list(uuid) is
	'Everybody who has a phone, sorted by door, to print; written down in the access log for each of them. For caretaker and manager. Refuses: not_found, not_allowed.';

-- Those who ask to be let in are no members yet: who looked at their contacts is told to them once they are.
create table private.request_looks (
	request_id uuid not null references public.join_requests (id) on delete cascade,
	reader_id uuid not null,
	at timestamptz not null default clock_timestamp(),
	primary key (request_id, reader_id)
);
comment on table private.request_looks is
	'Who looked at the phone and e-mail of somebody who asks to join; moved to the access log with the yes, erased with the no.';

create function private.show_request_contacts(p_request uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_request public.join_requests;
	v_staff public.members;
begin
	select * into v_request from public.join_requests where id = p_request;
	v_staff := private.require_staff(v_request.residence_id);
	if v_request.state <> 'waiting' then
		perform private.refuse(409, 'already_done');
	end if;
	insert into private.request_looks (request_id, reader_id) values (p_request, v_staff.id) on conflict do nothing;
	return jsonb_build_object('phone', v_request.phone, 'email', v_request.email);
end;
$$;
create function public.show_request_contacts(p_request uuid) returns jsonb
language sql set search_path = '' as $$ select private.show_request_contacts($1); $$;
comment on function public.show_request_contacts(uuid) is
	'Phone and e-mail of somebody who asks to join, noted for their access log. For caretaker and manager. Refuses: not_found, not_allowed, already_done.';

create function private.request_has_contacts(p_request uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
	return exists (select from public.join_requests q where q.id = p_request
		and (q.phone is not null or q.email is not null)
		and q.residence_id in (select private.my_staff_residence_ids()));
end;
$$;
comment on function private.request_has_contacts(uuid) is 'Whether somebody who asks to join left a phone or an e-mail, for staff.';
grant execute on function private.request_has_contacts(uuid) to authenticated;

create function private.keep_request_looks(p_request uuid, p_member uuid) returns void
language sql security definer set search_path = '' as $$
	insert into public.access_log (residence_id, reader_id, subject_id, what, place, at)
		select m.residence_id, l.reader_id, m.id, 'contacts', 'joining', l.at
		from private.request_looks l, public.members m
		where l.request_id = p_request and m.id = p_member and l.reader_id <> p_member;
	delete from private.request_looks where request_id = p_request;
$$;
comment on function private.keep_request_looks(uuid, uuid) is
	'Somebody was let in (or not: p_member null): who looked at their contacts before is theirs to read.';

grant execute on function private.show_contacts(uuid, uuid), public.show_contacts(uuid, uuid),
	private.show_phone_list(uuid), public.show_phone_list(uuid),
	private.show_request_contacts(uuid), public.show_request_contacts(uuid) to authenticated;

create function public.page_access(p_residence uuid, p_member uuid, p_before bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
	v_subject uuid := coalesce(p_member, v_me.id);
begin
	if v_subject <> v_me.id then
		perform private.require_staff(p_residence);
		if not exists (select from public.members m where m.id = v_subject and m.residence_id = p_residence) then
			perform private.refuse(404, 'not_found');
		end if;
	end if;
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'subject', jsonb_build_object('id', v_subject, 'name', private.member_name(v_subject)),
		'isWhole', v_subject = v_me.id or v_me.role = 'manager',
		-- One more than a page holds tells that there is another.
		'entries', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'what', a.what, 'place', a.place, 'at', a.at,
				'by', private.seen_name(a.reader_id), 'role', private.member_role(a.reader_id)) order by a.id desc), '[]')
			from (select * from public.access_log x
				where x.subject_id = v_subject and (p_before is null or x.id < p_before)
				order by x.id desc limit 51) a));
end;
$$;
comment on function public.page_access(uuid, uuid, bigint) is
	'Who looked at one''s contacts, newest first, 50 to a page (51 when there are more), before an entry; a manager may ask for somebody else, a caretaker for their own looks at somebody. Refuses: not_found, not_allowed.';
create function private.member_role(p_member uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select m.role from public.members m where m.id = p_member);
end;
$$;
comment on function private.member_role(uuid) is 'Role of somebody who acted for the reader. Called by page functions only, as member_name.';
grant execute on function public.page_access(uuid, uuid, bigint), private.member_role(uuid) to authenticated;

-- What people let neighbours see of them. Without a row, the most private of everything.
create table public.profiles (
	member_id uuid primary key,
	residence_id uuid not null,
	display_name text check (char_length(display_name) between 1 and 40),
	shows_staircase boolean not null default false,
	phone_to text not null default 'nobody' check (phone_to in ('nobody', 'helper', 'residence')),
	changed_at timestamptz not null default now(),
	foreign key (residence_id, member_id) references public.members (residence_id, id) on delete cascade
);
comment on table public.profiles is 'Profils: what a person lets neighbours see. No row: first name and initial, no staircase, no phone.';
comment on column public.profiles.display_name is 'How neighbours call them; null for first name and initial.';
comment on column public.profiles.phone_to is 'Who may see the phone besides staff: nobody, the helper of the moment, the residence.';
create index profiles_residence_id_idx on public.profiles (residence_id);

-- Of a person and not of a member: they are the same in every residence, and known before one is entered.
create table public.preferences (
	user_id uuid primary key references auth.users (id) on delete cascade,
	language text not null check (language in ('fr', 'en')),
	text_size text not null check (text_size in ('normal', 'large', 'largest')),
	theme text not null check (theme in ('auto', 'light', 'dark')),
	reads_aloud boolean not null,
	changed_at timestamptz not null default now()
);
comment on table public.preferences is
	'How a person reads Palier, on every device they sign in on: language (of their mails too), text size, colours, reading aloud.';

grant select on public.profiles, public.preferences to authenticated;
alter table public.profiles enable row level security;
alter table public.preferences enable row level security;
create policy "people read their profile, staff read all" on public.profiles for select to authenticated
	using (member_id in (select private.my_member_ids())
		or residence_id in (select private.my_staff_residence_ids()));
create policy "people read their preferences" on public.preferences for select to authenticated
	using (user_id = (select private.me()));

create function private.short_name(p_name text) returns text
language plpgsql immutable set search_path = '' as $$
declare
	v_words text[] := regexp_split_to_array(trim(p_name), '\s+');
	v_titled boolean := v_words[1] ~* '^(m|mme|mlle|mr|mrs|ms)\.?$' and cardinality(v_words) > 1;
	v_count integer;
begin
	-- "Mme Odile Renard" is Odile R., "Mme Renard" is Mme R.: the family name is never whole.
	if v_titled and cardinality(v_words) > 2 then
		v_words := v_words[2:];
	end if;
	v_count := cardinality(v_words);
	return case when v_count = 1 then v_words[1] else v_words[1] || ' ' || upper(left(v_words[v_count], 1)) || '.' end;
end;
$$;
comment on function private.short_name(text) is 'First name and initial: Odile R. of Odile Renard.';

create function private.seen_name(p_member uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select case when m.role in ('caretaker', 'manager')
			or m.household_id in (select private.my_household_ids())
			or m.residence_id in (select private.my_desk_residence_ids())
			or m.id in (select private.my_member_ids())
		then m.name else coalesce(p.display_name, private.short_name(m.name)) end
		from public.members m left join public.profiles p on p.member_id = m.id where m.id = p_member);
end;
$$;
comment on function private.seen_name(uuid) is
	'Name of somebody as the reader may see it: whole for the desk, their own household and of those who run the residence; else as that person chose. Called by page functions only, on rows that the reader may see.';
grant execute on function private.short_name(text), private.seen_name(uuid) to authenticated;

create function private.people_shown(p_residence uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select jsonb_object_agg(m.id, jsonb_build_object('hasPhone', c.phone is not null, 'shows', jsonb_build_object(
			'name', coalesce(p.display_name, private.short_name(m.name)),
			'staircase', coalesce(p.shows_staircase, false), 'phoneTo', coalesce(p.phone_to, 'nobody'))))
		from public.members m left join public.profiles p on p.member_id = m.id
		left join public.member_contacts c on c.member_id = m.id
		where m.residence_id = p_residence and m.ended_at is null
			and m.residence_id in (select private.my_staff_residence_ids()));
end;
$$;
comment on function private.people_shown(uuid) is
	'By id of everybody in a residence: whether there is a phone to look at, and what neighbours see of them. For staff; null for everybody else. All at once: two calls for each person took three quarters of the page.';
grant execute on function private.people_shown(uuid) to authenticated;

create function public.page_profile(p_residence uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'shortName', private.short_name(v_me.name),
		'hasPhone', exists (select from public.member_contacts c where c.member_id = v_me.id and c.phone is not null),
		'profile', (select jsonb_build_object('displayName', p.display_name, 'showsStaircase', p.shows_staircase,
				'phoneTo', p.phone_to) from public.profiles p where p.member_id = v_me.id),
		'preferences', (select private.preferences_view(f) from public.preferences f where f.user_id = (select private.me())));
end;
$$;
comment on function public.page_profile(uuid) is
	'What one lets neighbours see (null: the most private) and how one reads Palier (null: never chosen).';
create function private.preferences_view(p_preferences public.preferences) returns jsonb
language sql immutable set search_path = '' as $$
	select jsonb_build_object('language', p_preferences.language, 'text', p_preferences.text_size,
		'theme', p_preferences.theme, 'aloud', p_preferences.reads_aloud);
$$;
grant execute on function public.page_profile(uuid), private.preferences_view(public.preferences) to authenticated;

create function private.save_profile(
	p_residence uuid, p_display_name text, p_shows_staircase boolean, p_phone_to text,
	p_language text, p_text_size text, p_theme text, p_reads_aloud boolean
) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
	v_wrong text := case
		when p_phone_to is null or p_phone_to not in ('nobody', 'helper', 'residence') then 'phoneTo'
		when p_language is null or p_language not in ('fr', 'en') then 'language'
		when p_text_size is null or p_text_size not in ('normal', 'large', 'largest') then 'text'
		when p_theme is null or p_theme not in ('auto', 'light', 'dark') then 'theme'
		when p_shows_staircase is null then 'showsStaircase'
		when p_reads_aloud is null then 'aloud' end;
begin
	perform private.check_text(p_display_name, 'displayName', 0, 40);
	if v_wrong is not null then
		perform private.refuse(422, 'value_invalid', jsonb_build_object('field', v_wrong));
	end if;
	insert into public.profiles (member_id, residence_id, display_name, shows_staircase, phone_to)
		values (v_me.id, v_me.residence_id, nullif(trim(coalesce(p_display_name, '')), ''), p_shows_staircase, p_phone_to)
		on conflict (member_id) do update set display_name = excluded.display_name,
			shows_staircase = excluded.shows_staircase, phone_to = excluded.phone_to, changed_at = now();
	insert into public.preferences (user_id, language, text_size, theme, reads_aloud)
		values (v_me.user_id, p_language, p_text_size, p_theme, p_reads_aloud)
		on conflict (user_id) do update set language = excluded.language, text_size = excluded.text_size,
			theme = excluded.theme, reads_aloud = excluded.reads_aloud, changed_at = now();
end;
$$;
create function public.save_profile(
	p_residence uuid, p_display_name text, p_shows_staircase boolean, p_phone_to text,
	p_language text, p_text_size text, p_theme text, p_reads_aloud boolean
) returns void language sql set search_path = '' as $$ select private.save_profile($1, $2, $3, $4, $5, $6, $7, $8); $$;
comment on function public.save_profile(uuid, text, boolean, text, text, text, text, boolean) is
	'What one lets the neighbours of a residence see (an empty name: first name and initial), and how one reads Palier everywhere. Refuses: not_found, value_invalid.';
grant execute on function private.save_profile(uuid, text, boolean, text, text, text, text, boolean),
	public.save_profile(uuid, text, boolean, text, text, text, text, boolean) to authenticated;

-- Reaching somebody: the lodge, the relays, and those who chose that neighbours may call them.
create function private.is_reachable(p_member public.members) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
	return exists (select from public.profiles p join public.member_contacts c on c.member_id = p.member_id
		where p.member_id = p_member.id and p.phone_to = 'residence' and c.phone is not null and p_member.ended_at is null);
end;
$$;
comment on function private.is_reachable(public.members) is 'Whether a person lets the whole residence see their phone, and has one.';

create function private.reach_view(p_me public.members) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', private.seen_name(m.id), 'role', m.role,
			'building', case when p.shows_staircase then h.building end,
			'staircase', case when p.shows_staircase then h.staircase end,
			'hasPhone', private.is_reachable(m))
			order by m.role = 'relay' desc, private.seen_name(m.id), m.id), '[]')
		from public.members m left join public.profiles p on p.member_id = m.id
		left join public.households h on h.id = m.household_id
		where m.residence_id = p_me.residence_id and m.ended_at is null and m.id <> p_me.id
			-- "The residence" is who lives or works in it: not who lives elsewhere and helps one door.
			and p_me.role <> 'helper' and (m.role = 'relay' or private.is_reachable(m)));
end;
$$;
comment on function private.reach_view(public.members) is 'Relays, and those who chose to be called, as p_me may see them. Called by page_reach only.';

create function private.page_reach(p_residence uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
begin
	return jsonb_build_object('shell', private.shell(v_me), 'people', private.reach_view(v_me),
		'isShown', private.is_reachable(v_me));
end;
$$;
create function public.page_reach(p_residence uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.page_reach($1); $$;
comment on function public.page_reach(uuid) is
	'Whom one may call: relays and neighbours who chose it, without their phones (nobody, for a helper from elsewhere), and whether one is among them.';

create function private.show_phone(p_residence uuid, p_member uuid) returns text
language plpgsql security definer set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
	v_member public.members;
begin
	select * into v_member from public.members where id = p_member and residence_id = p_residence;
	if v_me.role = 'helper' or v_member.id is null or not private.is_reachable(v_member) then
		perform private.refuse(404, 'not_found');
	end if;
	perform private.note_access(v_me, array[p_member], 'phone', 'reach');
	return (select phone from public.member_contacts where member_id = p_member);
end;
$$;
create function public.show_phone(p_residence uuid, p_member uuid) returns text
language sql set search_path = '' as $$ select private.show_phone($1, $2); $$;
comment on function public.show_phone(uuid, uuid) is
	'Phone of a neighbour who lets the residence see it, written down in the access log; for who lives or works here. Refuses: not_found.';
grant execute on function private.page_reach(uuid), public.page_reach(uuid),
	private.show_phone(uuid, uuid), public.show_phone(uuid, uuid) to authenticated;
