-- Accounts: an e-mail that is proven to be one's own, an optional password, and the people of one phone.

create table private.email_proofs (
	user_id uuid primary key references auth.users (id) on delete cascade,
	email text not null check (char_length(email) <= 254),
	code_hash text not null,
	asked_at timestamptz not null default clock_timestamp()
);
comment on table private.email_proofs is
	'A code that was sent to an address, waiting to be typed: a new address of an account, or its own once more. Only a hash of the code is kept, keyed with what the database does not know; a new code replaces the one before.';

-- Not in Auth: both of its kinds give accounts without a password one that nobody knows, so that it cannot be told
-- who has one; they answer faster for an address without account; and one of them signs out all devices with every change.
create table private.passwords (
	user_id uuid primary key references auth.users (id) on delete cascade,
	hash text not null,
	set_at timestamptz not null default clock_timestamp()
);
comment on table private.passwords is 'Optional passwords: salted, made slow to guess by the server (see src/lib/accounts/password-hash.ts).';

create function private.person_of_session(p_session uuid) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
	v_user uuid := (select d.user_id from public.devices d where d.session_id = p_session
		and d.ended_at is null and d.idle_until > now() and d.expires_at > now());
begin
	if v_user is null then
		perform private.refuse(401, 'session_ended');
	end if;
	return v_user;
end;
$$;
comment on function private.person_of_session(uuid) is 'Whose living device this is, for acts of the server; 401 otherwise.';

create function private.own_email(p_user uuid) returns text
language sql stable security definer set search_path = '' as $$
	select lower(u.email) from auth.users u where u.id = p_user and not private.is_made_address(lower(u.email));
$$;
comment on function private.own_email(uuid) is 'The address that an account signs in with; null for one without e-mail.';

-- A phone that somebody left on a table must not be enough to take the account over. Who has neither e-mail nor
-- password has nothing else to show than the phone.
create function private.is_proven(p_session uuid, p_user uuid) returns boolean
language sql stable security definer set search_path = '' as $$
	select private.own_email(p_user) is null
		or exists (select from public.devices d where d.session_id = p_session and d.user_id = p_user
			and d.proven_at > now() - interval '15 minutes');
$$;
comment on function private.is_proven(uuid, uuid) is
	'Whether the person showed in the last 15 minutes that the account is theirs; accounts without e-mail count as they are.';

create function private.require_proven(p_session uuid) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
	v_user uuid := private.person_of_session(p_session);
begin
	if not private.is_proven(p_session, v_user) then
		perform private.refuse(403, 'proof_needed');
	end if;
	return v_user;
end;
$$;
comment on function private.require_proven(uuid) is 'Whose device this is, having proven it lately; 401 or 403 otherwise.';

-- Codes sent to an address that somebody names. What is counted: 5 in 15 minutes and 15 a day for the person, 30 an
-- hour for the network, 20 a day for the address, whoever asks. Guesses: 8 in 15 minutes and 24 a day for the person
-- (see the figures of sign-in codes in 20261122000400_members_acts.sql), 60 an hour for the network.
create function private.begin_email_proof(p_session uuid, p_email text, p_code_hash text, p_network text) returns text
language plpgsql security definer set search_path = '' as $$
declare
	v_user uuid := private.person_of_session(p_session);
	v_email text := coalesce(nullif(lower(trim(p_email)), ''), private.own_email(v_user));
begin
	perform private.check_email(v_email, 'email');
	if private.is_made_address(v_email) then
		perform private.refuse(422, 'value_invalid', '{"field": "email"}');
	end if;
	if v_email is distinct from private.own_email(v_user) then
		perform private.require_proven(p_session);
	end if;
	perform private.check_attempts('proof_from', p_network, 30, interval '1 hour');
	perform private.check_attempts('proof_by', v_user::text, 5, interval '15 minutes');
	perform private.check_attempts('proof_by', v_user::text, 15, interval '1 day');
	perform private.check_attempts('proof_for', private.code_subject(v_email), 20, interval '1 day');
	perform private.note_attempt('proof_from', p_network);
	perform private.note_attempt('proof_by', v_user::text);
	perform private.note_attempt('proof_for', private.code_subject(v_email));
	insert into private.email_proofs (user_id, email, code_hash) values (v_user, v_email, p_code_hash)
		on conflict (user_id) do update set email = excluded.email, code_hash = excluded.code_hash, asked_at = clock_timestamp();
	return v_email;
end;
$$;
create function public.begin_email_proof(p_session uuid, p_email text, p_code_hash text, p_network text) returns text
language sql set search_path = '' as $$ select private.begin_email_proof($1, $2, $3, $4); $$;
comment on function public.begin_email_proof(uuid, text, text, text) is
	'Before a code is sent to the address that a person names (null: their own), which is answered; the same whether the address belongs to another account. For the server. Refuses: session_ended, value_invalid, proof_needed, too_many_tries.';

create function private.take_address(p_user uuid, p_email text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
	v_other uuid;
	v_old text := private.own_email(p_user);
begin
	-- Two people who read the same mailbox: one after the other.
	perform pg_advisory_xact_lock(hashtextextended('address ' || p_email, 0));
	-- The lodge wrote it down for somebody else behind these walls, who signs in with it.
	if exists (select from public.member_contacts c join public.members m on m.id = c.member_id
		where c.email = p_email and m.ended_at is null and m.user_id is distinct from p_user
			and m.residence_id in (select o.residence_id from public.members o where o.user_id = p_user and o.ended_at is null)) then
		return false;
	end if;
	select u.id into v_other from auth.users u where lower(u.email) = p_email and u.id <> p_user;
	if found then
		-- An account that opens something stays with its address, or whoever holds this phone would see what it opens.
		if exists (select from public.members m where m.user_id = v_other and m.ended_at is null)
			or exists (select from public.join_requests q where q.user_id = v_other and q.state = 'waiting') then
			return false;
		end if;
		-- One that opens nothing was made by signing in with an address that no residence knew yet.
		perform private.end_devices(array(select d.session_id from public.devices d where d.user_id = v_other));
		delete from private.passwords where user_id = v_other;
		perform private.write_address(v_other, private.make_address());
	end if;
	-- Only the one that was proven: what somebody wrote down may be a stranger's.
	insert into private.mails (residence_id, kind, dedupe_key, to_address, payload)
		select m.residence_id, 'email_changed', 'email_changed:' || gen_random_uuid(), v_old,
			jsonb_build_object('lodgePhone', r.lodge_phone)
		from public.members m join public.residences r on r.id = m.residence_id
		where m.user_id = p_user and m.ended_at is null and v_old is not null
		order by m.created_at limit 1;
	perform private.write_address(p_user, p_email);
	update public.member_contacts c set email = p_email
		from public.members m where m.id = c.member_id and m.user_id = p_user and m.ended_at is null;
	return true;
end;
$$;
create function private.write_address(p_user uuid, p_email text) returns void
language sql security definer set search_path = '' as $$
	update auth.identities set identity_data = identity_data || jsonb_build_object('email', p_email, 'email_verified', true),
			updated_at = now()
		where user_id = p_user and provider = 'email';
	-- A code that was sent to the address before opens nothing any more.
	update auth.users set email = p_email, email_confirmed_at = coalesce(email_confirmed_at, now()), updated_at = now(),
			recovery_token = '', confirmation_token = ''
		where id = p_user;
$$;
comment on function private.take_address(uuid, text) is
	'A proven address becomes the one of an account and of its memberships; the address before is told. False when it is somebody else''s.';
comment on function private.write_address(uuid, text) is 'Writes an address where Auth looks for it.';

create function private.confirm_email_proof(p_session uuid, p_code_hash text, p_network text) returns text
language plpgsql security definer set search_path = '' as $$
declare
	v_user uuid := private.person_of_session(p_session);
	v_proof private.email_proofs;
begin
	perform private.check_attempts('proof_tried_from', p_network, 60, interval '1 hour');
	perform private.check_attempts('proof_tried_by', v_user::text, 8, interval '15 minutes');
	perform private.check_attempts('proof_tried_by', v_user::text, 24, interval '1 day');
	perform private.note_attempt('proof_tried_from', p_network);
	perform private.note_attempt('proof_tried_by', v_user::text);
	select * into v_proof from private.email_proofs where user_id = v_user for update;
	-- Answers and does not refuse: a refusal would take the count back.
	if not found or v_proof.code_hash <> p_code_hash then
		return 'code_wrong';
	end if;
	if v_proof.asked_at < clock_timestamp() - interval '10 minutes' then
		return 'code_expired';
	end if;
	delete from private.email_proofs where user_id = v_user;
	if v_proof.email is distinct from private.own_email(v_user) and not private.take_address(v_user, v_proof.email) then
		return 'email_taken';
	end if;
	update public.devices set proven_at = now() where session_id = p_session;
	delete from private.attempts where kind in ('proof_by', 'proof_tried_by') and subject = v_user::text;
	return 'proven';
end;
$$;
create function public.confirm_email_proof(p_session uuid, p_code_hash text, p_network text) returns text
language sql set search_path = '' as $$ select private.confirm_email_proof($1, $2, $3); $$;
comment on function public.confirm_email_proof(uuid, text, text) is
	'A code was typed: proven (a new address is then the one of the account), code_wrong, code_expired or email_taken. For the server. Refuses: session_ended, too_many_tries.';

-- Passwords. Counted as sign-in codes are: 8 guesses in 15 minutes and 24 a day for an e-mail from a network, 60 an
-- hour from the network, 200 a day for the e-mail.
create function private.find_password(p_email text, p_network text) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
	perform private.take_code_attempt('password_tried', p_email, p_network, 60, 8, 24, 200);
	return (select jsonb_build_object('address', lower(u.email), 'hash', p.hash)
		from auth.users u join private.passwords p on p.user_id = u.id where lower(u.email) = lower(trim(p_email)));
end;
$$;
create function public.find_password(p_email text, p_network text) returns jsonb
language sql set search_path = '' as $$ select private.find_password($1, $2); $$;
comment on function public.find_password(text, text) is
	'Counts one try of a password and answers the account''s address and hash; null when there is none, which the server must not let anybody notice. For the server. Refuses: too_many_tries.';

create function private.password_worked(p_email text, p_network text) returns void
language sql security definer set search_path = '' as $$
	delete from private.attempts where kind = 'password_tried_here'
		and subject = private.code_subject(p_email, p_network);
$$;
create function public.password_worked(p_email text, p_network text) returns void
language sql set search_path = '' as $$ select private.password_worked($1, $2); $$;
comment on function public.password_worked(text, text) is
	'Somebody typed the right password: their own slips on this network no longer count. For the server.';

create function private.prove_session(p_session uuid) returns void
language sql security definer set search_path = '' as $$
	update public.devices set proven_at = now()
		where session_id = p_session and user_id = private.person_of_session(p_session);
$$;
create function public.prove_session(p_session uuid) returns void
language sql set search_path = '' as $$ select private.prove_session($1); $$;
comment on function public.prove_session(uuid) is
	'The person typed their password again on this device: they are proven. For the server, which compared it. Refuses: session_ended.';

create function private.save_password(p_session uuid, p_hash text, p_end_others boolean) returns integer
language plpgsql security definer set search_path = '' as $$
declare
	v_user uuid := private.require_proven(p_session);
begin
	if private.own_email(v_user) is null then
		perform private.refuse(409, 'email_needed');
	end if;
	if p_hash is null then
		delete from private.passwords where user_id = v_user;
	else
		insert into private.passwords (user_id, hash) values (v_user, p_hash)
			on conflict (user_id) do update set hash = excluded.hash, set_at = clock_timestamp();
	end if;
	if not coalesce(p_end_others, false) then
		return 0;
	end if;
	return private.end_devices(array(select d.session_id from public.devices d
		where d.user_id = v_user and d.ended_at is null and d.session_id <> p_session));
end;
$$;
create function public.save_password(p_session uuid, p_hash text, p_end_others boolean) returns integer
language sql set search_path = '' as $$ select private.save_password($1, $2, $3); $$;
comment on function public.save_password(uuid, text, boolean) is
	'Keeps a new password (null takes it away) and, when asked, signs out the person''s other devices; answers how many. For the server. Refuses: session_ended, proof_needed, email_needed.';

create function private.people_of_sessions(p_sessions uuid[]) returns jsonb
language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('session', d.session_id,
			'isOver', not (d.ended_at is null and d.idle_until > now() and d.expires_at > now()),
			'name', coalesce(
				(select m.name from public.members m where m.user_id = d.user_id and m.ended_at is null order by m.created_at limit 1),
				(select q.name from public.join_requests q where q.user_id = d.user_id order by q.created_at desc limit 1)),
			'place', (select string_agg(r.name, ', ' order by r.name) from public.members m
				join public.residences r on r.id = m.residence_id where m.user_id = d.user_id and m.ended_at is null))), '[]')
	from public.devices d where d.session_id = any(p_sessions);
$$;
create function public.people_of_sessions(p_sessions uuid[]) returns jsonb
language sql stable set search_path = '' as $$ select private.people_of_sessions($1); $$;
comment on function public.people_of_sessions(uuid[]) is
	'Who the people of one device are, from the sessions in its cookie, and whose session is over. For the server.';

grant execute on function
	private.begin_email_proof(uuid, text, text, text), public.begin_email_proof(uuid, text, text, text),
	private.confirm_email_proof(uuid, text, text), public.confirm_email_proof(uuid, text, text),
	private.find_password(text, text), public.find_password(text, text),
	private.password_worked(text, text), public.password_worked(text, text),
	private.prove_session(uuid), public.prove_session(uuid),
	private.save_password(uuid, text, boolean), public.save_password(uuid, text, boolean),
	private.people_of_sessions(uuid[]), public.people_of_sessions(uuid[]) to service_role;

create function private.credentials_view() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
	v_me uuid := private.require_session();
begin
	return jsonb_build_object(
		'email', private.own_email(v_me),
		'hasPassword', exists (select from private.passwords where user_id = v_me),
		'isProven', private.is_proven(private.session_id(), v_me),
		'pendingEmail', (select p.email from private.email_proofs p
			where p.user_id = v_me and p.asked_at > clock_timestamp() - interval '1 hour'),
		'otherDevices', (select count(*) from public.devices d where d.user_id = v_me and d.ended_at is null
			and d.idle_until > now() and d.expires_at > now() and d.session_id is distinct from private.session_id()));
end;
$$;
comment on function private.credentials_view() is 'How the person who asks signs in. Nothing of anybody else.';

create function public.page_credentials(p_residence uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
begin
	return jsonb_build_object('shell', private.shell(v_me)) || private.credentials_view();
end;
$$;
comment on function public.page_credentials(uuid) is 'How one signs in: e-mail and password, and whether one has lately proven who one is.';
grant execute on function private.credentials_view(), public.page_credentials(uuid) to authenticated;
