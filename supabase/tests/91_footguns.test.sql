-- Mistakes that a policy, a view or a function can hide for years, each a rule that finds it; and for each rule an object
-- made so on purpose, which must be found. What a rule may let pass is named with its reason.

begin;

create view pg_temp.our_tables as
	select c.oid, c.relname::text as name, c.relkind, c.relrowsecurity, c.reloptions from pg_class c
	where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm', 'f')
		and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e');
create view pg_temp.our_policies as
	select p.polname::text as name, c.relname::text as object, c.oid, p.polcmd, p.polroles, c.relnamespace,
		pg_get_expr(p.polqual, p.polrelid) as reads, pg_get_expr(p.polwithcheck, p.polrelid) as writes,
		concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as says
	from pg_policy p join pg_class c on c.oid = p.polrelid
	where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace, to_regnamespace('storage'));
create view pg_temp.our_functions as
	select p.oid, n.nspname::text as schema, p.proname::text as name, p.prosecdef as definer, p.prosrc as body,
		coalesce(p.proconfig, '{}') as config, p.prorettype, p.proacl, p.proowner
	from pg_proc p join pg_namespace n on n.oid = p.pronamespace
	where n.nspname in ('public', 'private') and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e');
-- Tables that people write without a function in between.
create view pg_temp.written as
	select t.oid, t.name from pg_temp.our_tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
	where has_column_privilege('authenticated', t.oid, a.attnum, 'insert') or has_column_privilege('authenticated', t.oid, a.attnum, 'update')
	group by 1, 2;

create view pg_temp.found(rule, object) as
	select 'a table without row-level security', name from pg_temp.our_tables t
		where relkind in ('r', 'p') and not relrowsecurity and t.oid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
	union all select 'a table without a policy', name from pg_temp.our_tables t
		where relkind in ('r', 'p') and t.oid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
			and not exists (select from pg_policy p where p.polrelid = t.oid)
	union all select 'a view that reads with the rights of its owner', name from pg_temp.our_tables
		where relkind in ('m', 'f') or relkind = 'v' and not coalesce(reloptions, '{}') && array['security_invoker=true', 'security_invoker=on']
	union all select 'a policy for everybody', name from pg_temp.our_policies where polroles <> array[to_regrole('authenticated')::oid]
	union all select 'a policy for all commands', name from pg_temp.our_policies where polcmd = '*'
	union all select 'a policy that is always true', name from pg_temp.our_policies where reads = 'true' or writes = 'true'
	union all select 'a policy that asks once per row', name from pg_temp.our_policies
		-- What is left after "(select private.x())", which is asked once, and is still a call.
		where regexp_replace(says, '(SELECT|FROM) (private|auth)\.\w+\(\)', '', 'g') ~ '\m(private|auth|public)\.\w+\(|current_setting\('
	union all select 'a policy with an EXISTS that follows the row', name from pg_temp.our_policies where says ~ '\mEXISTS\M'
	union all select 'a policy that believes the token', name from pg_temp.our_policies
		where says ~* 'jwt|user_metadata|app_metadata|auth\.role\('
	union all select 'a function that believes the token', name from pg_temp.our_functions
		where body ~* 'jwt|user_metadata|app_metadata|auth\.role\('
	union all select 'an update that need not leave the row where it is', name from pg_temp.our_policies
		where polcmd = 'w' and (writes is null or writes not like '%residence_id%') and relnamespace = 'public'::regnamespace
	union all select 'a column that says whose the row is and can be changed', t.name || '.' || a.attname
		from pg_temp.our_tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
		where has_column_privilege('authenticated', t.oid, a.attnum, 'update') and exists (select from pg_constraint k
			where k.conrelid = t.oid and k.contype in ('p', 'f') and a.attnum = any (k.conkey))
	union all select 'a key that tells of rows elsewhere', w.name || ' ' || i.indexrelid::regclass::text
		from pg_temp.written w join pg_index i on i.indrelid = w.oid and i.indisunique and not i.indisprimary
		where not exists (select from pg_attribute a where a.attrelid = w.oid and a.attname = 'residence_id' and a.attnum = any (i.indkey::smallint[]))
	union all select 'a reference that tells of rows elsewhere', w.name || ' ' || k.conname
		from pg_temp.written w join pg_constraint k on k.conrelid = w.oid and k.contype = 'f' and k.confrelid <> 'public.residences'::regclass
		where not exists (select from pg_attribute a where a.attrelid = w.oid and a.attname = 'residence_id' and a.attnum = any (k.conkey))
	union all select 'a function with the rights of the owner that the API shows', name from pg_temp.our_functions where schema = 'public' and definer
	union all select 'a function that looks names up anywhere', schema || '.' || name from pg_temp.our_functions where not config @> array['search_path=""']
	union all select 'a function that everybody may call', schema || '.' || name from pg_temp.our_functions f
		where exists (select from aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a where a.grantee = 0)
	union all select 'a function with the rights of the owner that does not ask who is there', f.name from pg_temp.our_functions f
		where f.definer and f.schema = 'private' and f.prorettype <> 'trigger'::regtype
			and has_function_privilege('authenticated', f.oid, 'execute') and f.body !~ 'private\.(require_\w+|me|my_\w+|read_round|staff_sheet)\(|auth\.uid\('
	union all select 'a table that is sent to whoever listens', tablename::text from pg_publication_tables where schemaname in ('public', 'private', 'storage')
	union all select 'a bucket that anybody may read', id::text from storage.buckets where public
	union all select 'a list of files beyond one''s residence', name from pg_temp.our_policies
		where relnamespace = 'storage'::regnamespace and (object <> 'objects' or says !~ 'bucket_id = ' or says !~ 'storage\.foldername');

-- What may be as it is, and why.
create temp table allowed(rule text, object text);
insert into allowed values
	-- Called for rows behind one's own door only: the condition before it has left few.
	('a policy that asks once per row', 'households read their orders, the desk reads all'),
	('a policy that asks once per row', 'households read what they owe, staff read all'),
	-- Which session asks is all that is believed, and compared with a row of devices.
	('a function that believes the token', 'session_id'), ('a function that believes the token', 'me'),
	-- Sets the claims for a call of the server; nobody else may call it.
	('a function that believes the token', 'call_as');
insert into allowed select 'a function with the rights of the owner that does not ask who is there', unnest(array[
	-- For anybody: they answer nothing of a residence, or only to who holds the producer's link.
	'setup_status', 'demo_people', 'producer_sheet', 'confirm_sheet',
	-- To who holds the token of a message; answers nothing.
	'report_delivery',
	-- Parts of pages, given a row that the page has read as its reader. The API shows no function of this schema.
	'shell', 'member_name', 'has_account', 'household_names', 'lived_since', 'minimum_missing', 'sheet_view', 'round_view', 'order_view',
	'offers_view', 'last_order_view', 'history_view', 'owed_cents', 'own_owed_cents', 'paid_cents', 'order_summary',
	'unread_notifications', 'told_round',
	'member_role', 'role_news', 'is_standing_in', 'stands_in_yet',
	'mandate_view', 'ordering_household', 'refuse_household', 'helped_households', 'has_mandate', 'whom_view',
	-- Two acts in one, each of which asks.
	'hand_over']);

-- Makes something in a way that a rule is against, and looks whether the rule finds it.
create function pg_temp.finds(p_rule text, p_sql text) returns boolean language plpgsql as $$
declare
	v_found boolean;
begin
	execute 'set constraints all immediate';
	execute p_sql;
	v_found := (select count(*) from pg_temp.found where rule = p_rule) > (select count(*) from allowed where rule = p_rule);
	raise exception using errcode = 'TDONE';
exception when sqlstate 'TDONE' then
	return v_found;
end;
$$;
create temp table seeds(rule text, made_so text);
insert into seeds values
	('a table without row-level security', 'create table public.bad (id integer); grant select on public.bad to authenticated'),
	('a table without row-level security', 'alter table public.orders disable row level security'),
	('a table without a policy', 'create table public.bad (id integer); alter table public.bad enable row level security'),
	('a view that reads with the rights of its owner', 'create view public.bad as select * from public.members'),
	('a view that reads with the rights of its owner', 'create view public.bad with (security_invoker = false) as select * from public.members'),
	('a view that reads with the rights of its owner', 'create materialized view public.bad as select * from public.members'),
	('a policy for everybody', 'create policy bad on public.orders for select using (residence_id in (select private.my_residence_ids()))'),
	('a policy for everybody', 'create policy bad on public.orders for select to authenticated, anon using (residence_id in (select private.my_residence_ids()))'),
	('a policy for all commands', 'create policy bad on public.orders for all to authenticated using (residence_id in (select private.my_staff_residence_ids()))'),
	('a policy that is always true', 'create policy bad on public.orders for select to authenticated using (true)'),
	('a policy that is always true', 'create policy bad on public.orders for insert to authenticated with check (true)'),
	('a policy that asks once per row', 'create policy bad on public.orders for select to authenticated using (household_id = auth.uid())'),
	('a policy that asks once per row', 'create policy bad on public.orders for select to authenticated using (private.is_made_address(id::text))'),
	('a policy that asks once per row', 'create policy bad on public.devices for select to authenticated using (user_id = private.me())'),
	('a policy with an EXISTS that follows the row', 'create policy bad on public.orders for select to authenticated using (exists (select from public.members m where m.residence_id = orders.residence_id))'),
	('a policy that believes the token', $$create policy bad on public.orders for select to authenticated using ((select auth.jwt() ->> 'residence') = residence_id::text)$$),
	('a policy that believes the token', $$create policy bad on public.orders for select to authenticated using ((select current_setting('request.jwt.claims')::jsonb -> 'user_metadata' ->> 'role') = 'caretaker')$$),
	('a function that believes the token', $$create function private.bad() returns boolean language sql set search_path = '' as 'select auth.jwt() ->> ''role'' = ''caretaker'''$$),
	('an update that need not leave the row where it is', 'create policy bad on public.orders for update to authenticated using (residence_id in (select private.my_staff_residence_ids()))'),
	('an update that need not leave the row where it is', 'create policy bad on public.orders for update to authenticated using (residence_id in (select private.my_staff_residence_ids())) with check (total_cents > 0)'),
	('a column that says whose the row is and can be changed', 'grant update (residence_id) on public.products to authenticated'),
	('a column that says whose the row is and can be changed', 'grant update (household_id) on public.members to authenticated'),
	('a column that says whose the row is and can be changed', 'grant update on public.members to authenticated'),
	('a key that tells of rows elsewhere', 'create unique index bad on public.producers (email)'),
	('a key that tells of rows elsewhere', 'grant insert (code) on public.join_codes to authenticated; alter table public.join_codes drop constraint join_codes_pkey'),
	('a reference that tells of rows elsewhere', 'grant insert (sheet_id, offer_id) on public.sheet_lines to authenticated'),
	('a function with the rights of the owner that the API shows', $$create function public.bad() returns integer language sql security definer set search_path = '' as 'select 1'$$),
	('a function that looks names up anywhere', $$create function private.bad() returns integer language sql as 'select 1'$$),
	('a function that looks names up anywhere', $$create function private.bad() returns integer language sql set search_path = public as 'select 1'$$),
	('a function that everybody may call', $$create function private.bad() returns integer language sql set search_path = '' as 'select 1'; grant execute on function private.bad() to public$$),
	('a function with the rights of the owner that does not ask who is there', $$create function private.bad(p_id uuid) returns text language sql security definer set search_path = '' as 'select phone from public.member_contacts where member_id = p_id';
		grant execute on function private.bad(uuid) to authenticated$$),
	('a table that is sent to whoever listens', 'create publication bad for table public.orders'),
	('a bucket that anybody may read', $$update storage.buckets set public = true where id = 'photos'$$),
	('a list of files beyond one''s residence', $$create policy bad on storage.objects for select to authenticated using (bucket_id = 'photos')$$),
	('a list of files beyond one''s residence', 'create policy bad on storage.buckets for select to authenticated using (id is not null)');

select plan(2 + (select count(*) from seeds)::integer);
select is_empty('select rule, object from pg_temp.found except select rule, object from allowed', 'no rule finds anything that has not been looked at');
select is_empty($$select rule, object from allowed where object <> 'call_as' except select rule, object from pg_temp.found$$, 'nothing is allowed any more that is gone');
select ok(pg_temp.finds(rule, made_so), format('%s is found: %s', rule, made_so)) from seeds;

select * from finish();
rollback;
