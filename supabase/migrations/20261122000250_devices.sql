-- Devices: the sessions that people have open on phones and computers, and who is asking.

create table public.devices (
	session_id uuid primary key,
	user_id uuid not null references auth.users (id) on delete cascade,
	name text not null check (char_length(name) between 1 and 60),
	via text not null check (via in ('code', 'password', 'letter', 'poster', 'demo')),
	created_at timestamptz not null default now(),
	last_seen_at timestamptz not null default now(),
	idle_until timestamptz not null,
	expires_at timestamptz not null,
	proven_at timestamptz,
	ended_at timestamptz
);
comment on table public.devices is
	'Mes appareils: one row for each session of a person. Whoever has no living row here is nobody, whatever their token says.';
comment on column public.devices.via is 'How the session was opened.';
comment on column public.devices.idle_until is 'The session ends then, unless the device is used before. Moved on by the hour.';
comment on column public.devices.expires_at is 'The session ends then, however much it is used.';
comment on column public.devices.proven_at is
	'When whoever holds it last showed that the account is theirs: by a code from their mail or their password, not by a letter.';
create index devices_user_id_idx on public.devices (user_id);

-- The same ending stands in src/lib/server/supabase/clients.ts, which makes them for people who ask by the poster.
create function private.is_made_address(p_email text) returns boolean
language sql immutable set search_path = '' as $$ select p_email like '%@sans-adresse.invalid'; $$;
create function private.make_address() returns text
language sql volatile set search_path = '' as $$ select gen_random_uuid()::text || '@sans-adresse.invalid'; $$;
comment on function private.is_made_address(text) is
	'Whether this is the address of an account without e-mail: never shown, and no mail can reach it.';

create function private.session_id() returns uuid
language sql stable set search_path = '' as $$
	select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'session_id')::uuid;
$$;
comment on function private.session_id() is 'Session of the token that asks; null for a token of the server itself.';

-- Everything that asks who somebody is asks this, and not the token alone: a token lives for an hour
-- after its device was signed out.
create function private.me() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
	v_user uuid := auth.uid();
	v_session uuid;
begin
	if v_user is null then
		return null;
	end if;
	v_session := (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'session_id')::uuid;
	if v_session is null then
		return v_user;
	end if;
	return (select d.user_id from public.devices d
		where d.session_id = v_session and d.user_id = v_user and d.ended_at is null
			and d.idle_until > now() and d.expires_at > now());
end;
$$;
comment on function private.me() is
	'The person who asks, while their device is signed in; null otherwise. A token without a session (made by the server) counts as it is.';
grant execute on function private.session_id(), private.me() to authenticated;

create function private.require_session() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
	v_me uuid := private.me();
begin
	if v_me is null then
		perform private.refuse(401, 'session_ended');
	end if;
	return v_me;
end;
$$;
comment on function private.require_session() is 'The person who asks, or 401 when this device was signed out.';
grant execute on function private.require_session() to authenticated;

-- ASVS 5.0, 7.1.1 wants both limits written down. An old phone in a drawer for a summer still opens; whoever can
-- act for a whole residence proves more often who they are.
create function private.session_limits(p_user uuid, out idle interval, out longest interval)
language plpgsql stable security definer set search_path = '' as $$
begin
	if exists (select from private.memberships_of(p_user) m where m.role in ('relay', 'caretaker', 'manager')) then
		idle := interval '30 days';
		longest := interval '180 days';
	else
		idle := interval '90 days';
		longest := interval '400 days';
	end if;
end;
$$;
comment on function private.session_limits(uuid) is
	'How long a device stays signed in unused, and at most: 90 and 400 days for tenants, 30 and 180 for relay, caretaker, manager and who stands in for one.';

create function private.register_device(p_name text, p_via text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_user uuid := auth.uid();
	v_session uuid := private.session_id();
	v_limits record;
begin
	if v_user is null or v_session is null then
		return null;
	end if;
	perform private.check_text(p_name, 'name', 1, 60);
	if p_via is null or p_via not in ('code', 'password', 'letter', 'poster', 'demo') then
		perform private.refuse(422, 'value_invalid', '{"field": "via"}');
	end if;
	v_limits := private.session_limits(v_user);
	-- A session that was ended stays ended: it cannot register again.
	insert into public.devices (session_id, user_id, name, via, idle_until, expires_at, proven_at)
		values (v_session, v_user, trim(p_name), p_via, now() + v_limits.idle, now() + v_limits.longest,
			case when p_via in ('code', 'password', 'demo') then now() end)
		on conflict (session_id) do nothing;
	return (select private.preferences_view(f) from public.preferences f where f.user_id = v_user);
end;
$$;
create function public.register_device(p_name text, p_via text) returns jsonb
language sql set search_path = '' as $$ select private.register_device($1, $2); $$;
comment on function public.register_device(text, text) is
	'Called right after signing in: the session of the token becomes a device. Answers how the person reads Palier, for the device to follow; null when they never chose. Refuses: value_invalid.';

create function private.touch_device() returns boolean
language plpgsql security definer set search_path = '' as $$
declare
	v_limits record := private.session_limits(auth.uid());
begin
	if private.session_id() is null then
		return auth.uid() is not null;
	end if;
	update public.devices d set last_seen_at = now(), idle_until = now() + v_limits.idle,
			-- A tenant who becomes caretaker has the shorter limits from then on.
			expires_at = least(d.expires_at, d.created_at + v_limits.longest)
		where d.session_id = private.session_id() and d.user_id = auth.uid() and d.ended_at is null
			and d.idle_until > now() and least(d.expires_at, d.created_at + v_limits.longest) > now();
	return found;
end;
$$;
create function public.touch_device() returns boolean
language sql set search_path = '' as $$ select private.touch_device(); $$;
comment on function public.touch_device() is
	'Called when a token was renewed, once an hour: this device was used. False when it is signed out.';

create function private.end_devices(p_sessions uuid[]) returns integer
language plpgsql security definer set search_path = '' as $$
declare
	v_count integer;
begin
	update public.devices set ended_at = now() where session_id = any(p_sessions) and ended_at is null;
	get diagnostics v_count = row_count;
	-- Their refresh tokens go with them, and a phone that was lost is told nothing any more.
	delete from auth.sessions where id = any(p_sessions);
	delete from private.push_subscriptions where session_id = any(p_sessions);
	return v_count;
end;
$$;
comment on function private.end_devices(uuid[]) is 'Signs devices out, at once; answers how many were signed in. For acts that checked who may.';

create function private.rename_device(p_session uuid, p_name text) returns void
language plpgsql security definer set search_path = '' as $$
begin
	perform private.check_text(p_name, 'name', 1, 60);
	update public.devices set name = trim(p_name)
		where session_id = p_session and user_id = private.require_session() and ended_at is null;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
end;
$$;
create function public.rename_device(p_session uuid, p_name text) returns void
language sql set search_path = '' as $$ select private.rename_device($1, $2); $$;
comment on function public.rename_device(uuid, text) is 'Names one of one''s own devices. Refuses: not_found, value_invalid.';

create function private.sign_out_device(p_session uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
	if private.end_devices(array(select d.session_id from public.devices d
		where d.session_id = p_session and d.user_id = private.require_session() and d.ended_at is null)) = 0 then
		perform private.refuse(404, 'not_found');
	end if;
end;
$$;
create function public.sign_out_device(p_session uuid) returns void
language sql set search_path = '' as $$ select private.sign_out_device($1); $$;
comment on function public.sign_out_device(uuid) is 'Signs one of one''s own devices out, at once. Refuses: not_found.';

create function private.sign_out_other_devices() returns integer
language sql security definer set search_path = '' as $$
	select private.end_devices(array(select d.session_id from public.devices d
		where d.user_id = private.require_session() and d.ended_at is null
			and d.session_id is distinct from private.session_id()));
$$;
create function public.sign_out_other_devices() returns integer
language sql set search_path = '' as $$ select private.sign_out_other_devices(); $$;
comment on function public.sign_out_other_devices() is 'Signs all one''s devices out but the one that asks; answers how many.';

grant execute on function private.register_device(text, text), public.register_device(text, text),
	private.touch_device(), public.touch_device(),
	private.rename_device(uuid, text), public.rename_device(uuid, text),
	private.sign_out_device(uuid), public.sign_out_device(uuid),
	private.sign_out_other_devices(), public.sign_out_other_devices() to authenticated;

grant select on public.devices to authenticated;
alter table public.devices enable row level security;
create policy "people read their own devices" on public.devices for select to authenticated
	using (user_id = (select private.me()));
