-- Getting in without a mail: the poster in the hall (with the caretaker's yes) and the letter of a household.

create table public.join_codes (
	residence_id uuid primary key references public.residences (id) on delete cascade,
	code text not null unique check (code ~ '^[A-Z0-9]{6}$'),
	expires_at timestamptz not null,
	created_at timestamptz not null default now()
);
comment on table public.join_codes is
	'The code on the poster in the hall. It lets people ask; only the caretaker''s yes lets them in.';

create table public.join_requests (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null,
	household_id uuid not null,
	user_id uuid references auth.users (id) on delete cascade,
	name text not null check (char_length(name) between 1 and 80),
	email text check (char_length(email) <= 254),
	phone text check (char_length(phone) <= 30),
	state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused', 'withdrawn')),
	created_at timestamptz not null default now(),
	answered_at timestamptz,
	answered_by uuid,
	member_id uuid,
	foreign key (residence_id, household_id) references public.households (residence_id, id) on delete cascade,
	foreign key (residence_id, answered_by) references public.members (residence_id, id) on delete no action,
	foreign key (residence_id, member_id) references public.members (residence_id, id) on delete cascade
);
comment on table public.join_requests is 'People who scanned the poster and wait for the caretaker. They see nothing of the residence.';
create unique index join_requests_one_waiting_key on public.join_requests (residence_id, user_id) where state = 'waiting';
create index join_requests_residence_id_idx on public.join_requests (residence_id, created_at);
create index join_requests_household_id_idx on public.join_requests (household_id);
create index join_requests_user_id_idx on public.join_requests (user_id);
create index join_requests_answered_by_idx on public.join_requests (answered_by);
create index join_requests_member_id_idx on public.join_requests (member_id);

create table public.letters (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null,
	household_id uuid,
	mandate_id uuid,
	token_hash text not null unique,
	code_hash text not null unique,
	most_uses smallint not null default 4 check (most_uses between 1 and 20),
	uses smallint not null default 0 check (uses between 0 and most_uses),
	expires_at timestamptz not null,
	revoked_at timestamptz,
	created_by uuid,
	created_at timestamptz not null default now(),
	foreign key (residence_id, household_id) references public.households (residence_id, id) on delete cascade,
	foreign key (residence_id, created_by) references public.members (residence_id, id) on delete no action,
	unique (residence_id, id),
	check ((household_id is null) <> (mandate_id is null))
);
comment on table public.letters is
	'Letters of the households: whoever holds one lives there and joins at once. Only hashes of token and code are kept.';
comment on column public.letters.mandate_id is
	'Instead of a door: the code that a person gives to whom they trust, who lives elsewhere and has no e-mail.';
create index letters_household_id_idx on public.letters (household_id);
create index letters_mandate_id_idx on public.letters (mandate_id) where mandate_id is not null;
create index letters_created_by_idx on public.letters (created_by);

create table public.letter_uses (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null,
	letter_id uuid not null,
	member_id uuid not null,
	key uuid not null,
	address text not null,
	at timestamptz not null default now(),
	foreign key (residence_id, letter_id) references public.letters (residence_id, id) on delete cascade,
	foreign key (residence_id, member_id) references public.members (residence_id, id) on delete cascade,
	unique (letter_id, key)
);
comment on table public.letter_uses is 'Who came in with a letter, and when: one row for each device.';
comment on column public.letter_uses.address is 'Address of the account that this use opens.';
comment on column public.letter_uses.key is 'Made by the page: the same tap twice is one use.';
create index letter_uses_residence_id_idx on public.letter_uses (residence_id);
create index letter_uses_member_id_idx on public.letter_uses (member_id);

grant select on public.join_codes to authenticated;
-- Not their contacts: staff look at those one by one, see public.show_request_contacts.
grant select (id, residence_id, household_id, user_id, name, state, created_at, answered_at, answered_by, member_id)
	on public.join_requests to authenticated;
grant select (id, residence_id, household_id, most_uses, uses, expires_at, revoked_at, created_by, created_at)
	on public.letters to authenticated;
grant select (id, residence_id, letter_id, member_id, at) on public.letter_uses to authenticated;
alter table public.join_codes enable row level security;
alter table public.join_requests enable row level security;
alter table public.letters enable row level security;
alter table public.letter_uses enable row level security;
create policy "staff read the code of the poster" on public.join_codes for select to authenticated
	using (residence_id in (select private.my_staff_residence_ids()));
create policy "people read their request, staff read all" on public.join_requests for select to authenticated
	using (user_id = (select private.me()) or residence_id in (select private.my_staff_residence_ids()));
create policy "staff read the letters" on public.letters for select to authenticated
	using (residence_id in (select private.my_staff_residence_ids()));
create policy "staff read who used a letter" on public.letter_uses for select to authenticated
	using (residence_id in (select private.my_staff_residence_ids()));

create function private.secret_hash(p_secret text) returns text
language sql immutable set search_path = '' as $$ select encode(sha256(convert_to(p_secret, 'UTF8')), 'hex'); $$;
comment on function private.secret_hash(text) is
	'What is kept of a token (244 bits) or of a letter''s code (46 bits, tries counted, weeks to live).';

-- The letter that a token or a typed code opens, if it still does.
create function private.live_letter(p_secret text) returns public.letters
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select l from public.letters l
		where (l.token_hash = private.secret_hash(p_secret) or l.code_hash = private.secret_hash(private.bare_code(p_secret)))
			and l.revoked_at is null and l.expires_at > now()
			and (l.mandate_id is null or private.trusted_by_letter(l.mandate_id) is not null));
end;
$$;

-- What a code or token opens. Looking uses nothing up: mail scanners and curious phones look too.
create function private.look_at_code(p_secret text, p_network text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_letter public.letters := private.live_letter(p_secret);
	v_residence public.residences;
begin
	-- 20 wrong ones an hour from a network. The poster's code (25^6) only lets one ask; a letter's (25^10) would
	-- take a thousand networks half a million years.
	perform private.check_attempts('join_code', p_network, 20, interval '1 hour');
	if v_letter.id is not null then
		select * into v_residence from public.residences where id = v_letter.residence_id;
		return jsonb_build_object('kind', 'letter',
			'residence', jsonb_build_object('name', v_residence.name, 'lodgePhone', v_residence.lodge_phone),
			'door', (select private.door_label(h) from public.households h where h.id = v_letter.household_id),
			'helps', (select p.name from public.mandates d join public.members p on p.id = d.person_id where d.id = v_letter.mandate_id),
			'isUsedUp', v_letter.uses >= v_letter.most_uses,
			'people', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) order by m.created_at, m.name), '[]')
				from public.members m where (m.household_id = v_letter.household_id or m.id = private.trusted_by_letter(v_letter.mandate_id))
					and m.ended_at is null));
	end if;
	select r.* into v_residence from public.join_codes c join public.residences r on r.id = c.residence_id
		where c.code = private.bare_code(p_secret) and c.expires_at > now();
	if not found then
		perform private.note_attempt('join_code', p_network);
		return null;
	end if;
	return jsonb_build_object('kind', 'poster',
		'residence', jsonb_build_object('name', v_residence.name, 'lodgePhone', v_residence.lodge_phone),
		'doors', (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'building', h.building, 'staircase', h.staircase,
				'floor', h.floor, 'door', h.door, 'label', private.door_label(h))
				order by h.building, h.staircase, h.floor, private.door_order(h.door)), '[]')
			from public.households h where h.residence_id = v_residence.id));
end;
$$;
create function public.look_at_code(p_secret text, p_network text) returns jsonb
language sql set search_path = '' as $$ select private.look_at_code($1, $2); $$;
comment on function public.look_at_code(text, text) is
	'What a poster''s code, a letter''s code or a letter''s token opens; null when nothing (wrong, too old and revoked read the same). For the server. Refuses: too_many_tries.';

create function private.use_letter(p_secret text, p_member uuid, p_name text, p_key uuid, p_network text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_letter public.letters := private.live_letter(p_secret);
	v_use public.letter_uses;
	v_member public.members;
begin
	perform private.check_attempts('join_code', p_network, 20, interval '1 hour');
	if v_letter.id is null then
		perform private.note_attempt('join_code', p_network);
		return null;
	end if;
	if p_key is null then
		perform private.refuse(422, 'value_invalid', '{"field": "key"}');
	end if;
	-- The door first, as everywhere: nobody moves out of it meanwhile.
	perform from public.households where id = v_letter.household_id for no key update;
	-- Whoever ends a mandate locks its helper too.
	perform from public.members where id = private.trusted_by_letter(v_letter.mandate_id) for no key update;
	select * into v_use from public.letter_uses where letter_id = v_letter.id and key = p_key;
	if found then
		return jsonb_build_object('use', v_use.id, 'address', v_use.address);
	end if;
	if p_member is null and v_letter.household_id is not null then
		perform private.check_text(p_name, 'name', 1, 80);
	else
		select * into v_member from public.members
			where id = p_member and (household_id = v_letter.household_id or id = private.trusted_by_letter(v_letter.mandate_id))
				and ended_at is null;
		if not found then
			perform private.refuse(404, 'not_found');
		end if;
		-- Whoever runs the residence does not come in with paper that lay in a letter-box.
		if v_member.role in ('caretaker', 'manager') or private.stands_in_yet(v_member.id)
			-- Nor does it open what the same account may see elsewhere.
			or exists (select from public.members x where x.user_id = v_member.user_id and x.ended_at is null
				and x.residence_id <> v_letter.residence_id) then
			perform private.refuse(403, 'letter_needs_email');
		end if;
	end if;
	-- One statement decides: of all that come for the last use, one gets it.
	update public.letters set uses = uses + 1
		where id = v_letter.id and uses < most_uses and revoked_at is null and expires_at > now();
	if not found then
		perform private.refuse(409, 'letter_used_up');
	end if;
	if p_member is null then
		insert into public.members (residence_id, household_id, name)
			values (v_letter.residence_id, v_letter.household_id, trim(p_name)) returning * into v_member;
		insert into public.member_contacts (member_id, residence_id) values (v_member.id, v_member.residence_id);
	end if;
	insert into public.letter_uses (residence_id, letter_id, member_id, key, address)
		values (v_letter.residence_id, v_letter.id, v_member.id, p_key, coalesce(
			(select lower(u.email) from auth.users u where u.id = v_member.user_id),
			-- Another phone is on its way in as the same person: both get one account. Not with an earlier letter:
			-- that account may have been taken away from a lost phone.
			(select u.address from public.letter_uses u
				where u.letter_id = v_letter.id and u.member_id = v_member.id order by u.at limit 1),
			private.make_address()))
		returning * into v_use;
	return jsonb_build_object('use', v_use.id, 'address', v_use.address);
end;
$$;
create function public.use_letter(p_secret text, p_member uuid, p_name text, p_key uuid, p_network text) returns jsonb
language sql set search_path = '' as $$ select private.use_letter($1, $2, $3, $4, $5); $$;
comment on function public.use_letter(text, uuid, text, uuid, text) is
	'Uses a letter up once for a person of its household (or a new one, by name) and answers the account to open; null when the letter opens nothing. For the server. Refuses: too_many_tries, not_found, value_invalid, letter_used_up, letter_needs_email.';
grant execute on function private.look_at_code(text, text), public.look_at_code(text, text),
	private.use_letter(text, uuid, text, uuid, text), public.use_letter(text, uuid, text, uuid, text) to service_role;

create function private.finish_letter(p_use uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_me uuid := private.require_session();
	v_use public.letter_uses;
begin
	select u.* into v_use from public.letter_uses u
		join auth.users a on a.id = v_me and lower(a.email) = u.address where u.id = p_use;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	update public.members set user_id = v_me where id = v_use.member_id and user_id is null and ended_at is null;
	return v_use.residence_id;
end;
$$;
create function public.finish_letter(p_use uuid) returns uuid
language sql set search_path = '' as $$ select private.finish_letter($1); $$;
comment on function public.finish_letter(uuid) is
	'The account that a letter opened becomes the account of its person; answers the residence. Refuses: not_found.';

create function private.may_ask_to_join(p_code text, p_network text) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_residence uuid := (select residence_id from public.join_codes
		where code = private.bare_code(p_code) and expires_at > now());
begin
	if v_residence is null then
		perform private.refuse(404, 'join_code_wrong');
	end if;
	-- Everybody with the poster may make an account. On the first evening a whole staircase does so from the Wi-Fi
	-- of the hall, but nobody's script fills the lodge's list.
	perform private.check_attempts('join_ask', p_network, 40, interval '1 hour');
	perform private.check_attempts('join_ask_here', v_residence::text, 200, interval '1 hour');
	perform private.note_attempt('join_ask', p_network);
	perform private.note_attempt('join_ask_here', v_residence::text);
end;
$$;
create function public.may_ask_to_join(p_code text, p_network text) returns void
language sql set search_path = '' as $$ select private.may_ask_to_join($1, $2); $$;
comment on function public.may_ask_to_join(text, text) is
	'Before the server makes an account for somebody with the poster. Refuses: join_code_wrong, too_many_tries.';
grant execute on function private.may_ask_to_join(text, text), public.may_ask_to_join(text, text) to service_role;

create function private.ask_to_join(p_code text, p_household uuid, p_name text, p_email text, p_phone text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_me uuid := private.require_session();
	v_email text := nullif(lower(trim(coalesce(p_email, ''))), '');
	v_residence uuid;
	v_id uuid;
begin
	select c.residence_id into v_residence from public.join_codes c join public.households h
		on h.residence_id = c.residence_id and h.id = p_household
		where c.code = private.bare_code(p_code) and c.expires_at > now();
	if not found then
		perform private.refuse(404, 'join_code_wrong');
	end if;
	perform private.check_text(p_name, 'name', 1, 80);
	perform private.check_text(p_phone, 'phone', 0, 30);
	if v_email is not null then
		perform private.check_email(v_email, 'email');
	end if;
	if exists (select from public.members where residence_id = v_residence and user_id = v_me and ended_at is null) then
		perform private.refuse(409, 'already_member');
	end if;
	insert into public.join_requests (residence_id, household_id, user_id, name, email, phone)
		values (v_residence, p_household, v_me, trim(p_name), v_email, nullif(trim(coalesce(p_phone, '')), ''))
		-- Asked again, or tapped twice: what was said last counts.
		on conflict (residence_id, user_id) where state = 'waiting' do update set household_id = excluded.household_id,
			name = excluded.name, email = excluded.email, phone = excluded.phone
		returning id into v_id;
	perform private.tell_join_request(q) from public.join_requests q where q.id = v_id;
	return v_id;
end;
$$;
create function public.ask_to_join(p_code text, p_household uuid, p_name text, p_email text, p_phone text) returns uuid
language sql set search_path = '' as $$ select private.ask_to_join($1, $2, $3, $4, $5); $$;
comment on function public.ask_to_join(text, uuid, text, text, text) is
	'Asks the caretaker to be let in, with the poster''s code; once more changes the request. Refuses: join_code_wrong, value_invalid, already_member.';

create function private.withdraw_join_request(p_request uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
	update public.join_requests set state = 'withdrawn', answered_at = now()
		where id = p_request and user_id = private.require_session() and state = 'waiting';
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	perform private.tell_join_request(q) from public.join_requests q where q.id = p_request;
end;
$$;
create function public.withdraw_join_request(p_request uuid) returns void
language sql set search_path = '' as $$ select private.withdraw_join_request($1); $$;
comment on function public.withdraw_join_request(uuid) is 'Takes one''s own request back. Refuses: not_found.';

create function private.page_waiting() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
	v_me uuid := private.require_session();
begin
	return jsonb_build_object('requests', (
		select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'state', q.state, 'createdAt', q.created_at,
			'residenceId', case when q.state = 'approved' then q.residence_id end,
			'residence', r.name, 'lodgePhone', r.lodge_phone, 'door', private.door_label(h)) order by q.created_at desc), '[]')
		from (select * from public.join_requests x where x.user_id = v_me order by x.created_at desc limit 5) q
		join public.residences r on r.id = q.residence_id join public.households h on h.id = q.household_id));
end;
$$;
create function public.page_waiting() returns jsonb
language sql stable set search_path = '' as $$ select private.page_waiting(); $$;
comment on function public.page_waiting() is 'One''s own last requests to join, with nothing of the residence but its name and the phone of its lodge.';
grant execute on function private.finish_letter(uuid), public.finish_letter(uuid),
	private.ask_to_join(text, uuid, text, text, text), public.ask_to_join(text, uuid, text, text, text),
	private.withdraw_join_request(uuid), public.withdraw_join_request(uuid),
	private.page_waiting(), public.page_waiting() to authenticated;

-- The caretaker's side.
create function private.renew_join_code(p_residence uuid) returns text
language plpgsql security definer set search_path = '' as $$
declare
	v_code text;
begin
	perform private.require_staff(p_residence);
	loop
		v_code := private.random_letters(6);
		begin
			insert into public.join_codes (residence_id, code, expires_at)
				values (p_residence, v_code, now() + interval '1 year')
				on conflict (residence_id) do update set code = excluded.code, expires_at = excluded.expires_at, created_at = now();
			return v_code;
		exception when unique_violation then
			-- Another residence has it: one chance in 244 million for each of them.
			null;
		end;
	end loop;
end;
$$;
create function public.renew_join_code(p_residence uuid) returns text
language sql set search_path = '' as $$ select private.renew_join_code($1); $$;
comment on function public.renew_join_code(uuid) is
	'Makes the code of the poster, or a new one: posters with the old one let nobody ask any more. For caretaker and manager. Refuses: not_found, not_allowed.';

create function private.issue_letters(p_residence uuid, p_households uuid[], p_most_uses integer, p_days integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
	v_answer jsonb := '[]';
	v_household record;
	v_token text;
	v_code text;
begin
	if p_most_uses is null or p_most_uses not between 1 and 20 then
		perform private.refuse(422, 'value_invalid', '{"field": "uses"}');
	end if;
	if p_days is null or p_days not between 1 and 365 then
		perform private.refuse(422, 'value_invalid', '{"field": "days"}');
	end if;
	if coalesce(cardinality(p_households), 0) not between 1 and 1000 then
		perform private.refuse(422, 'value_invalid', '{"field": "households"}');
	end if;
	if exists (select from unnest(p_households) h(id) where not exists (
		select from public.households x where x.id = h.id and x.residence_id = p_residence)) then
		perform private.refuse(404, 'not_found');
	end if;
	perform from public.households where id = any(p_households) order by id for no key update;
	-- One letter lives for a household: the one that was lost opens nothing any more.
	update public.letters set revoked_at = now()
		where household_id = any(p_households) and revoked_at is null and expires_at > now();
	for v_household in
		select h.*, private.door_label(h) as label from public.households h where h.id = any(p_households)
		order by h.building, h.staircase, h.floor, private.door_order(h.door)
	loop
		v_token := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
		v_code := private.random_letters(10);
		insert into public.letters (residence_id, household_id, token_hash, code_hash, most_uses, expires_at, created_by)
			values (p_residence, v_household.id, private.secret_hash(v_token), private.secret_hash(v_code), p_most_uses,
				now() + make_interval(days => p_days), v_staff.id);
		v_answer := v_answer || jsonb_build_object('householdId', v_household.id, 'label', v_household.label,
			'building', v_household.building, 'staircase', v_household.staircase, 'floor', v_household.floor,
			'token', v_token, 'code', v_code, 'expiresAt', now() + make_interval(days => p_days));
	end loop;
	return jsonb_build_object('letters', v_answer, 'mostUses', p_most_uses,
		'residence', (select jsonb_build_object('name', r.name, 'lodgePhone', r.lodge_phone, 'timeZone', r.time_zone)
			from public.residences r where r.id = p_residence));
end;
$$;
create function public.issue_letters(p_residence uuid, p_households uuid[], p_most_uses integer, p_days integer) returns jsonb
language sql set search_path = '' as $$ select private.issue_letters($1, $2, $3, $4); $$;
comment on function public.issue_letters(uuid, uuid[], integer, integer) is
	'New letters for households (p_most_uses devices, p_days days), sorted as they are distributed; the only moment at which tokens and codes are known. Earlier letters of these households end. For caretaker and manager. Refuses: not_found, not_allowed, value_invalid.';

create function private.revoke_letter(p_letter uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_residence uuid;
begin
	select residence_id into v_residence from public.letters where id = p_letter;
	perform private.require_staff(v_residence);
	update public.letters set revoked_at = now() where id = p_letter and revoked_at is null;
end;
$$;
create function public.revoke_letter(p_letter uuid) returns void
language sql set search_path = '' as $$ select private.revoke_letter($1); $$;
comment on function public.revoke_letter(uuid) is 'From now on the letter opens nothing; who came in with it stays. For caretaker and manager. Refuses: not_found, not_allowed.';

create function private.answer_join_request(p_request uuid, p_approve boolean, p_household uuid, p_member uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_request public.join_requests;
	v_staff public.members;
	v_member uuid := p_member;
begin
	select * into v_request from public.join_requests where id = p_request;
	v_staff := private.require_staff(v_request.residence_id);
	if coalesce(p_approve, false) then
		-- The door first, as everywhere.
		perform from public.households where id = coalesce(p_household, v_request.household_id)
			and residence_id = v_request.residence_id for no key update;
		if not found then
			perform private.refuse(404, 'not_found');
		end if;
	end if;
	select * into v_request from public.join_requests where id = p_request for update;
	if v_request.state <> 'waiting' then
		-- Two caretakers with the same answer have both said it.
		if v_request.state = (case when p_approve then 'approved' else 'refused' end) then
			return;
		end if;
		perform private.refuse(409, 'already_done');
	end if;
	if not coalesce(p_approve, false) then
		-- Nothing is kept of somebody who does not live here but that they were answered.
		update public.join_requests set state = 'refused', answered_at = now(), answered_by = v_staff.id,
			email = null, phone = null where id = p_request;
		perform private.keep_request_looks(p_request, null);
		perform private.tell_join_request(q) from public.join_requests q where q.id = p_request;
		return;
	end if;
	if exists (select from public.members where residence_id = v_request.residence_id
		and user_id = v_request.user_id and ended_at is null) then
		perform private.refuse(409, 'already_member');
	end if;
	if v_member is null then
		insert into public.members (residence_id, household_id, user_id, name)
			values (v_request.residence_id, coalesce(p_household, v_request.household_id), v_request.user_id, v_request.name)
			returning id into v_member;
		insert into public.member_contacts (member_id, residence_id, email, phone)
			values (v_member, v_request.residence_id, v_request.email, v_request.phone);
	else
		-- Somebody who was served on paper until now keeps their history.
		update public.members set user_id = v_request.user_id
			where id = p_member and residence_id = v_request.residence_id and ended_at is null and user_id is null
				and household_id = coalesce(p_household, v_request.household_id) and role in ('tenant', 'relay');
		if not found then
			perform private.refuse(404, 'not_found');
		end if;
		update public.member_contacts set email = coalesce(email, v_request.email), phone = coalesce(phone, v_request.phone)
			where member_id = p_member;
	end if;
	update public.join_requests set state = 'approved', answered_at = now(), answered_by = v_staff.id,
		household_id = coalesce(p_household, v_request.household_id), member_id = v_member, email = null, phone = null
		where id = p_request;
	perform private.keep_request_looks(p_request, v_member);
	perform private.tell_join_request(q) from public.join_requests q where q.id = p_request;
end;
$$;
create function public.answer_join_request(p_request uuid, p_approve boolean, p_household uuid, p_member uuid) returns void
language sql set search_path = '' as $$ select private.answer_join_request($1, $2, $3, $4); $$;
comment on function public.answer_join_request(uuid, boolean, uuid, uuid) is
	'Lets somebody in (behind another door than they said, or as a person who is known but had no account), or not. For caretaker and manager. Refuses: not_found, not_allowed, already_done, already_member.';
grant execute on function private.renew_join_code(uuid), public.renew_join_code(uuid),
	private.issue_letters(uuid, uuid[], integer, integer), public.issue_letters(uuid, uuid[], integer, integer),
	private.revoke_letter(uuid), public.revoke_letter(uuid),
	private.answer_join_request(uuid, boolean, uuid, uuid), public.answer_join_request(uuid, boolean, uuid, uuid)
	to authenticated;

create function public.page_joining(p_residence uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_staff(p_residence);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'code', (select jsonb_build_object('code', c.code, 'expiresAt', c.expires_at, 'createdAt', c.created_at,
				'isOver', c.expires_at <= now())
			from public.join_codes c where c.residence_id = p_residence),
		'requests', (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'name', q.name,
				'hasContacts', private.request_has_contacts(q.id), 'createdAt', q.created_at, 'householdId', q.household_id,
				'door', private.door_label(h)) order by q.created_at), '[]')
			from (select x.id, x.name, x.created_at, x.household_id from public.join_requests x
				where x.residence_id = p_residence and x.state = 'waiting' order by x.created_at limit 100) q
			join public.households h on h.id = q.household_id),
		'households', (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'building', h.building,
				'staircase', h.staircase, 'floor', h.floor, 'label', private.door_label(h),
				'members', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name,
						'hasAccount', private.has_account(m.id)) order by m.created_at, m.name), '[]')
					from public.members m where m.household_id = h.id and m.ended_at is null),
				'letter', (select jsonb_build_object('id', l.id, 'createdAt', l.created_at, 'expiresAt', l.expires_at,
						'uses', l.uses, 'mostUses', l.most_uses,
						'isLive', l.revoked_at is null and l.expires_at > now(),
						'usedBy', (select coalesce(jsonb_agg(jsonb_build_object('name', m.name, 'at', u.at) order by u.at), '[]')
							from public.letter_uses u join public.members m on m.id = u.member_id where u.letter_id = l.id))
					from public.letters l where l.household_id = h.id order by l.created_at desc, l.id limit 1)
			) order by h.building, h.staircase, h.floor, private.door_order(h.door)), '[]')
			from public.households h where h.residence_id = p_residence)
	);
end;
$$;
comment on function public.page_joining(uuid) is
	'How people get in, for caretaker and manager: the poster''s code, who waits for a yes, and each household with its last letter and who used it.';
grant execute on function public.page_joining(uuid) to authenticated;
