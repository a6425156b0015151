-- A plain PostgreSQL with what a hosted Supabase project has before its first migration: roles, the
-- auth schema as far as we refer to it, and default privileges that give everything to everybody.
do $$
begin
	if not exists (select from pg_roles where rolname = 'anon') then create role anon nologin noinherit; end if;
	if not exists (select from pg_roles where rolname = 'authenticated') then
		create role authenticated nologin noinherit;
	end if;
	if not exists (select from pg_roles where rolname = 'service_role') then
		create role service_role nologin noinherit bypassrls;
	end if;
end
$$;

create schema extensions;
create schema auth;
grant usage on schema public, extensions, auth to anon, authenticated, service_role;
alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to anon, authenticated, service_role;

create table auth.users (
	id uuid primary key,
	aud text,
	role text,
	email text,
	email_confirmed_at timestamptz,
	confirmation_token text,
	recovery_token text,
	raw_app_meta_data jsonb,
	raw_user_meta_data jsonb,
	created_at timestamptz,
	updated_at timestamptz
);
create table auth.identities (
	id uuid primary key,
	user_id uuid not null references auth.users (id) on delete cascade,
	provider text not null,
	identity_data jsonb not null,
	updated_at timestamptz
);

create function auth.jwt() returns jsonb language sql stable as $$
	select coalesce(nullif(current_setting('request.jwt.claim', true), ''),
		nullif(current_setting('request.jwt.claims', true), ''))::jsonb
$$;
create function auth.uid() returns uuid language sql stable as $$
	select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''),
		(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'))::uuid
$$;
create function auth.role() returns text language sql stable as $$
	select coalesce(nullif(current_setting('request.jwt.claim.role', true), ''),
		(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'))
$$;
create function auth.email() returns text language sql stable as $$
	select coalesce(nullif(current_setting('request.jwt.claim.email', true), ''),
		(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'))
$$;
