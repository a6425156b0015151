-- Being told on one's phone: the phones, the outbox, and what became of each message.

create table private.server_keys (
	name text primary key check (name in ('push')),
	public_key text not null,
	private_key text not null,
	key_hash text not null,
	made_at timestamptz not null default now()
);
comment on table private.server_keys is
	'By which push services know this installation. Made once and never again: every phone is bound to it.';

create table private.push_subscriptions (
	id uuid primary key default gen_random_uuid(),
	user_id uuid not null references auth.users (id) on delete cascade,
	session_id uuid references public.devices (session_id) on delete cascade,
	endpoint text not null check (char_length(endpoint) <= 2000),
	endpoint_hash text not null unique,
	p256dh text not null,
	auth text not null,
	language text not null check (language in ('fr', 'en')),
	key_hash text not null,
	created_at timestamptz not null default now(),
	refreshed_at timestamptz not null default now(),
	welcomed_at timestamptz,
	failed_at timestamptz,
	failure text
);
comment on table private.push_subscriptions is
	'Phones and computers that are told: the address that a browser gave. Whoever knows an endpoint could ring that phone, so nobody reads it.';
comment on column private.push_subscriptions.session_id is 'Signing that device out, also from afar, ends it.';
comment on column private.push_subscriptions.key_hash is 'For which key of the server the browser made it: with another it is of no use.';
comment on column private.push_subscriptions.refreshed_at is 'When the app was last open on it: after 30 days it counts as none.';
create index push_subscriptions_user_id_idx on private.push_subscriptions (user_id, refreshed_at);
create index push_subscriptions_session_id_idx on private.push_subscriptions (session_id);
create index push_subscriptions_key_hash_idx on private.push_subscriptions (key_hash);

create table private.deliveries (
	id bigint generated always as identity primary key,
	residence_id uuid not null,
	member_id uuid not null,
	kind text not null references private.notification_kinds (kind),
	notification_id uuid references public.notifications (id) on delete cascade,
	channel text not null check (channel in ('push')),
	-- No foreign key: a phone that goes must not wait for messages that are being sent, nor an act for the phone.
	subscription_id uuid not null,
	token uuid not null unique default gen_random_uuid(),
	state text not null default 'due'
		check (state in ('due', 'sending', 'sent', 'gone', 'skipped', 'expired', 'failed')),
	created_at timestamptz not null default clock_timestamp(),
	due_at timestamptz not null default clock_timestamp(),
	expires_at timestamptz not null,
	attempts integer not null default 0,
	lost integer not null default 0,
	sent_at timestamptz,
	shown_at timestamptz,
	opened_at timestamptz,
	failure text,
	foreign key (residence_id, member_id) references public.members (residence_id, id) on delete cascade,
	unique (notification_id, channel, subscription_id)
);
comment on table private.deliveries is
	'The outbox: one row for each notification and phone, written by the act that tells; sent after commit by any app process.';
comment on column private.deliveries.notification_id is 'Null for a test and a welcome, of which nothing stays in the app.';
comment on column private.deliveries.token is 'By which the phone says, without signing in, that it has shown the message.';
comment on column private.deliveries.state is
	'due; sending (one process has it until due_at); sent (the push service took it); gone (so is the phone); skipped (read elsewhere, or the phone is told no more); expired; failed (given up: a list for the manager).';
comment on column private.deliveries.due_at is 'When it may be taken: now, after a pause, or when the process that has it must be dead.';
comment on column private.deliveries.lost is 'How often a process had it and never said what became of it.';
create index deliveries_due_idx on private.deliveries (channel, due_at, id) where state in ('due', 'sending');
create index deliveries_failed_idx on private.deliveries (residence_id, created_at) where state = 'failed';
create index deliveries_member_idx on private.deliveries (residence_id, member_id);
create index deliveries_kind_idx on private.deliveries (kind);

create function private.text_hash(p_text text) returns text
language sql immutable set search_path = '' as $$ select encode(sha256(convert_to(p_text, 'UTF8')), 'hex'); $$;
comment on function private.text_hash(text) is 'SHA-256 in hex digits.';

create function private.phones_of(p_user uuid) returns setof private.push_subscriptions
language sql stable security definer set search_path = '' as $$
	select s.* from private.push_subscriptions s
	where s.user_id = p_user and s.refreshed_at > now() - interval '30 days'
		and s.key_hash = (select k.key_hash from private.server_keys k where k.name = 'push');
$$;
comment on function private.phones_of(uuid) is
	'Where a person can be told by push: used within 30 days, and made for the key of this server.';

create function private.put_deliveries(p_notifications uuid[]) returns void
language sql security definer set search_path = '' as $$
	insert into private.deliveries (residence_id, member_id, kind, notification_id, channel, subscription_id, expires_at)
		select n.residence_id, n.member_id, n.kind, n.id, 'push', s.id, least(n.expires_at, clock_timestamp() + k.ttl)
		from public.notifications n join private.notification_kinds k on k.kind = n.kind
			join public.members m on m.id = n.member_id, private.phones_of(m.user_id) s
		where n.id = any (p_notifications) and 'push' = any (k.channels)
		on conflict do nothing;
$$;
comment on function private.put_deliveries(uuid[]) is
	'Puts into the outbox what is to be sent of new notifications. Within private.notify.';

create function private.put_phone_message(p_kind text, p_member public.members, p_subscription uuid) returns void
language sql security definer set search_path = '' as $$
	insert into private.deliveries (residence_id, member_id, kind, channel, subscription_id, expires_at)
		select p_member.residence_id, p_member.id, k.kind, 'push', p_subscription, clock_timestamp() + k.ttl
		from private.notification_kinds k where k.kind = p_kind;
$$;
comment on function private.put_phone_message(text, public.members, uuid) is
	'A message to one phone that leaves nothing in the app: a welcome or a test.';

create function private.ensure_push_keys(p_public text, p_private text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_keys private.server_keys;
begin
	insert into private.server_keys (name, public_key, private_key, key_hash)
		values ('push', p_public, p_private, private.text_hash(p_public)) on conflict (name) do nothing;
	select * into v_keys from private.server_keys where name = 'push';
	return jsonb_build_object('publicKey', v_keys.public_key, 'privateKey', v_keys.private_key,
		'isNew', v_keys.public_key = p_public);
end;
$$;
create function public.ensure_push_keys(p_public text, p_private text) returns jsonb
language sql set search_path = '' as $$ select private.ensure_push_keys($1, $2); $$;
comment on function public.ensure_push_keys(text, text) is
	'The keys of this installation for push services: these when there are none yet, else those that are there. For the start of the server.';

create function private.save_push_subscription(p_endpoint text, p_p256dh text, p_auth text, p_language text, p_welcome boolean)
returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_me uuid := private.require_session();
	v_hash text := private.text_hash(p_endpoint);
	v_key text := (select k.key_hash from private.server_keys k where k.name = 'push');
	v_phone private.push_subscriptions;
	v_member public.members;
	v_new boolean;
begin
	-- Which also lets one save of a person wait for another, so that eight phones stay eight.
	perform private.check_attempts('save_push', md5('save_push ' || v_me::text), 120, interval '1 hour');
	perform private.note_attempt('save_push', md5('save_push ' || v_me::text));
	if v_key is null then
		perform private.refuse(409, 'push_off');
	end if;
	if p_endpoint is null or p_endpoint !~ '^https://[^\s/]+/' or char_length(p_endpoint) > 2000 then
		perform private.refuse(422, 'push_host_unknown');
	end if;
	-- An uncompressed point of P-256 and 16 bytes (RFC 8291), base64url.
	if coalesce(p_p256dh, '') !~ '^B[A-Za-z0-9_-]{86}$' or coalesce(p_auth, '') !~ '^[A-Za-z0-9_-]{22}$' then
		perform private.refuse(422, 'push_keys_invalid');
	end if;
	if p_language is null or p_language not in ('fr', 'en') then
		perform private.refuse(422, 'value_invalid', '{"field": "language"}');
	end if;
	perform pg_advisory_xact_lock(hashtextextended('push ' || v_hash, 0));
	-- Another person uses this phone now: what waits for the one before is not sent to it any more.
	delete from private.push_subscriptions where endpoint_hash = v_hash and user_id <> v_me;
	v_new := not exists (select from private.push_subscriptions where endpoint_hash = v_hash);
	-- In one statement: the phone may be turned off, or be found gone, at this very moment.
	insert into private.push_subscriptions as s (user_id, session_id, endpoint, endpoint_hash, p256dh, auth, language, key_hash)
		values (v_me, private.session_id(), p_endpoint, v_hash, p_p256dh, p_auth, p_language, v_key)
		on conflict (endpoint_hash) do update set session_id = excluded.session_id, p256dh = excluded.p256dh,
				auth = excluded.auth, language = excluded.language, key_hash = excluded.key_hash, refreshed_at = now(),
				failed_at = case when s.p256dh = excluded.p256dh and s.key_hash = excluded.key_hash then s.failed_at end,
				failure = case when s.p256dh = excluded.p256dh and s.key_hash = excluded.key_hash then s.failure end
		returning s.* into v_phone;
	delete from private.push_subscriptions where id in (
		select s.id from private.push_subscriptions s where s.user_id = v_me
		order by (s.id = v_phone.id) desc, s.refreshed_at desc offset 8);
	select m.* into v_member from private.memberships_of(v_me) m order by m.created_at, m.id limit 1;
	-- Who still waits to be let in has no residence that could greet them.
	if p_welcome and v_phone.welcomed_at is null and v_member.id is not null then
		perform private.put_phone_message('push_welcome', v_member, v_phone.id);
		update private.push_subscriptions set welcomed_at = now() where id = v_phone.id;
	end if;
	return jsonb_build_object('id', v_phone.id, 'isNew', v_new);
end;
$$;
create function public.save_push_subscription(p_endpoint text, p_p256dh text, p_auth text, p_language text, p_welcome boolean)
returns jsonb
language sql set search_path = '' as $$ select private.save_push_subscription($1, $2, $3, $4, $5); $$;
comment on function public.save_push_subscription(text, text, text, text, boolean) is
	'This phone is to be told, or still is: called at every start of the app. Moves it to the person who asks; at most eight each. Whether its host is a push service, the caller has checked. Refuses: push_off, push_host_unknown, push_keys_invalid, value_invalid, too_many_tries.';

create function private.end_push_subscription(p_endpoint text) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_me uuid := private.require_session();
begin
	delete from private.push_subscriptions where endpoint_hash = private.text_hash(p_endpoint) and user_id = v_me;
end;
$$;
create function public.end_push_subscription(p_endpoint text) returns void
language sql set search_path = '' as $$ select private.end_push_subscription($1); $$;
comment on function public.end_push_subscription(text) is
	'This phone of the person who asks is told nothing any more. Nothing happens when it was not.';

create function private.send_test_push(p_residence uuid) returns integer
language plpgsql security definer set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
	v_subject text := md5('push_test ' || v_me.user_id::text);
	v_phones uuid[] := array(select s.id from private.phones_of(v_me.user_id) s);
begin
	if cardinality(v_phones) = 0 then
		perform private.refuse(409, 'push_no_phone');
	end if;
	perform private.check_attempts('push_test', v_subject, 10, interval '1 hour');
	perform private.note_attempt('push_test', v_subject);
	perform private.put_phone_message('push_test', v_me, x) from unnest(v_phones) x;
	return cardinality(v_phones);
end;
$$;
create function public.send_test_push(p_residence uuid) returns integer
language sql set search_path = '' as $$ select private.send_test_push($1); $$;
comment on function public.send_test_push(uuid) is
	'Rings all phones of the person who asks, now; answers how many. Ten times an hour. Refuses: not_found, push_no_phone, too_many_tries.';

create function private.send_test_to_all(p_residence uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_me public.members := private.require_staff(p_residence);
	v_subject text := md5('push_test_all ' || p_residence::text);
	v_answer jsonb;
begin
	perform private.check_attempts('push_test_all', v_subject, 1, interval '1 hour');
	with put as (
		insert into private.deliveries (residence_id, member_id, kind, channel, subscription_id, expires_at)
			select m.residence_id, m.id, k.kind, 'push', s.id, clock_timestamp() + k.ttl
			from public.members m, private.phones_of(m.user_id) s, private.notification_kinds k
			where m.residence_id = p_residence and m.ended_at is null and k.kind = 'push_test'
			returning member_id)
		select jsonb_build_object('people', count(distinct member_id), 'phones', count(*)) into v_answer from put;
	if (v_answer ->> 'phones')::integer = 0 then
		perform private.refuse(409, 'push_no_phone');
	end if;
	perform private.note_attempt('push_test_all', v_subject);
	return v_answer;
end;
$$;
create function public.send_test_to_all(p_residence uuid) returns jsonb
language sql set search_path = '' as $$ select private.send_test_to_all($1); $$;
comment on function public.send_test_to_all(uuid) is
	'Rings every phone of the residence, once an hour; answers how many people and phones. For caretaker and manager. Refuses: not_found, not_allowed, push_no_phone, too_many_tries.';

create function private.report_delivery(p_token text, p_what text) returns void
language plpgsql security definer set search_path = '' as $$
begin
	-- No limit is counted: it would cost more than looking for a token that nobody can guess.
	if p_token !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' or p_what not in ('shown', 'opened') then
		return;
	end if;
	-- Told once each: repeating it writes nothing.
	update private.deliveries set shown_at = coalesce(shown_at, clock_timestamp()),
			opened_at = case when p_what = 'opened' then clock_timestamp() end
		where token = p_token::uuid and opened_at is null and (shown_at is null or p_what = 'opened');
end;
$$;
create function public.report_delivery(p_token text, p_what text) returns void
language sql set search_path = '' as $$ select private.report_delivery($1, $2); $$;
comment on function public.report_delivery(text, text) is
	'A phone says that it has shown a message, or that it was opened from there. Without a session: the token is the right to say so. Never says whether it exists.';

create function private.my_phones() returns jsonb
language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'endpointHash', s.endpoint_hash, 'label', d.name,
			'createdAt', s.created_at, 'refreshedAt', s.refreshed_at, 'failure', s.failure,
			'isStale', s.id not in (select x.id from private.phones_of(s.user_id) x)) order by s.refreshed_at desc, s.id), '[]')
	from private.push_subscriptions s left join public.devices d on d.session_id = s.session_id
	where s.user_id = (select private.me());
$$;
comment on function private.my_phones() is 'Phones on which the person who asks is told, without their addresses.';

create function public.page_notification_settings(p_residence uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
begin
	return jsonb_build_object('shell', private.shell(v_me),
		'push', jsonb_build_object('subscriptions', private.my_phones()));
end;
$$;
comment on function public.page_notification_settings(uuid) is 'On which phones one is told.';

grant execute on function
	private.save_push_subscription(text, text, text, text, boolean), public.save_push_subscription(text, text, text, text, boolean),
	private.end_push_subscription(text), public.end_push_subscription(text),
	private.send_test_push(uuid), public.send_test_push(uuid), private.send_test_to_all(uuid), public.send_test_to_all(uuid),
	private.my_phones(), public.page_notification_settings(uuid) to authenticated;
grant execute on function private.report_delivery(text, text), public.report_delivery(text, text) to anon, authenticated;
grant execute on function private.ensure_push_keys(text, text), public.ensure_push_keys(text, text) to service_role;
