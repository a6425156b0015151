-- Odile wants her account deleted: seven days to change her mind, then nothing tells of her but sums of money.

begin;
select plan(112);
select tests.begin_story();
select tests.add_round('week');
select tests.add_round('old week');

-- Traces of Odile (B 12, with Paul) everywhere: orders, a pick-up, money, a letter, a request, devices.
select is(tests.refusal('nadia', format('select public.issue_letters(%L, array[%L, %L]::uuid[], 4, 60)', tests.id('tilleuls'), tests.id('b12'), tests.id('b14'))), 'done', 'letters are there');
insert into public.letter_uses (residence_id, letter_id, member_id, key, address)
	select residence_id, id, tests.id('odile'), gen_random_uuid(), 'odile@tests.invalid' from public.letters where household_id = tests.id('b12');
insert into public.join_requests (residence_id, household_id, user_id, name, state, member_id)
	values (tests.id('tilleuls'), tests.id('b12'), tests.id('odile user'), 'Odile', 'approved', tests.id('odile'));
insert into private.mails (residence_id, kind, dedupe_key, to_address, payload) values (tests.id('tilleuls'), 'test', 'x', 'odile@tests.invalid', '{}');
select is(tests.refusal('odile@phone', $$select public.register_device('Phone', 'code')$$), 'done', 'so is her phone');
select is(tests.refusal('odile@phone', tests.place('old week', 'b12', '{"carrots": 0.5}')), 'done', 'she ordered');
select is(tests.refusal('karim', tests.place('old week', 'b14', '{"eggs": 6}')), 'done', 'Karim too');
select is(tests.refusal('nadia', format('select public.close_round(%L, true)', tests.id('old week'))), 'done', 'the round closed');
update public.rounds set state = 'delivered' where id = tests.id('old week');
select is(tests.refusal('nadia', format('select public.pick_up(%L, ''collected'', ''Odile'', ''Odile a mal au dos'')', (select id from public.orders where household_id = tests.id('b12')))), 'done', 'she came for it');
select is(tests.refusal('nadia', format('select public.pick_up(%L, ''collected'', ''odile'', '''')', (select id from public.orders where household_id = tests.id('b14')))), 'done', 'and for Karim''s');
select is(tests.refusal('nadia', format('select public.record_payment(%L, %L, ''payment'', ''cash'', 91, 100, ''Monnaie rendue à Odile'', gen_random_uuid())', tests.id('old week'), tests.id('b12'))), 'done', 'and paid');
select is(tests.refusal('odile@phone', tests.place('week', 'b12', '{"carrots": 1}')), 'done', 'she ordered again');
select is(tests.refusal('karim', tests.place('week', 'b14', '{"carrots": 1}')), 'done', 'as Karim did');
insert into auth.audit_log_entries (id, payload, created_at) values
	(gen_random_uuid(), format('{"action": "login", "actor_id": "%s", "actor_username": "odile@tests.invalid"}', tests.id('odile user'))::json, now()),
	(gen_random_uuid(), to_json(format('{"action":"logout","actor_id":"%s","actor_username":"odile@tests.invalid"}', tests.id('odile user'))), now() + interval '1 minute'),
	(gen_random_uuid(), format('{"action": "login", "actor_id": "%s"}', tests.id('karim user'))::json, now());
insert into auth.flow_state (id, user_id, auth_code, code_challenge_method, code_challenge, provider_type, authentication_method) values (gen_random_uuid(), tests.id('odile user'), 'x', 's256', 'x', 'email', 'otp');
create temp table sums as select o.id, o.total_cents from public.orders o;
create temp table money as select id, amount_cents, kind, method, household_id, round_id, at from public.ledger_entries;
create function pg_temp.traces(p_text text) returns text language plpgsql as $$
declare
	v_table record;
	v_found boolean;
	v_where text := '';
begin
	for v_table in select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname in ('public', 'private', 'auth') and c.relkind = 'r'
			and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') order by 1, 2 loop
		execute format('select exists (select from %I.%I t where to_jsonb(t)::text ilike %L)', v_table.nspname, v_table.relname, '%' || p_text || '%') into v_found;
		if v_found then v_where := v_where || ' ' || v_table.relname; end if;
	end loop;
	return trim(v_where);
end;
$$;
select is(pg_temp.traces('odile'), 'audit_log_entries users mails join_requests ledger_entries letter_uses member_contacts members order_changes orders', 'she is in all these places');

-- What she takes away: all of hers, nothing of her neighbours.
create temp table taken as select tests.answer('odile@phone', 'select public.my_data()')::jsonb as data;
create function pg_temp.in_section(p_section text) returns bigint language sql as $$ select jsonb_array_length(data -> p_section) from taken; $$;
select set_eq($$select jsonb_object_keys(data) from taken$$, $$select section from private.data_sections() union all values ('format'), ('madeAt'), ('account'), ('timeZone')$$, 'she has all sections');
select is((select string_agg(s || ' ' || pg_temp.in_section(s), ', ' order by s) from unnest(array['memberships', 'contacts', 'joinRequests', 'lettersUsed', 'devices', 'orders', 'payments', 'mails', 'repeatedRequests']) s),
	'contacts 1, devices 1, joinRequests 1, lettersUsed 1, mails 1, memberships 1, orders 2, payments 2, repeatedRequests 2', 'each with what there is');
select is((select data #>> '{signIns,0,what}' || ' ' || (data #>> '{signIns,1,what}') || pg_temp.in_section('signIns') from taken), 'login logout2', 'and when she came and went, however Auth wrote it down');
select is((select data #>> '{orders,0,lines,0,product}' from taken), 'Carrots', 'orders with their lines');
select is((select data #>> '{orders,0,pickupNote}' from taken), 'Odile a mal au dos', 'notes about her too');
select is((select data::text ~* 'karim|nadia|paul|b 14|samia' from taken), false, 'no neighbour is in it');
select is((select data::text ~* (select string_agg(token_hash || '|' || code_hash, '|') from public.letters) from taken), false, 'no hash of a letter');
select is((select data::text ilike '%' || tests.id('phone') || '%' from taken), false, 'no id of a session');
select is((tests.answer('karim', 'select public.my_data()')::jsonb -> 'payments') @> '[{"kind": "payment"}]', false, 'Karim does not see what she paid');
select is((tests.answer('paul', 'select public.my_data()')::jsonb -> 'orders' -> 0 ->> 'forMe'), 'false', 'Paul takes the household''s orders, placed for her');
select is(tests.answer('nadia', 'select public.my_data()')::jsonb -> 'acts' @> '[{"what": "money_payment"}, {"what": "order_pickup"}, {"what": "letter_made"}]', true, 'Nadia takes what she did');
select is((tests.answer('nadia', 'select public.my_data()')::jsonb)::text ~* 'odile|karim|b 12', false, 'without saying for whom');
select is(tests.answer('nobody', 'select public.my_data()')::jsonb -> 'memberships', '[]'::jsonb, 'an account without a residence gets an empty list');
select is((select string_agg(tests.refusal('odile@phone', 'select public.my_data()'), ' ') from generate_series(1, 5)), 'done done done done PT429 too_many_tries', 'five times an hour');
select is(tests.refusal('anon', 'select public.my_data()'), '42501', 'a stranger takes nothing');
select is(tests.refusal('odile@other', 'select public.my_data()'), 'PT401 session_ended', 'nor does a phone that was signed out');

-- Who may, and when.
select is(tests.refusal('anon', 'select public.ask_deletion()'), '42501', 'a stranger asks nothing');
select is(tests.refusal('odile@other', 'select public.ask_deletion()'), 'PT401 session_ended', 'nor does a device that was signed out');
select is(tests.refusal('odile', format('select public.erase_account(%L, true)', tests.id('karim user'))), '42501', 'nobody deletes a neighbour');
select is(tests.refusal('yves', 'select public.ask_deletion()'), 'PT409 last_caretaker', 'the last caretaker names a successor first');
select is(tests.answer('yves', format('select public.page_my_data(%L)', tests.id('cedres')))::jsonb ->> 'lastCaretakerOf', 'Les Cèdres', 'the page says so before');
select is(tests.answer('odile@phone', format('select public.page_my_data(%L)', tests.id('tilleuls')))::jsonb #> '{shell,deletion}', 'null', 'nothing is under way');
select is(tests.answer('odile@phone', 'select public.ask_deletion()')::timestamptz > now() + interval '167 hours', true, 'Odile asks: seven days from now');
create temp table asked as select * from private.account_deletions;
select is(tests.answer('odile@phone', 'select public.ask_deletion()')::timestamptz, (select due_at from asked), 'asking again moves nothing');
select is((tests.answer('odile@phone', format('select public.page_home(%L)', tests.id('tilleuls')))::jsonb #>> '{shell,deletion,dueAt}')::timestamptz, (select due_at from asked), 'every page tells her the day');
select is(tests.answer('paul', format('select public.page_home(%L)', tests.id('tilleuls')))::jsonb #> '{shell,deletion}', 'null', 'and nobody else');
select is(tests.count('worker', 'select public.due_deletions(10)'), 0, 'nothing is due');
select is(tests.answer('worker', format('select public.erase_account(%L, true)', tests.id('odile user'))), 'gone', 'nor done before the day');
select is(tests.refusal('odile@phone', 'select public.cancel_deletion()'), 'done', 'she changes her mind');
select is((select count(*) from private.account_deletions), 0::bigint, 'and nothing is under way any more');
select is(tests.refusal('karim', 'select public.cancel_deletion()'), 'done', 'taking back what nobody asked is no fault');

-- The day has come.
select is(tests.refusal('odile@phone', 'select public.ask_deletion()'), 'done', 'she asks again');
update private.account_deletions set due_at = now() - interval '1 minute';
select is(tests.answer('worker', 'select user_id from public.due_deletions(10)'), tests.id('odile user')::text, 'the worker finds her');
select is(tests.answer('worker', format('select public.erase_account(%L, true)', tests.id('odile user'))), 'erased', 'and forgets her');
select is(pg_temp.traces('odile'), '', 'no table knows her name or address any more');
select is(pg_temp.traces(tests.id('odile user')::text), '', 'nor her account');
select is(tests.refusal('odile@phone', format('select public.page_home(%L)', tests.id('tilleuls'))), 'PT401 session_ended', 'her phone is signed out');
select is(tests.answer('worker', format('select public.erase_account(%L, true)', tests.id('odile user'))), 'gone', 'once more does nothing');
select is((select name || coalesce(role, '') || (ended_at is not null)::text || (household_id is null)::text from public.members where id = tests.id('odile')), 'tenanttruetrue', 'a row without name, door and role is left');
select set_eq('select o.id, o.total_cents from public.orders o', 'select * from sums', 'orders and totals are as before');
select set_eq('select id, amount_cents, kind, method, household_id, round_id, at from public.ledger_entries', 'select * from money', 'so is the money');
select is((select state from public.orders where household_id = tests.id('b12') and round_id = tests.id('week')), 'placed', 'the basket of this week stays for Paul, who still lives there');
select is((select pickup_by || pickup_note from public.orders where household_id = tests.id('b14') and round_id = tests.id('old week')), '', 'her name left the neighbour''s order');
select is(tests.answer('paul', format('select public.page_round(%L)', tests.id('week')))::jsonb #>> '{history,0,by}', '', 'pages get a name without letters, and say "former neighbour"');
select is(tests.answer('paul', format('select public.page_orders(%L)', tests.id('tilleuls')))::jsonb -> 'shell' -> 'member' ->> 'name', 'Paul', 'Paul is as he was');

-- Paul is the last behind the door: his live order goes with him.
select is(tests.refusal('paul', 'select public.ask_deletion()'), 'done', 'Paul wants to be forgotten too');
update private.account_deletions set due_at = now() - interval '1 minute';
select is(tests.answer('worker', format('select public.erase_account(%L, false)', tests.id('paul user'))), 'erased', 'on hosted Supabase, all but the account');
select is((select state from public.orders where household_id = tests.id('b12') and round_id = tests.id('week')), 'cancelled', 'nobody would come for the basket: cancelled');
select is((select total_cents from public.orders where household_id = tests.id('b12') and round_id = tests.id('old week')), 91, 'what was eaten stays in the accounts');
select is((select revoked_at is not null from public.letters where household_id = tests.id('b12')), true, 'the letter of the door opens nothing');
select is((select is_erased from private.due_deletions(5)), true, 'his account waits for the admin API');
select is(tests.answer('worker', format('select public.erase_account(%L, false)', tests.id('paul user'))), 'gone', 'his data are not erased twice');
select is(tests.refusal('paul', format('select public.page_home(%L)', tests.id('tilleuls'))), 'PT404 not_found', 'he is nobody here');
delete from auth.users where id = tests.id('paul user');
select is((select count(*) from private.account_deletions), 0::bigint, 'and the wish goes with the account');

-- Who only asked to be let in need not wait.
insert into auth.users (id, email) values (tests.id('fatou user'), 'fatou@tests.invalid');
insert into public.join_requests (residence_id, household_id, user_id, name, phone) values (tests.id('tilleuls'), tests.id('b14'), tests.id('fatou user'), 'Fatou Diop', '06');
select is(tests.answer('fatou', 'select public.ask_deletion()')::timestamptz <= clock_timestamp(), true, 'Fatou, who waits for the caretaker, asks: at once');
select is(tests.answer('worker', format('select public.erase_account(%L, true)', tests.id('fatou user'))), 'erased', 'she is forgotten');
select is(pg_temp.traces('fatou'), '', 'with her request');

-- Two residences, and a caretaker who became the last one meanwhile.
insert into public.members (residence_id, user_id, name, role) values (tests.id('cedres'), tests.id('nestor user'), 'Nestor', 'tenant');
select is(tests.refusal('nestor', 'select public.ask_deletion()'), 'done', 'Nestor, one of two caretakers, asks');
update private.account_deletions set due_at = now() - interval '1 minute';
select is(tests.refusal('claire', format('select public.end_member(%L, %L)', tests.id('tilleuls'), tests.id('nadia'))), 'done', 'meanwhile Nadia leaves');
select is(tests.answer('worker', format('select public.erase_account(%L, true)', tests.id('nestor user'))), 'last_caretaker', 'he is needed now');
select is(tests.answer('nestor', format('select public.page_home(%L)', tests.id('tilleuls')))::jsonb #>> '{shell,deletion,heldBy}', 'last_caretaker', 'and told so');
select is((select count(*) from private.due_deletions(5)), 0::bigint, 'it is tried again tomorrow');
update public.members set role = 'caretaker' where id = tests.id('samia');
update private.account_deletions set due_at = now() - interval '1 minute';
select is(tests.answer('worker', format('select public.erase_account(%L, true)', tests.id('nestor user'))), 'erased', 'with Samia as caretaker he may go');
select is((select count(*) from public.members where name = 'Nestor'), 0::bigint, 'from both residences');

-- Karim has been relay, stands in for Samia, trusts Hana, is trusted by Marcel (who said so) and has a password.
select tests.answer('samia', format('select public.change_role(%L, %L, %L)', tests.id('tilleuls'), tests.id('karim'), r)) from unnest(array['relay', 'tenant']) r;
select is(tests.refusal('samia', format('select public.name_substitute(%L, %L, %L, current_date + 1, current_date + 8)', tests.id('tilleuls'), tests.id('samia'), tests.id('karim'))), 'done', 'Karim will stand in for Samia');
update public.substitutions set starts_on = current_date - 1, starts_at = now() - interval '1 day';
select is(tests.refusal('samia', format('select public.record_mandate(%L, %L, ''Karim'', %L, null, ''{orders}'', 6, ''helper'', ''Monsieur Marcel, Karim peut-il commander pour vous ?'')', tests.id('tilleuls'), tests.id('marcel'), tests.id('b14'))), 'done', 'Marcel said yes to Karim');
insert into private.passwords (user_id, hash) values (tests.id('karim user'), 'a-slow-hash');
insert into private.email_proofs (user_id, email, code_hash) values (tests.id('karim user'), 'karim.new@tests.invalid', 'a-code-hash');
insert into private.mails (residence_id, kind, dedupe_key, to_address, payload) values (tests.id('tilleuls'), 'helper_invited', 'helper:' || tests.id('karim trusts hana'), 'hana@tests.invalid', '{"person": "Karim"}');
select private.notify('basket_ready', tests.id('tilleuls'), array[tests.id('karim')], tests.id('week'), 'ready');
create temp table karims as select tests.answer('karim', 'select public.my_data()')::jsonb as data;
select is((select (data #> '{password,0}') - 'since' from karims), '{}'::jsonb, 'he reads since when he has a password, and nothing of it');
select is((select data::text ~ 'a-slow-hash|a-code-hash' from karims), false, 'no hash anywhere');
select is((select data #>> '{emailProofs,0,email}' from karims), 'karim.new@tests.invalid', 'the address that waits');
select set_eq($$select x ->> 'person' as person, x ->> 'helper' as helper, x ->> 'given' as given, x ->> 'recordedBy' as recorder, x ->> 'askedBy' as asked, x ->> 'readOut' as sentence, x -> 'endedAt' = 'null' as lasts from karims, jsonb_array_elements(data -> 'mandates') x$$,
	$$values ('Karim'::text, 'Hana'::text, 'by_person'::text, null::text, null::text, null::text, true), ('Karim', 'Gus', 'by_person', null, null, null, false),
		('Marcel', 'Karim', 'by_voice', 'Samia', 'helper', 'Monsieur Marcel, Karim peut-il commander pour vous ?', true)$$, 'whom he trusts and who trusts him, given how');
select is((select string_agg(concat_ws(' ', x ->> 'from', x ->> 'role', x ->> 'by'), ', ') from karims, jsonb_array_elements(data -> 'roleChanges') x), 'tenant relay Samia, relay tenant Samia', 'who gave him which role');
select is((select (data #>> '{substitutions,0,absent}') || ' ' || (data #>> '{substitutions,0,substitute}') from karims), 'Samia Karim', 'for whom he stands in');
select is((select count(*) from karims, jsonb_array_elements(data -> 'notifications') x where x ->> 'kind' = 'basket_ready' and x ->> 'round' is not null and x -> 'readAt' = 'null'), 1::bigint, 'what he was told, and that he has not read it');
create temp table samias as select tests.answer('samia', 'select public.my_data()')::jsonb -> 'acts' as acts;
select is((select string_agg(distinct x ->> 'what', ' ' order by x ->> 'what') from samias, jsonb_array_elements(acts) x where x ->> 'what' ~ '^(mandate|role|substitute)_'), 'mandate_recorded role_given substitute_named', 'Samia takes what she did');
select is((select acts::text ~* 'karim|marcel' from samias), false, 'without saying for whom');
select is((tests.answer('hana', 'select public.my_data()')::jsonb #>> '{memberships,0,role}') || ' ' || (tests.answer('hana', 'select public.my_data()')::jsonb #>> '{mandates,0,person}'), 'helper Karim', 'a helper from elsewhere takes theirs');
select is(tests.refusal('samia', 'select public.ask_deletion()'), 'PT409 last_caretaker', 'somebody who stands in is no successor');
update public.members set role = 'caretaker' where id = tests.id('marcel');
select is(tests.refusal('samia', 'select public.ask_deletion()'), 'PT409 last_caretaker', 'nor somebody on paper');
update public.members set role = 'tenant' where id = tests.id('marcel');
select is(tests.refusal('karim', 'select public.ask_deletion()'), 'done', 'Karim wants to be forgotten');
update private.account_deletions set due_at = now() - interval '1 minute' where user_id = tests.id('karim user');
select is(tests.answer('worker', format('select public.erase_account(%L, false)', tests.id('karim user'))), 'erased', 'all but the account, as on hosted Supabase');
select is(pg_temp.traces('karim'), 'users', 'no sentence, invitation, address or message names him');
select is((select count(*) from private.passwords) + (select count(*) from public.notifications where member_id = tests.id('karim')), 0::bigint, 'password and messages are gone before the account');
select is((select count(*) from public.substitutions where revoked_at is null), 0::bigint, 'he stands in for nobody');
select is((select count(*) from public.mandates where ended_at is null and tests.id('karim') in (person_id, helper_id)), 0::bigint, 'he acts for nobody, nobody acts for him');
select is((select string_agg(c.kind, ' ' order by c.id) from public.mandate_changes c join public.mandates d on d.id = c.mandate_id where d.person_id = tests.id('marcel')), 'given left', 'and Marcel reads that it ended');
select is((select asked_by || coalesce(read_out, '') from public.mandates where person_id = tests.id('marcel')), 'helper', 'how it was given, without the sentence');
select is(tests.refusal(null, $$update public.mandates set read_out = null, ended_at = null where person_id = tests.id('marcel')$$), '23514', 'a living mandate by voice has its sentence');
select is(tests.answer('samia', format('select public.page_helpers(%L, %L)', tests.id('tilleuls'), tests.id('marcel')))::jsonb #>> '{past,0,helper}', '', 'his page shows it without a name');
select is(jsonb_array_length(tests.answer('worker', format('select public.people_of_sessions(array[%L]::uuid[])', tests.id('karim phone')))::jsonb), 0, 'on a phone where he waited, nobody waits');
select is(tests.answer('worker', 'select public.find_password(''karim@tests.invalid'', ''net'')'), null, 'no password opens anything');
-- Hana, whose last mandate is over: her membership ends, and what is left of it goes with her account.
select is((select public.end_due_mandates() >= 0), true, 'the clock lets her membership end');
insert into private.mails (residence_id, kind, dedupe_key, to_address, payload) select tests.id('tilleuls'), 'helper_invited', 'helper:' || id, 'hana@tests.invalid', '{}' from public.mandates where id = tests.id('karim trusts hana');
select is(tests.refusal('hana', 'select public.ask_deletion()'), 'done', 'she wants to be forgotten as well');
select is(tests.answer('worker', format('select public.erase_account(%L, true)', tests.id('hana user'))), 'erased', 'at once');
select is(pg_temp.traces('hana'), '', 'nothing names her');

-- Nothing is forgotten by the list itself: whoever adds a table that points at people finds this.
create temp view points_at_people as
select distinct n.nspname || '.' || c.relname as source
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
where k.contype = 'f' and n.nspname in ('public', 'private')
	and k.confrelid in ('public.members'::regclass, 'auth.users'::regclass);
create temp table kept_when_forgotten (source text, reason text);
insert into kept_when_forgotten values
	('public.rounds', 'created_by points at a row without a name'),
	('public.round_changes', 'by_member points at a row without a name'),
	('public.letters', 'created_by points at a row without a name; only hashes besides'),
	('public.retention_rules', 'changed_by points at a row without a name'),
	('public.access_log', 'points at rows without a name, and is kept for a year'),
	('public.role_changes', 'points at rows without a name; the erased row has no role'),
	('public.substitutions', 'points at rows without a name; ended with the membership'),
	('public.mandate_changes', 'by_member points at a row without a name; no words of anybody'),
	('private.account_deletions', 'goes with the account');
create temp table not_handed_out (source text, reason text);
insert into not_handed_out values ('public.retention_rules', 'a setting of the residence, not of a person'),
	('private.imports', 'a list of other people, gone within the hour');
select is_empty($$select source from points_at_people except select s from private.data_sections() d, unnest(d.sources) s except select source from not_handed_out$$,
	'every table that points at a person is handed out, or says why not');
select is_empty($$select source from private.erasure_steps() where to_regclass(source) is null and source not like 'storage.%' and source not like 'auth.%'
	union all select s from private.data_sections() d, unnest(d.sources) s where to_regclass(s) is null and s not like 'storage.%' and s not like 'auth.%'$$, 'and no line speaks of a table that is gone');
select is_empty($$select source from points_at_people except select source from private.erasure_steps() except select source from kept_when_forgotten$$,
	'every table that points at a person says what becomes of it when they go');
select is_empty($$select source from kept_when_forgotten where source not in (select source from points_at_people)$$, 'and no exception is out of date');

select is(tests.refusal(null, $$update public.ledger_entries set amount_cents = amount_cents + 1$$), 'PT403 not_allowed', 'forgetting opens no way to change money');
select is(tests.refusal(null, $$update public.order_changes set detail = '{"by": "x"}'$$), 'PT403 not_allowed', 'nor to write history anew');
select is(tests.refusal(null, $$delete from public.ledger_entries$$), 'PT403 not_allowed', 'nor to lose money rows');

select * from finish();
rollback;
