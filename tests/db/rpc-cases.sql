-- Functions that exist only for the comparison of the two ways of calling one.
create type public.test_pair as (a integer, b text);

create function public.t_json(p_a integer, p_b text default 'x') returns jsonb language sql stable
	as $$ select jsonb_build_object('a', p_a, 'b', p_b, 'at', timestamptz '2026-03-29 01:30Z') $$;
create function public.t_who() returns jsonb language sql stable
	as $$ select jsonb_build_object('uid', auth.uid(), 'role', auth.role(), 'user', current_user,
		'email', auth.jwt() ->> 'email') $$;
create function public.t_residence() returns uuid language sql stable as $$ select private.address_residence() $$;
create function public.t_text(p_text text) returns text language sql immutable as $$ select p_text $$;
create function public.t_int(p_n integer) returns integer language sql immutable as $$ select p_n + 1 $$;
create function public.t_numeric() returns numeric language sql immutable as $$ select 1.50 $$;
create function public.t_bool(p_flag boolean) returns boolean language sql immutable as $$ select not p_flag $$;
create function public.t_null() returns text language sql immutable as $$ select null::text $$;
create function public.t_uuid(p_id uuid) returns uuid language sql immutable as $$ select p_id $$;
create function public.t_void() returns void language plpgsql as $$ begin end $$;
create function public.t_texts(p_n integer) returns setof text language sql immutable
	as $$ select 'n' || i from generate_series(1, p_n) i $$;
create function public.t_table(p_n integer) returns table (id integer, name text) language sql immutable
	as $$ select i, 'é"' || i from generate_series(1, p_n) i $$;
create function public.t_pair() returns public.test_pair language sql immutable
	as $$ select row(1, 'one')::public.test_pair $$;
create function public.t_array(p_ids uuid[]) returns integer language sql immutable
	as $$ select cardinality(p_ids) $$;
create function public.t_nested(p_lines jsonb) returns jsonb language sql immutable
	as $$ select p_lines -> 0 $$;
create function public.t_refuse(p_status text) returns jsonb language plpgsql as $$
begin
	raise exception using errcode = 'PT' || p_status, message = 'deadline_passed',
		detail = '{"closes_at": "2026-11-25T17:00:00Z"}', hint = 'later';
end $$;
create function public.t_forbidden() returns jsonb language sql as $$ select '{}'::jsonb $$;
revoke execute on function public.t_forbidden() from public, anon, authenticated;

create table public.t_unique (n integer primary key);
create function public.t_duplicate() returns void language sql security definer
	as $$ insert into public.t_unique values (1), (1) $$;
create function public.t_divide() returns integer language sql as $$ select 1 / 0 $$;

grant execute on function public.t_json(integer, text), public.t_who(), public.t_residence(), public.t_text(text), public.t_int(integer),
	public.t_numeric(), public.t_bool(boolean), public.t_null(), public.t_uuid(uuid), public.t_void(),
	public.t_texts(integer), public.t_table(integer), public.t_pair(), public.t_array(uuid[]),
	public.t_nested(jsonb), public.t_refuse(text), public.t_duplicate(), public.t_divide() to anon, authenticated;
