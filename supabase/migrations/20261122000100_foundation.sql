-- What every domain stands on: the private schema, refusals, local time and attempt limits.

create schema if not exists private;
comment on schema private is 'Helpers, triggers and queues. Not exposed by the API.';
revoke all on schema private from public;
grant usage on schema private to anon, authenticated, service_role;

-- Nothing is granted unless a migration says so, whoever creates the object.
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from public, anon, authenticated, service_role;
alter default privileges in schema private revoke all on functions from public;
alter default privileges revoke execute on functions from public;

create function private.refuse(p_status integer, p_key text, p_detail jsonb default null)
returns void
language plpgsql
set search_path = ''
as $$
begin
	raise exception using
		errcode = 'PT' || p_status::text,
		message = p_key,
		detail = coalesce(p_detail, '{}'::jsonb)::text;
end;
$$;
comment on function private.refuse(integer, text, jsonb) is
	'Stops an act with an HTTP status, a stable key of src/lib/text/errors.ts and details for its sentence.';
grant execute on function private.refuse(integer, text, jsonb) to anon, authenticated, service_role;

create function private.check_text(p_value text, p_field text, p_least integer, p_most integer)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
	if char_length(coalesce(trim(p_value), '')) not between p_least and p_most then
		perform private.refuse(422, 'value_invalid', jsonb_build_object('field', p_field));
	end if;
end;
$$;
comment on function private.check_text(text, text, integer, integer) is
	'Refuses a text that is too short or too long, naming its field, before a constraint fires without a sentence.';

create function private.check_email(p_value text, p_field text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
	if p_value is null or p_value !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' or char_length(p_value) > 254 then
		perform private.refuse(422, 'value_invalid', jsonb_build_object('field', p_field));
	end if;
end;
$$;
comment on function private.check_email(text, text) is 'Refuses what cannot be an e-mail address, naming its field.';

create function private.local_instant(p_local timestamp, p_zone text)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
	v_instant timestamptz := p_local at time zone p_zone;
begin
	if v_instant at time zone p_zone <> p_local then
		perform private.refuse(422, 'local_time_missing', jsonb_build_object('local', p_local));
	end if;
	-- Clock changes move by one hour at most, everywhere that people live.
	if (v_instant - interval '1 hour') at time zone p_zone = p_local
		or (v_instant + interval '1 hour') at time zone p_zone = p_local
		or (v_instant - interval '30 minutes') at time zone p_zone = p_local
		or (v_instant + interval '30 minutes') at time zone p_zone = p_local then
		perform private.refuse(422, 'local_time_twice', jsonb_build_object('local', p_local));
	end if;
	return v_instant;
end;
$$;
comment on function private.local_instant(timestamp, text) is
	'The instant of a wall time in a zone; refuses a time that the clock change skips or repeats.';

create function private.forbid_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
	raise exception using errcode = 'PT403', message = 'not_allowed',
		detail = '{}', hint = tg_table_name || ' is append-only';
end;
$$;
comment on function private.forbid_change() is 'Trigger of append-only tables.';

create function private.only_forget()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
	v_old jsonb := to_jsonb(old);
	v_new jsonb;
	v_column text;
begin
	if tg_op = 'DELETE' then
		-- Code de commerce, L123-22: ten years. Retention may keep longer, nothing may keep shorter.
		if old.at < now() - interval '10 years' then
			return old;
		end if;
		perform private.refuse(403, 'not_allowed');
	end if;
	v_new := to_jsonb(new);
	foreach v_column in array tg_argv loop
		if v_new -> v_column in ('null', '""') or v_new -> v_column = v_old -> v_column
				or (v_new -> v_column = (case jsonb_typeof(v_old -> v_column)
					when 'object' then (v_old -> v_column) - array['by', 'note'] end)) then
			v_old := v_old - v_column;
			v_new := v_new - v_column;
		end if;
	end loop;
	if v_new is distinct from v_old then
		perform private.refuse(403, 'not_allowed');
	end if;
	return new;
end;
$$;
comment on function private.only_forget() is
	'Trigger of append-only tables that name people: the columns given may be emptied (an object loses "by" and "note"), nothing else changes; rows go after ten years.';

create table private.attempts (
	kind text not null,
	subject text not null,
	at timestamptz not null default clock_timestamp()
);
comment on table private.attempts is
	'Tries that are limited (codes asked, codes guessed). Subjects are hashes; rows older than a day are dropped.';
create index attempts_kind_subject_at_idx on private.attempts (kind, subject, at);
create index attempts_at_idx on private.attempts (at);

create function private.check_attempts(p_kind text, p_subject text, p_limit integer, p_window interval)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
	v_last timestamptz;
begin
	-- One after the other for the same subject, so that parallel guesses cannot all see the same count.
	-- Nobody waits for somebody who waits: an act locks its subjects in one order, one of each kind.
	perform pg_advisory_xact_lock(hashtextextended(p_kind || ':' || p_subject, 0));
	select at into v_last from private.attempts
		where kind = p_kind and subject = p_subject and at > clock_timestamp() - p_window
		order by at desc offset p_limit - 1 limit 1;
	if found then
		perform private.refuse(429, 'too_many_tries', jsonb_build_object('retryAfter',
			greatest(1, ceil(extract(epoch from v_last + p_window - clock_timestamp())))::integer));
	end if;
end;
$$;
comment on function private.check_attempts(text, text, integer, interval) is
	'Refuses when there were too many tries, saying in how many seconds there may be another. Counts nothing.';

create function private.note_attempt(p_kind text, p_subject text) returns void
language sql security definer set search_path = '' as $$
	delete from private.attempts where ctid = any (array(
		select ctid from private.attempts where at < clock_timestamp() - interval '1 day' limit 100
		for update skip locked));
	insert into private.attempts (kind, subject) values (p_kind, p_subject);
$$;
comment on function private.note_attempt(text, text) is
	'Counts one try. An act that refuses afterwards takes the count back with it: it answers instead.';

create function private.random_letters(p_count integer) returns text
language plpgsql volatile set search_path = '' as $$
declare
	-- No look-alikes: neither 0/O, 1/I/L, 5/S, 8/B, 2/Z. Said over the phone and written by hand.
	c_letters constant text := 'ACDEFGHJKMNPQRTUVWXY34679';
	v_text text := '';
	v_byte integer;
begin
	while char_length(v_text) < p_count loop
		v_byte := get_byte(decode(left(gen_random_uuid()::text, 2), 'hex'), 0);
		-- The last six of 256 would make six letters likelier than the others.
		if v_byte < 250 then
			v_text := v_text || substr(c_letters, 1 + v_byte % 25, 1);
		end if;
	end loop;
	return v_text;
end;
$$;
comment on function private.random_letters(integer) is 'Letters and figures that nobody can guess or mistake for each other: 4.6 bits each.';

create function private.bare_code(p_code text) returns text
language sql immutable set search_path = '' as $$
	select upper(regexp_replace(coalesce(p_code, ''), '[^A-Za-z0-9]', '', 'g'));
$$;
comment on function private.bare_code(text) is 'A code as people type it (small letters, spaces, dashes), as it is kept.';

create function public.applied_migrations()
returns setof text
language plpgsql
stable
set search_path = ''
as $$
begin
	return query select m.version from private.migration_versions() as m(version);
end;
$$;

create function private.migration_versions()
returns setof text
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
	if to_regclass('supabase_migrations.schema_migrations') is null then
		return;
	end if;
	return query execute 'select version::text from supabase_migrations.schema_migrations order by version';
end;
$$;
grant execute on function public.applied_migrations() to service_role;
grant execute on function private.migration_versions() to service_role;
comment on function public.applied_migrations() is 'Versions of the migrations this database has, for /healthz.';
