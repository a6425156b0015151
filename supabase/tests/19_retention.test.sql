-- Les Tilleuls after many years: what is past its date goes by itself, accounts and sums stay as long as they must.

begin;
select plan(79);
select tests.begin_story();
select tests.add_round('last week');
select tests.add_round('three years ago');
select tests.add_round('eleven years ago');

-- Three rounds with orders and money, moved into the past with the owner's rights.
create function pg_temp.buy(p_round text) returns void language plpgsql as $$
begin
	perform tests.answer('odile', tests.place(p_round, 'b12', '{"carrots": 0.5}'));
	perform tests.answer('samia', tests.place(p_round, 'd01', '{"eggs": 6}', 0, null, 'marcel'));
	perform tests.answer('nadia', format('select public.close_round(%L, true)', tests.id(p_round)));
	update public.rounds set state = 'delivered' where id = tests.id(p_round);
	perform tests.answer('nadia', format('select public.pick_up(%L, ''collected'', ''La fille de Marcel'', ''Porte lente'')', (select id from public.orders where round_id = tests.id(p_round) and household_id = tests.id('d01'))));
	perform tests.answer('nadia', format('select public.record_payment(%L, %L, ''payment'', ''cash'', 91, 100, ''de Odile'', gen_random_uuid())', tests.id(p_round), tests.id('b12')));
	perform tests.answer('nadia', format('select public.reverse_payment(%s)', (select max(id) from public.ledger_entries)));
	perform tests.answer('nadia', format('select public.record_payment(%L, %L, ''payment'', ''cheque'', 91, null, '''', gen_random_uuid())', tests.id(p_round), tests.id('b12')));
end;
$$;
select pg_temp.buy(r) from unnest(array['last week', 'three years ago', 'eleven years ago']) r;
set session_replication_role = replica;
create function pg_temp.move(p_round text, p_ago interval) returns void language plpgsql as $$
begin
	update public.rounds set opens_at = opens_at - p_ago, closes_at = closes_at - p_ago, delivery_on = delivery_on - p_ago where id = tests.id(p_round);
	update public.orders set placed_at = placed_at - p_ago, changed_at = changed_at - p_ago, pickup_at = pickup_at - p_ago where round_id = tests.id(p_round);
	update public.order_changes set at = at - p_ago where round_id = tests.id(p_round);
	update public.ledger_entries set at = at - p_ago where round_id = tests.id(p_round);
	update private.order_keys set at = at - p_ago where round_id = tests.id(p_round);
end;
$$;
select pg_temp.move('three years ago', interval '3 years');
select pg_temp.move('eleven years ago', interval '11 years');
update public.residences set created_at = now() - interval '12 years' where id = tests.id('tilleuls');
set session_replication_role = origin;

insert into public.join_requests (residence_id, household_id, name, phone, state, created_at, answered_at) values
	(tests.id('tilleuls'), tests.id('b14'), 'Refused', null, 'refused', now() - interval '1 year', now() - interval '4 months'),
	(tests.id('tilleuls'), tests.id('b14'), 'Recent', null, 'refused', now() - interval '1 year', now() - interval '2 months'),
	(tests.id('tilleuls'), tests.id('b14'), 'Waits', null, 'waiting', now() - interval '2 months', null),
	(tests.id('tilleuls'), tests.id('b14'), 'Forgotten', null, 'waiting', now() - interval '4 months', null);
select tests.answer('nadia', format('select public.issue_letters(%L, array[%L, %L, %L]::uuid[], 4, 60)', tests.id('tilleuls'), tests.id('b12'), tests.id('b14'), tests.id('c04')));
update public.letters set expires_at = now() - interval '7 months' where household_id = tests.id('b12');
update public.letters set revoked_at = now() - interval '7 months' where household_id = tests.id('b14');
insert into public.letter_uses (residence_id, letter_id, member_id, key, address) select residence_id, id, tests.id('odile'), gen_random_uuid(), 'x' from public.letters where household_id = tests.id('b12');
insert into auth.sessions (id, user_id) values (tests.id('old phone'), tests.id('odile user'));
insert into public.devices (session_id, user_id, name, via, idle_until, expires_at, ended_at) values
	(tests.id('old phone'), tests.id('odile user'), 'Old phone', 'code', now() - interval '4 months', now(), null),
	(tests.id('lost phone'), tests.id('odile user'), 'Lost phone', 'code', now() + interval '1 month', now() + interval '1 year', now() - interval '4 months'),
	(tests.id('phone'), tests.id('odile user'), 'Phone', 'code', now() + interval '1 month', now() + interval '1 year', null);
update public.members set ended_at = now() - interval '13 months' where id = tests.id('edith');
update private.mails set sent_at = now() - interval '4 months' where dedupe_key like 'sheet:%';
insert into private.mails (residence_id, kind, dedupe_key, to_address, payload, sent_at, failed_at) values
	(tests.id('tilleuls'), 'test', 'pair:0', 'x@tests.invalid', '{}', now() - interval '1 year', null),
	(tests.id('tilleuls'), 'test', 'pair:1', 'x@tests.invalid', '{}', now(), null),
	(tests.id('tilleuls'), 'test', 'never', 'x@tests.invalid', '{}', null, now() - interval '1 year'),
	(tests.id('tilleuls'), 'test', 'due', 'x@tests.invalid', '{}', null, null);
-- Help, roles and messages: of each some that are past their date, and one that is not.
select tests.trust('odile', 'karim', '{orders}', '1 year');
update public.mandates set given_at = now() - interval '3 years', ends_at = now() - interval '2 years', ended_at = now() - interval '25 months' where id = tests.id('karim trusts gus');
insert into public.mandate_changes (residence_id, mandate_id, kind) values (tests.id('tilleuls'), tests.id('karim trusts gus'), 'expired');
insert into public.role_changes (residence_id, member_id, from_role, to_role, at) values
	(tests.id('tilleuls'), tests.id('karim'), 'tenant', 'relay', now() - interval '4 years'),
	(tests.id('tilleuls'), tests.id('karim'), 'relay', 'tenant', now() - interval '3 years'),
	(tests.id('tilleuls'), tests.id('samia'), 'tenant', 'relay', now() - interval '4 years'),
	(tests.id('tilleuls'), tests.id('paul'), 'tenant', 'relay', now() - interval '4 years'),
	(tests.id('tilleuls'), tests.id('paul'), 'relay', 'tenant', now() - interval '1 month');
insert into public.substitutions (id, residence_id, absent_id, substitute_id, starts_on, ends_on, starts_at, ends_at, revoked_at) values
	(tests.id('long ago'), tests.id('tilleuls'), tests.id('nadia'), tests.id('samia'), current_date - 900, current_date - 890, now() - interval '900 days', now() - interval '889 days', null),
	(tests.id('taken back'), tests.id('tilleuls'), tests.id('nadia'), tests.id('samia'), current_date + 5, current_date + 6, now() + interval '5 days', now() + interval '6 days', now() - interval '1 day');
delete from public.notifications;
insert into public.notifications (residence_id, member_id, kind, key, created_at, expires_at) values
	(tests.id('tilleuls'), tests.id('odile'), 'basket_ready', 'old', now() - interval '1 year', now() - interval '7 months'),
	(tests.id('tilleuls'), tests.id('odile'), 'round_opened', 'long round', now() - interval '1 year', now() + interval '1 day');
insert into public.access_log (residence_id, reader_id, subject_id, what, place, at) values
	(tests.id('tilleuls'), tests.id('nadia'), tests.id('odile'), 'contacts', 'person', now() - interval '13 months'),
	(tests.id('tilleuls'), tests.id('nadia'), tests.id('odile'), 'contacts', 'person', now() - interval '7 months'),
	(tests.id('tilleuls'), tests.id('nadia'), tests.id('odile'), 'phone', 'person', now() - interval '5 months');
insert into private.email_proofs (user_id, email, code_hash, asked_at) values
	(tests.id('odile user'), 'x@tests.invalid', 'x', now() - interval '25 hours'), (tests.id('karim user'), 'y@tests.invalid', 'y', now());
insert into private.attempts (kind, subject, at) select 'x', n::text, now() - interval '25 hours' from generate_series(1, 5) n;
insert into private.attempts (kind, subject, at) values ('x', 'now', now());

create function pg_temp.view(p_months text default null, p_who text default 'nadia') returns jsonb language sql as $$
	select tests.answer(p_who, format('select public.page_retention(%L, %L)', tests.id('tilleuls'), p_months))::jsonb;
$$;
create function pg_temp.rows(p_view jsonb) returns text language sql as $$
	select string_agg(k ->> 'kind' || ' ' || (k ->> 'rows'), ', ') from jsonb_array_elements(p_view -> 'kinds') k;
$$;
create function pg_temp.run() returns jsonb language sql as $$ select tests.answer('worker', 'select public.run_retention(3)')::jsonb; $$;

-- Who sees and chooses.
select is(tests.refusal('odile', format('select public.page_retention(%L)', tests.id('tilleuls'))), 'PT403 not_allowed', 'a tenant does not see the preview');
select is(tests.refusal('samia', format('select public.save_retention(%L, ''{"letters": 2}'')', tests.id('tilleuls'))), 'PT403 not_allowed', 'a relay chooses nothing');
select is(tests.refusal('odile', format('select public.start_retention(%L)', tests.id('tilleuls'))), 'PT403 not_allowed', 'nor does a tenant begin');
select is(tests.refusal('claire', format('select public.save_retention(%L, ''{"letters": 7, "mails": 2}'')', tests.id('tilleuls'))), 'done', 'the manager may choose');
select is(tests.refusal('nadia', format('select public.save_retention(%L, ''{"letters": 6, "mails": 3}'')', tests.id('tilleuls'))), 'done', 'and the caretaker');
select is((select string_agg(kind || months, ' ' order by kind) from public.retention_rules), 'letters6 mails3', 'what was said last counts');
select is((select changed_by from public.retention_rules where kind = 'mails'), tests.id('nadia'), 'and who said it is known');
select is(tests.count('odile', 'select 1 from public.retention_rules'), 2, 'everybody of the residence may read it');
select is(tests.count('zoe', 'select 1 from public.retention_rules'), 0, 'nobody else');
select is(tests.refusal('nadia', 'delete from public.retention_rules'), '42501', 'nobody writes it by hand');
select is(tests.refusal('nadia', format('select public.save_retention(%L, %L)', tests.id('tilleuls'), bad)), 'PT422 value_invalid', bad || ' is refused')
from unnest(array['{"accounts": 119}', '{"accounts": 181}', '{"letters": 0}', '{"letters": "x"}', '{"letters": null}', '{"letters": 1.5}', '{"letters": -1}', '{"nothing": 3}', '[]', '{"repeats": 2}', '{"access_log": 5}', '{"notifications": 25}', '{"mandates": 5}', '{"roles": 61}']) bad;
select is(tests.refusal_detail('nadia', format('select public.save_retention(%L, ''{"mails": 2, "accounts": 12}'')', tests.id('tilleuls'))) ->> 'field', 'accounts', 'naming what is wrong');
select is((select months from public.retention_rules where kind = 'mails'), 3::smallint, 'and nothing of the rest was written');

-- The look before: nothing changes by looking.
create temp table seen as select pg_temp.view() as page;
select is((select pg_temp.rows(page) from seen), 'order_names 6, accounts 1, former_names 1, join_requests 2, letters 2, devices 2, mails 4, notifications 1, access_log 1, mandates 1, roles 3, repeats 4', 'the preview counts what would go');
select is((select (page #>> '{kinds,1,oldest}')::timestamptz < now() - interval '10 years' from seen), true, 'and says how old the oldest is');
select is(pg_temp.rows(pg_temp.view('{"former_names": 24, "letters": 12}')), 'order_names 6, accounts 1, former_names 0, join_requests 2, letters 0, devices 2, mails 4, notifications 1, access_log 1, mandates 1, roles 3, repeats 4', 'other months can be tried');
select is(tests.refusal('nadia', format('select public.page_retention(%L, ''{"letters": 0}'')', tests.id('tilleuls'))), 'PT422 value_invalid', 'within the limits');
select is((select page ->> 'hasBegun' from seen), 'true', 'this residence is old: its month to look is over');
select is(pg_temp.rows(pg_temp.view()), (select pg_temp.rows(page) from seen), 'looking lets nothing go');
select is((select last_run_at from private.retention_runs), null, 'and runs nothing');
update public.residences set created_at = now() where id = tests.id('tilleuls');
select is((pg_temp.view() ->> 'firstRunAt')::timestamptz, now() + interval '30 days', 'a new residence has a month to look');
select is((pg_temp.view() ->> 'hasBegun'), 'false', 'before anything goes');
select is(tests.answer('worker', 'select public.run_retention(100)'), null, 'the worker does nothing before');
select is(tests.refusal('nadia', format('select public.start_retention(%L)', tests.id('tilleuls'))), 'done', 'unless the caretaker begins');
select is(tests.refusal('nadia', 'select public.run_retention(100)'), '42501', 'the run itself is the worker''s');

-- The run: three rows at a time, until it is done.
create temp table kept_money as select * from public.ledger_entries where round_id <> tests.id('eleven years ago');
create temp table kept_orders as select id, household_id, total_cents, state, version from public.orders where round_id <> tests.id('eleven years ago');
create temp table kept_sums as select r.id, tests.answer('nadia', format('select private.money_sums(%L)', r.id)) as sums from public.rounds r where r.id in (tests.id('last week'), tests.id('three years ago'));
select is(pg_temp.run() ->> 'isDone', 'false', 'the first transaction does not do all');
select is((select last_run_at from private.retention_runs where residence_id = tests.id('tilleuls')), null, 'so it is not done');
create function pg_temp.run_all() returns jsonb language plpgsql as $$
declare
	v_answer jsonb;
	v_last jsonb;
begin
	for n in 1..50 loop
		v_answer := pg_temp.run();
		exit when v_answer is null;
		v_last := v_answer;
	end loop;
	return v_last;
end;
$$;
select is(pg_temp.run_all() -> 'counts', '{"order_names": 6, "accounts": 1, "former_names": 1, "join_requests": 2, "letters": 2, "devices": 2, "mails": 4, "notifications": 1, "access_log": 1, "mandates": 1, "roles": 3, "repeats": 2}'::jsonb, 'then all that the preview said, but the answers that went with their rounds');
select is(pg_temp.rows(pg_temp.view()), 'order_names 0, accounts 0, former_names 0, join_requests 0, letters 0, devices 0, mails 0, notifications 0, access_log 0, mandates 0, roles 0, repeats 0', 'nothing is past its date any more');
select is(pg_temp.run(), null, 'and it was enough for today');
select is((pg_temp.view() -> 'lastCounts' ->> 'letters'), '2', 'the page says what went');

select is((select count(*) from public.rounds where id = tests.id('eleven years ago')), 0::bigint, 'the round of eleven years ago is gone');
select is((select count(*) from public.ledger_entries where round_id = tests.id('eleven years ago')) + (select count(*) from public.orders where round_id = tests.id('eleven years ago')), 0::bigint, 'with its money and orders');
select set_eq('select id, household_id, total_cents, state, version from public.orders', 'select * from kept_orders', 'the other orders have their sums and doors');
select set_eq('select id, residence_id, round_id, household_id, kind, method, amount_cents, tendered_cents, reverses, at, by_member, client_key from public.ledger_entries',
	'select id, residence_id, round_id, household_id, kind, method, amount_cents, tendered_cents, reverses, at, by_member, client_key from kept_money', 'every money row is intact');
select is((select bool_and(tests.answer('nadia', format('select private.money_sums(%L)', id)) = sums) from kept_sums), true, 'so are the sums of the rounds');
select is((select count(*) from public.ledger_entries where note <> '' and round_id = tests.id('three years ago')), 0::bigint, 'notes of three years ago are gone');
select is((select count(*) from public.ledger_entries where note <> '' and round_id = tests.id('last week')), 1::bigint, 'the one of last week is there');
select is((select count(*) from public.orders where round_id = tests.id('three years ago') and (member_id is not null or pickup_by <> '' or pickup_note <> '')), 0::bigint, 'orders of three years ago have a door and no name');
select is((select count(*) from public.order_changes where round_id = tests.id('three years ago') and (by_member is not null or for_member is not null or detail ? 'by')), 0::bigint, 'nor has their history');
select is((select count(*) from public.order_changes where round_id = tests.id('three years ago') and detail ? 'lines') > 0, true, 'which still says what was ordered');
select is((select count(*) from public.orders where round_id = tests.id('last week') and member_id is not null), 2::bigint, 'those of last week have their names');
select is((select name from public.members where id = tests.id('edith')), '', 'who left more than a year ago has no name');
select is((select count(*) from public.members where name <> '' and role <> 'helper' and residence_id = tests.id('tilleuls')), 8::bigint, 'everybody else has');
select set_eq('select name from public.join_requests', array['Recent', 'Waits'], 'requests of the last months stay');
select is((select count(*) from public.letters) || '/' || (select count(*) from public.letter_uses), '1/0', 'the live letter stays');
select set_eq('select name from public.devices', array['Phone'], 'so does the phone in use');
select is((select count(*) from auth.sessions where id = tests.id('old phone')), 0::bigint, 'an old session cannot come back');
select set_eq($$select dedupe_key from private.mails$$, array['pair:0', 'pair:1', 'due'], 'mails that wait stay, and those numbered together');
select set_eq('select key from public.notifications', array['long round'], 'who is told of a round that is still open is not told again');
select is((select count(*) from public.access_log), 2::bigint, 'a look of last year is gone, those of this year stay');
select is((select count(*) from public.mandates where id = tests.id('karim trusts gus')) + (select count(*) from public.mandate_changes where mandate_id = tests.id('karim trusts gus')), 0::bigint, 'help that ended two years ago is gone with its history');
select is((select count(*) from public.mandates where ended_at is null), 2::bigint, 'help that lasts stays');
select set_eq('select member_id, to_role from public.role_changes', $$values (tests.id('samia'), 'relay'), (tests.id('paul'), 'relay'), (tests.id('paul'), 'tenant')$$, 'a role that lasts, or ended lately, stays however old');
select set_eq('select id from public.substitutions', array[tests.id('taken back')], 'so does what was taken back yesterday');

-- Tomorrow, and the rest of the house.
update private.retention_runs set last_run_at = now() - interval '21 hours';
select is(pg_temp.run() ->> 'isDone', 'true', 'the next day it runs again');
select is(pg_temp.run(), null, 'once');
insert into auth.users (id, email, created_at) values (tests.id('gone user'), 'gone@tests.invalid', now() - interval '4 months'), (tests.id('back user'), 'back@tests.invalid', now() - interval '4 months');
update auth.users set created_at = now() - interval '4 months' where id = tests.id('karim user');
insert into public.devices (session_id, user_id, name, via, idle_until, expires_at) values (tests.id('b'), tests.id('back user'), 'B', 'code', now() + interval '1 day', now() + interval '1 day');
select is(tests.answer('worker', 'select public.forget_leftovers(100)')::jsonb, '{"tries": 5, "accounts": 1}'::jsonb, 'counters go after a day, and an account without a residence after three months');
select set_eq('select user_id from private.email_proofs', array[tests.id('karim user')], 'so does a code that nobody typed');
select is((select user_id from private.account_deletions), tests.id('gone user'), 'not the one that was used');
select is(tests.answer('worker', format('select public.erase_account(%L, true)', tests.id('gone user'))), 'erased', 'by the same way as those who ask');

-- What everybody may read about it.
select is(tests.answer('anon', 'select public.page_privacy()')::jsonb -> 'usual' ->> 'accounts', '120', 'strangers read the usual months');
select is(tests.answer('anon', 'select public.page_privacy()')::jsonb -> 'residences', '[]'::jsonb, 'and of no residence');
select is(tests.refusal('nadia', format('select public.save_retention(%L, ''{"former_names": 18}'')', tests.id('tilleuls'))), 'done', 'Nadia chooses 18 months');
select is(tests.answer('odile', 'select public.page_privacy()')::jsonb #>> '{residences,0,months,former_names}', '18', 'and Odile reads that');
select is_empty($$select kind from private.retention_steps() group by kind having count(distinct (usual, shortest, longest)) > 1$$, 'lines of a kind agree on its months');

select * from finish();
rollback;
