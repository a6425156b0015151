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
create policy "people read who looked at them, staff read all" on public.access_log for select to authenticated
	using (subject_id in (select private.my_member_ids())
		or residence_id in (select private.my_staff_residence_ids()));

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

create function private.has_phone(p_member uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
	return exists (select from public.member_contacts c where c.member_id = p_member and c.phone is not null
		and c.residence_id in (select private.my_staff_residence_ids()));
end;
$$;
comment on function private.has_phone(uuid) is 'Whether there is a phone to look at, for staff; false for everybody else.';
grant execute on function private.has_phone(uuid) to authenticated;

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
		where m.residence_id = p_residence and m.ended_at is null and c.phone is not null;
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
		-- One more than a page holds tells that there is another.
		'entries', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'what', a.what, 'place', a.place, 'at', a.at,
				'by', private.member_name(a.reader_id), 'role', private.member_role(a.reader_id)) order by a.id desc), '[]')
			from (select * from public.access_log x
				where x.subject_id = v_subject and (p_before is null or x.id < p_before)
				order by x.id desc limit 51) a));
end;
$$;
comment on function public.page_access(uuid, uuid, bigint) is
	'Who looked at one''s contacts, newest first, 50 to a page (51 when there are more), before an entry; staff may ask for somebody else. Refuses: not_found, not_allowed.';
create function private.member_role(p_member uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select m.role from public.members m where m.id = p_member);
end;
$$;
comment on function private.member_role(uuid) is 'Role of somebody who acted for the reader. Called by page functions only, as member_name.';
grant execute on function public.page_access(uuid, uuid, bigint), private.member_role(uuid) to authenticated;
