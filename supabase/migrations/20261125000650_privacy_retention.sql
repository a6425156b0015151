-- How long things are kept: months per kind for each residence, a look at what would go, and the daily run.

create table public.retention_rules (
	residence_id uuid not null references public.residences (id) on delete cascade,
	kind text not null check (char_length(kind) between 1 and 40),
	months smallint not null check (months between 1 and 600),
	changed_at timestamptz not null default now(),
	changed_by uuid,
	primary key (residence_id, kind),
	foreign key (residence_id, changed_by) references public.members (residence_id, id) on delete no action
);
comment on table public.retention_rules is
	'Durées de conservation: months that a residence chose itself; without a row, the usual ones of private.retention_steps.';
create index retention_rules_changed_by_idx on public.retention_rules (residence_id, changed_by);
grant select on public.retention_rules to authenticated;
alter table public.retention_rules enable row level security;
create policy "members read how long things are kept" on public.retention_rules for select to authenticated
	using (residence_id in (select private.my_residence_ids()));

create table private.retention_runs (
	residence_id uuid primary key references public.residences (id) on delete cascade,
	first_run_at timestamptz not null,
	last_run_at timestamptz,
	counting jsonb not null default '{}',
	last_counts jsonb
);
comment on table private.retention_runs is
	'When things were last let go in a residence, and how many of each kind. No personal data.';
comment on column private.retention_runs.first_run_at is
	'Nothing goes before: the caretaker has a month to look at what would go, or begins at once.';
comment on column private.retention_runs.counting is 'Counts of a run that is not finished: it goes on in the next transaction.';

-- What goes, and when. A new kind adds its line here (and its sentence in src/lib/privacy/kinds.ts). The pick answers
-- key and date of the rows that are past it: $1 the residence, $2 the moment before which they go. The act lets go
-- of the keys: $1 the residence, $2 text[]. Several lines of a kind share its months. Where usual, shortest and longest are
-- the same, nobody chooses.
create function private.retention_steps()
returns table (kind text, usual integer, shortest integer, longest integer, source text, pick text, act text)
language sql immutable set search_path = '' as $steps$ values
	('order_names', 24, 6, 60, 'public.orders',
		$$select o.id::text, o.placed_at from public.orders o where o.residence_id = $1 and o.placed_at < $2
			and (o.member_id is not null or o.pickup_by <> '' or o.pickup_note <> '' or exists (
				select from public.order_changes c where c.order_id = o.id
					and (c.by_member is not null or c.for_member is not null or c.detail ?| array['by', 'note'])))$$,
		'select private.unname_orders($1, $2)'),
	('order_names', 24, 6, 60, 'public.ledger_entries',
		$$select e.id::text, e.at from public.ledger_entries e where e.residence_id = $1 and e.at < $2 and e.note <> ''$$,
		$$update public.ledger_entries set note = '' where residence_id = $1 and id = any ($2::bigint[])$$),
	-- Code de commerce, L123-22: ten years.
	('accounts', 120, 120, 180, 'public.rounds',
		$$select r.id::text, greatest(r.closes_at, r.delivery_on) from public.rounds r where r.residence_id = $1
			and greatest(r.closes_at, r.delivery_on) < $2
			and not exists (select from public.ledger_entries e where e.round_id = r.id and e.at >= $2)
			and not exists (select from public.orders o where o.round_id = r.id and o.placed_at >= $2)$$,
		'select private.erase_rounds($1, $2)'),
	('former_names', 12, 1, 36, 'public.members',
		$$select m.id::text, m.ended_at from public.members m
			where m.residence_id = $1 and m.ended_at < $2 and m.erased_at is null$$,
		$$select private.forget(null, $2::uuid[], '{}', '{}') where $1 is not null$$),
	('join_requests', 3, 1, 12, 'public.join_requests',
		$$select q.id::text, coalesce(q.answered_at, q.created_at) from public.join_requests q
			where q.residence_id = $1 and coalesce(q.answered_at, q.created_at) < $2$$,
		'delete from public.join_requests where residence_id = $1 and id = any ($2::uuid[])'),
	('letters', 6, 1, 24, 'public.letters',
		$$select l.id::text, least(l.revoked_at, l.expires_at) from public.letters l
			where l.residence_id = $1 and least(l.revoked_at, l.expires_at) < $2$$,
		'delete from public.letters where residence_id = $1 and id = any ($2::uuid[])'),
	('devices', 3, 1, 12, 'public.devices',
		$$select d.session_id::text, least(d.ended_at, d.idle_until, d.expires_at) from public.devices d
			where d.user_id in (select m.user_id from public.members m where m.residence_id = $1)
				and least(d.ended_at, d.idle_until, d.expires_at) < $2$$,
		'select private.drop_devices($2) where $1 is not null'),
	-- Not told for months: the app is not there any more, whatever the push service says.
	('devices', 3, 1, 12, 'private.push_subscriptions',
		$$select s.id::text, s.refreshed_at from private.push_subscriptions s
			where s.user_id in (select m.user_id from public.members m where m.residence_id = $1) and s.refreshed_at < $2$$,
		'delete from private.push_subscriptions where id = any ($2::uuid[]) and $1 is not null'),
	('mails', 3, 1, 12, 'private.mails',
		-- Mails of one thing are numbered by how many there are: they go together.
		$$select m.id::text, coalesce(m.sent_at, m.failed_at) from private.mails m
			where m.residence_id = $1 and coalesce(m.sent_at, m.failed_at) < $2 and not exists (
				select from private.mails y where y.residence_id = $1
					and regexp_replace(y.dedupe_key, ':\d+$', '') = regexp_replace(m.dedupe_key, ':\d+$', '')
					and coalesce(y.sent_at, y.failed_at, 'infinity') >= $2)$$,
		'delete from private.mails where residence_id = $1 and id = any ($2::bigint[])'),
	-- Over for six months, not told six months ago: a round that is open for long would be told again.
	('notifications', 6, 1, 24, 'public.notifications',
		$$select n.id::text, greatest(n.created_at, n.expires_at) from public.notifications n
			where n.residence_id = $1 and greatest(n.created_at, n.expires_at) < $2$$,
		'delete from public.notifications where residence_id = $1 and id = any ($2::uuid[])'),
	-- Tests and welcomes: the others go with what they told.
	('notifications', 6, 1, 24, 'private.deliveries',
		$$select d.id::text, d.created_at from private.deliveries d
			where d.residence_id = $1 and d.notification_id is null and d.created_at < $2$$,
		'delete from private.deliveries where residence_id = $1 and id = any ($2::bigint[])'),
	-- Its trigger keeps six months whatever is chosen.
	('access_log', 12, 6, 36, 'public.access_log',
		$$select a.id::text, a.at from public.access_log a where a.residence_id = $1 and a.at < $2$$,
		'delete from public.access_log where residence_id = $1 and id = any ($2::bigint[])'),
	('mandates', 24, 6, 60, 'public.mandates',
		$$select d.id::text, d.ended_at from public.mandates d where d.residence_id = $1 and d.ended_at < $2$$,
		'delete from public.mandates where residence_id = $1 and id = any ($2::uuid[])'),
	-- A role counts until the next one, or until its holder leaves; a tenant holds none.
	('roles', 24, 6, 60, 'public.role_changes',
		$$select x.id::text, x.over_at from (select c.id, case when c.to_role = 'tenant' then c.at else coalesce(
				(select min(n.at) from public.role_changes n where n.member_id = c.member_id and n.id > c.id), m.ended_at) end as over_at
			from public.role_changes c join public.members m on m.id = c.member_id where c.residence_id = $1) x
			where x.over_at < $2$$,
		'delete from public.role_changes where residence_id = $1 and id = any ($2::bigint[])'),
	('roles', 24, 6, 60, 'public.substitutions',
		$$select s.id::text, least(s.revoked_at, s.ends_at) from public.substitutions s
			where s.residence_id = $1 and least(s.revoked_at, s.ends_at) < $2$$,
		'delete from public.substitutions where residence_id = $1 and id = any ($2::uuid[])'),
	('repeats', 1, 1, 1, 'private.order_keys',
		$$select k.client_key::text, k.at from private.order_keys k join public.rounds r on r.id = k.round_id
			where r.residence_id = $1 and k.at < $2$$,
		'delete from private.order_keys where client_key = any ($2::uuid[]) and $1 is not null')
$steps$;
comment on function private.retention_steps() is 'What goes when it is past its date, kind by kind: the one list of the preview and of the run.';

create function private.unname_orders(p_residence uuid, p_orders text[]) returns void
language sql security definer set search_path = '' as $$
	update public.orders set member_id = null, pickup_by = '', pickup_note = ''
		where residence_id = p_residence and id = any (p_orders::uuid[]);
	update public.order_changes set by_member = null, for_member = null, detail = detail - 'by' - 'note'
		where residence_id = p_residence and order_id = any (p_orders::uuid[]);
$$;
comment on function private.unname_orders(uuid, text[]) is 'Orders stay with their door and their sums; who asked, wrote and came does not.';

create function private.erase_rounds(p_residence uuid, p_rounds text[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_rounds uuid[] := array(select r.id from public.rounds r
		where r.residence_id = p_residence and r.id = any (p_rounds::uuid[]) order by r.id for update);
begin
	-- Corrections before what they correct, orders before what they asked for.
	delete from public.ledger_entries where round_id = any (v_rounds) and reverses is not null;
	delete from public.ledger_entries where round_id = any (v_rounds);
	delete from public.sheets where round_id = any (v_rounds);
	delete from public.orders where round_id = any (v_rounds);
	delete from public.rounds where id = any (v_rounds);
end;
$$;
comment on function private.erase_rounds(uuid, text[]) is 'Whole rounds whose accounts need not be kept any longer.';

create function private.drop_devices(p_sessions text[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
	-- Their refresh tokens too: without its row, a session could call itself a new device.
	delete from auth.sessions where id = any (p_sessions::uuid[]);
	delete from public.devices where session_id = any (p_sessions::uuid[]);
end;
$$;
comment on function private.drop_devices(text[]) is 'Forgets devices that have been signed out for long.';

create function private.months_kept(p_residence uuid, p_kind text) returns integer
language sql stable security definer set search_path = '' as $$
	select coalesce((select r.months from public.retention_rules r where r.residence_id = p_residence and r.kind = p_kind),
		(select s.usual from private.retention_steps() s where s.kind = p_kind limit 1));
$$;
comment on function private.months_kept(uuid, text) is 'For how many months a residence keeps things of a kind.';

create function private.check_months(p_months jsonb) returns void
language plpgsql stable security definer set search_path = '' as $$
declare
	v_rule record;
begin
	if p_months is null or jsonb_typeof(p_months) <> 'object' then
		perform private.refuse(422, 'value_invalid', '{"field": "months"}');
	end if;
	for v_rule in select m.key, m.value, s.shortest, s.longest from jsonb_each_text(p_months) m
		left join (select distinct x.kind, x.shortest, x.longest from private.retention_steps() x) s on s.kind = m.key
	loop
		if v_rule.shortest is null or coalesce(v_rule.value, '') !~ '^\d{1,3}$'
			or v_rule.value::integer not between v_rule.shortest and v_rule.longest then
			perform private.refuse(422, 'value_invalid', jsonb_build_object('field', v_rule.key));
		end if;
	end loop;
end;
$$;

-- With other months than those that count now, it shows what a change would do.
create function private.retention_view(p_residence uuid, p_months jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
	v_step record;
	v_months integer;
	v_rows bigint;
	v_oldest timestamptz;
	v_kinds jsonb := '[]';
	v_last jsonb;
begin
	for v_step in select s.* from private.retention_steps() with ordinality s order by s.ordinality loop
		v_months := coalesce((p_months ->> v_step.kind)::integer, private.months_kept(p_residence, v_step.kind));
		execute format('select count(*), min(x.at) from (%s) x(key, at)', v_step.pick)
			into v_rows, v_oldest using p_residence, now() - make_interval(months => v_months);
		v_last := v_kinds -> -1;
		if v_last ->> 'kind' = v_step.kind then
			v_kinds := jsonb_set(v_kinds, '{-1}', v_last || jsonb_build_object('rows', (v_last ->> 'rows')::bigint + v_rows,
				'oldest', least((v_last ->> 'oldest')::timestamptz, v_oldest)));
		else
			v_kinds := v_kinds || jsonb_build_object('kind', v_step.kind, 'months', v_months,
				'keptMonths', private.months_kept(p_residence, v_step.kind), 'usualMonths', v_step.usual,
				'leastMonths', v_step.shortest, 'mostMonths', v_step.longest, 'rows', v_rows, 'oldest', v_oldest);
		end if;
	end loop;
	return v_kinds;
end;
$$;
comment on function private.retention_view(uuid, jsonb) is
	'The kinds with their months and what would go now: how many rows, and the oldest. Changes nothing.';

create function private.first_retention_run(p_residence uuid) returns timestamptz
language sql stable security definer set search_path = '' as $$
	select coalesce((select u.first_run_at from private.retention_runs u where u.residence_id = r.id),
		r.created_at + interval '30 days') from public.residences r where r.id = p_residence;
$$;

create function private.page_retention(p_residence uuid, p_months jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
	v_me public.members := private.require_staff(p_residence);
begin
	if p_months is not null then
		perform private.check_months(p_months);
	end if;
	return jsonb_build_object('shell', private.shell(v_me),
		'kinds', private.retention_view(p_residence, coalesce(p_months, '{}')),
		'firstRunAt', private.first_retention_run(p_residence),
		'hasBegun', private.first_retention_run(p_residence) <= now(),
		'lastRunAt', (select u.last_run_at from private.retention_runs u where u.residence_id = p_residence),
		'lastCounts', (select u.last_counts from private.retention_runs u where u.residence_id = p_residence));
end;
$$;
create function public.page_retention(p_residence uuid, p_months jsonb default null) returns jsonb
language sql stable set search_path = '' as $$ select private.page_retention($1, $2); $$;
comment on function public.page_retention(uuid, jsonb) is
	'How long a residence keeps what, and what would go now (with p_months {kind: months} instead, when given). For caretaker and manager. Refuses: not_found, not_allowed, value_invalid.';

create function private.save_retention(p_residence uuid, p_months jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
begin
	perform private.check_months(p_months);
	insert into public.retention_rules as r (residence_id, kind, months, changed_by)
		select p_residence, m.key, m.value::smallint, v_staff.id from jsonb_each_text(p_months) m order by m.key
		on conflict (residence_id, kind) do update set months = excluded.months, changed_by = excluded.changed_by,
			changed_at = now()
			where r.months <> excluded.months;
end;
$$;
create function public.save_retention(p_residence uuid, p_months jsonb) returns void
language sql set search_path = '' as $$ select private.save_retention($1, $2); $$;
comment on function public.save_retention(uuid, jsonb) is
	'Keeps things of these kinds for so many months from now on: {kind: months}. For caretaker and manager. Refuses: not_found, not_allowed, value_invalid (field: the kind).';

create function private.start_retention(p_residence uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
	perform private.require_staff(p_residence);
	insert into private.retention_runs as u (residence_id, first_run_at) values (p_residence, now())
		on conflict (residence_id) do update set first_run_at = least(u.first_run_at, now());
end;
$$;
create function public.start_retention(p_residence uuid) returns void
language sql set search_path = '' as $$ select private.start_retention($1); $$;
comment on function public.start_retention(uuid) is
	'The first run need not wait a month: what would go was looked at. For caretaker and manager. Refuses: not_found, not_allowed.';

grant execute on function private.page_retention(uuid, jsonb), public.page_retention(uuid, jsonb),
	private.save_retention(uuid, jsonb), public.save_retention(uuid, jsonb),
	private.start_retention(uuid), public.start_retention(uuid) to authenticated;

create function private.run_retention(p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_run private.retention_runs;
	v_step record;
	v_keys text[];
	v_left integer := least(greatest(p_limit, 1), 5000);
begin
	insert into private.retention_runs (residence_id, first_run_at)
		select r.id, r.created_at + interval '30 days' from public.residences r
		where not exists (select from private.retention_runs u where u.residence_id = r.id)
		on conflict do nothing;
	-- One worker at a residence; another takes the next one.
	select * into v_run from private.retention_runs
		where first_run_at <= now() and (last_run_at is null or last_run_at < now() - interval '20 hours')
		order by last_run_at nulls first, residence_id limit 1 for update skip locked;
	if not found then
		return null;
	end if;
	for v_step in select s.* from private.retention_steps() with ordinality s order by s.ordinality loop
		execute format('select coalesce(array_agg(y.key), ''{}'') from (select x.key from (%s) x(key, at) order by x.at limit $3) y', v_step.pick)
			into v_keys using v_run.residence_id,
				now() - make_interval(months => private.months_kept(v_run.residence_id, v_step.kind)), v_left;
		continue when v_keys = '{}';
		execute v_step.act using v_run.residence_id, v_keys;
		v_left := v_left - cardinality(v_keys);
		v_run.counting := v_run.counting || jsonb_build_object(v_step.kind,
			coalesce((v_run.counting ->> v_step.kind)::integer, 0) + cardinality(v_keys));
		exit when v_left = 0;
	end loop;
	if v_left = 0 then
		-- What is left goes in the next transaction: people never wait for long behind this one.
		update private.retention_runs set counting = v_run.counting where residence_id = v_run.residence_id;
	else
		update private.retention_runs set last_run_at = now(), last_counts = v_run.counting, counting = '{}'
			where residence_id = v_run.residence_id;
	end if;
	return jsonb_build_object('isDone', v_left > 0, 'counts', v_run.counting);
end;
$$;
create function public.run_retention(p_limit integer) returns jsonb
language sql set search_path = '' as $$ select private.run_retention($1); $$;
comment on function public.run_retention(integer) is
	'Lets go of at most p_limit things past their date, in one residence that was not yet done today: {"isDone", "counts": {kind: rows so far}}; null when all are done. For the worker.';

-- What belongs to no residence: counters of tries, what Auth wrote down of sign-ins, and accounts that nobody can do anything with any more.
create function private.forget_leftovers(p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_tries integer;
	v_accounts integer;
begin
	delete from private.attempts where ctid = any (array(select a.ctid from private.attempts a
		where a.at < clock_timestamp() - interval '1 day' limit p_limit for update skip locked));
	get diagnostics v_tries = row_count;
	delete from private.email_proofs where user_id = any (array(select p.user_id from private.email_proofs p
		where p.asked_at < clock_timestamp() - interval '1 day' limit p_limit for update skip locked));
	if private.is_ours('auth.audit_log_entries', 'select, delete') then
		delete from auth.audit_log_entries where id = any (array(select l.id from auth.audit_log_entries l
			where l.created_at < now() - interval '3 months' limit p_limit));
	end if;
	insert into private.account_deletions (user_id, due_at)
		select u.id, clock_timestamp() from auth.users u
		where coalesce(u.created_at, now()) < now() - interval '3 months'
			and not exists (select from public.members m where m.user_id = u.id and m.ended_at is null)
			and not exists (select from public.join_requests q where q.user_id = u.id and q.state = 'waiting')
			and not exists (select from public.devices d where d.user_id = u.id and d.last_seen_at > now() - interval '3 months')
			-- Known again in a residence, and not signed in since.
			and not exists (select from public.member_contacts c where c.email = lower(u.email))
			and not exists (select from private.account_deletions d where d.user_id = u.id)
		order by u.id limit p_limit on conflict do nothing;
	get diagnostics v_accounts = row_count;
	return jsonb_build_object('tries', v_tries, 'accounts', v_accounts);
end;
$$;
create function public.forget_leftovers(p_limit integer) returns jsonb
language sql set search_path = '' as $$ select private.forget_leftovers($1); $$;
comment on function public.forget_leftovers(integer) is
	'Drops counters of tries and codes for a new address after a day, the log of sign-ins after three months, and gives accounts without a residence, unused for three months, to the deletion. Answers how many. For the worker.';
grant execute on function private.run_retention(integer), public.run_retention(integer),
	private.forget_leftovers(integer), public.forget_leftovers(integer) to service_role;

create function private.page_privacy() returns jsonb
language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'usual', (select jsonb_object_agg(s.kind, s.usual) from private.retention_steps() s),
		'residences', (select coalesce(jsonb_agg(jsonb_build_object('name', r.name, 'organisation', o.name,
				'lodgePhone', r.lodge_phone,
				'months', (select jsonb_object_agg(s.kind, private.months_kept(r.id, s.kind)) from private.retention_steps() s))
				order by r.name), '[]')
			from public.members m join public.residences r on r.id = m.residence_id
			join public.organisations o on o.id = r.organisation_id
			where m.user_id = private.me() and m.ended_at is null));
$$;
create function public.page_privacy() returns jsonb
language sql stable set search_path = '' as $$ select private.page_privacy(); $$;
comment on function public.page_privacy() is
	'How long things are kept: usually, and in each residence of the person who asks. For everybody.';
grant execute on function private.page_privacy(), public.page_privacy() to anon, authenticated;
