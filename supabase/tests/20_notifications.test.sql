-- Who is told what, once, and for how long.

begin;
select plan(73);
select tests.begin_story();
select tests.add_round('farm week');

create function pg_temp.told(p_who text) returns text language sql as $$
	select coalesce(string_agg(n.kind, ' ' order by n.created_at, n.kind), '') from public.notifications n
		where n.member_id = tests.id(p_who) and n.read_at is null and n.expires_at > now();
$$;
create function pg_temp.unread(p_who text) returns integer language sql as $$
	select (tests.answer(p_who, format('select public.page_inbox(%L)', tests.id('tilleuls')))::jsonb #>> '{shell,unread}')::integer;
$$;
create function pg_temp.tell() returns integer language sql as $$
	select tests.answer('worker', 'select public.tell_due()')::integer;
$$;

-- A round opens: by the clock, once, to everybody who lives here.
select is(pg_temp.told('odile'), '', 'before anything, nobody is told anything');
select cmp_ok(pg_temp.tell(), '>', 4, 'the clock tells that a round is open');
select is(pg_temp.told('odile'), 'round_opened', 'Odile is told');
select is(pg_temp.told('marcel'), 'round_opened', 'so is Marcel, who is served on paper: the lodge sees who was not reached');
select is(pg_temp.told('zoe'), '', 'Zoe lives elsewhere');
select is(pg_temp.told('edith'), '', 'Edith has left');
select is(pg_temp.told('claire'), '', 'who does not live here cannot order');
select is(pg_temp.tell(), 0, 'nobody is told twice');
select is(pg_temp.unread('odile'), 1, 'every page says that one thing waits');

-- Doing it settles it, for the whole door.
select is(tests.refusal('odile', tests.place('farm week', 'b12', '{"carrots": 0.5}')), 'done', 'Odile orders');
select is(pg_temp.told('odile') || pg_temp.told('paul'), '', 'then nobody behind her door is reminded to order');
select is(pg_temp.told('karim'), 'round_opened', 'Karim still is');

-- The last day: those who have not ordered, once for each deadline.
update public.rounds set closes_at = now() + interval '20 hours' where id = tests.id('farm week');
select cmp_ok(pg_temp.tell(), '>', 0, 'a day before the end, the clock reminds');
select is(pg_temp.told('karim'), 'round_opened round_closing', 'those who have not ordered');
select is(pg_temp.told('odile'), '', 'not those who have');
select is(pg_temp.tell(), 0, 'once');
select private.tell_round_changed(r, jsonb_populate_record(r, jsonb_build_object('closes_at', now() + interval '60 hours'))) from public.rounds r where id = tests.id('farm week');
update public.rounds set opens_at = now() - interval '3 days', closes_at = now() + interval '60 hours' where id = tests.id('farm week');
select is(pg_temp.told('karim'), 'round_opened', 'a deadline that moves takes its reminder along');
select is(pg_temp.tell(), 0, 'a deadline that moved away says nothing');
update public.rounds set closes_at = now() + interval '10 hours' where id = tests.id('farm week');
select is(pg_temp.tell(), (select count(*)::integer from public.members m where m.residence_id = tests.id('tilleuls') and m.ended_at is null
	and m.household_id is not null and m.household_id <> tests.id('b12')), 'and reminds again when it comes near, whoever has not ordered');
update public.rounds set opens_at = now() - interval '2 hours', closes_at = now() + interval '9 hours' where id = tests.id('farm week');
select is(pg_temp.tell(), 0, 'a round of one day does not say twice in a day that it is there');
update public.rounds set state = 'draft' where id = tests.id('farm week');
select is(pg_temp.tell(), 0, 'a round in preparation says nothing');
update public.rounds set state = 'open', opens_at = now() - interval '3 days' where id = tests.id('farm week');

-- Somebody else's hand.
select is(tests.refusal('nadia', tests.place('farm week', 'd01', '{"carrots": 1}', 0, null, 'marcel')), 'done', 'Nadia writes down what Marcel asked for');
select is(pg_temp.told('marcel'), 'order_recorded', 'Marcel is told, and no longer asked to order');
select is((select detail ->> 'act' from public.notifications where member_id = tests.id('marcel') and kind = 'order_recorded'), 'placed', 'and what was done');
select is(tests.refusal('paul', tests.place('farm week', 'b12', '{"carrots": 1}', 1)), 'done', 'Paul changes the order of his own door');
select is(pg_temp.told('odile') || pg_temp.told('paul'), '', 'which nobody needs to be told');
select is(tests.refusal('nadia', tests.place('farm week', 'b12', '{"carrots": 1.5}', 2, null, 'odile')), 'done', 'Nadia changes it');
select is(pg_temp.told('odile') || ' ' || pg_temp.told('paul'), 'order_recorded order_recorded', 'both behind the door are told');

-- The round goes its way.
select is(tests.answer('nadia', format('select public.close_round(%L, true)', tests.id('farm week'))), 'ordered', 'Nadia closes and orders');
select is(pg_temp.told('odile'), 'order_recorded round_ordered', 'who has ordered is told that the order left');
select is(pg_temp.told('karim'), '', 'what is over is no longer shown to those who did not order');
select is(tests.refusal('nadia', format('select public.deliver_round(%L, %s, (select jsonb_agg(jsonb_build_object(''offer'', id, ''quantity'', case when name = ''Carrots'' then 2 else 0 end)) from public.offers where round_id = %L), ''same_cut'')',
	tests.id('farm week'), (select version from public.rounds where id = tests.id('farm week')), tests.id('farm week'))), 'done', 'less arrives than was ordered');
-- Both in one act, perhaps within one tick of the clock: in any order.
select is((select string_agg(w, ' ' order by w) from regexp_split_to_table(pg_temp.told('odile'), ' ') w), 'basket_ready order_recorded quantities_changed round_ordered', 'Odile is told that her basket is here, and smaller');
select is(tests.refusal('nadia', format('select public.pick_up(%L, ''collected'')', (select id from public.orders where household_id = tests.id('b12')))), 'done', 'she fetches it');
select is(pg_temp.told('odile'), 'order_recorded round_ordered quantities_changed', 'and it no longer waits for her');
update public.rounds set delivery_on = (now() at time zone 'Europe/Paris' - interval '1 day')::date, delivery_from = '00:01', delivery_to = '00:02' where id = tests.id('farm week');
select is(pg_temp.tell(), 1, 'hours after the delivery, the clock tells whose basket still waits');
select is(right(pg_temp.told('marcel'), 27), 'basket_ready basket_waiting', 'Marcel');
select is(pg_temp.tell(), 0, 'once');

-- A moved delivery, a minimum that is missed, a round that is called off.
select tests.add_round('next week');
select is(tests.refusal('karim', tests.place('next week', 'b14', '{"carrots": 0.5}')), 'done', 'Karim orders next week');
select private.tell_round_changed(r, jsonb_populate_record(r, '{"delivery_from": "09:00"}')) from public.rounds r where id = tests.id('next week');
select is(pg_temp.told('karim'), 'delivery_moved', 'a delivery that moves is told to who has ordered');
select private.tell_round_changed(r, jsonb_populate_record(r, '{"word": "Bonjour"}')) from public.rounds r where id = tests.id('next week');
select is(pg_temp.told('karim'), 'delivery_moved', 'other words are not');
update public.rounds set minimum_cents = 1000000, opens_at = now() - interval '3 days', closes_at = now() - interval '1 minute' where id = tests.id('next week');
select is(tests.answer('worker', 'select public.close_due_rounds()')::integer, 1, 'the clock closes it');
select is(pg_temp.told('nadia') || ', ' || pg_temp.told('nestor'), 'round_waits, round_waits', 'and asks who runs the residence what to do');
select is(pg_temp.told('samia'), '', 'not the relay');
select is(tests.refusal('nadia', format('select public.cancel_round(%L, ''Trop peu'')', tests.id('next week'))), 'done', 'Nadia calls it off');
select is(pg_temp.told('nadia'), '', 'which settles the question');
select is(pg_temp.told('karim'), 'delivery_moved round_cancelled', 'and Karim is told');

-- At the door.
insert into auth.users (id, email) values (tests.id('ines user'), 'ines@tests.invalid'), (tests.id('luc user'), 'luc@tests.invalid');
select is(tests.refusal('nadia', format('select public.renew_join_code(%L)', tests.id('tilleuls'))), 'done', 'the poster hangs');
select is(tests.refusal('ines', format('select public.ask_to_join(%L, %L, ''Ines'', null, null)', (select code from public.join_codes), tests.id('b14'))), 'done', 'Ines asks to be let in');
select is(tests.refusal('ines', format('select public.ask_to_join(%L, %L, ''Ines L.'', null, null)', (select code from public.join_codes), tests.id('b14'))), 'done', 'and mends her name');
select is(pg_temp.told('nadia'), 'join_asked', 'the lodge is told once');
select is(tests.refusal('nestor', format('select public.answer_join_request(%L, true, null, null)', (select id from public.join_requests where state = 'waiting'))), 'done', 'Nestor lets her in');
select is(pg_temp.told('nadia'), '', 'Nadia need not answer any more');
select is((select string_agg(n.kind, ' ') from public.notifications n join public.members m on m.id = n.member_id where m.user_id = tests.id('ines user')), 'join_accepted', 'Ines is welcome');
select is(tests.refusal('luc', format('select public.ask_to_join(%L, %L, ''Luc'', null, null)', (select code from public.join_codes), tests.id('b14'))), 'done', 'Luc asks');
select is(tests.refusal('luc', format('select public.withdraw_join_request(%L)', (select id from public.join_requests where state = 'waiting'))), 'done', 'and thinks better of it');
select is(pg_temp.told('nadia'), '', 'then nobody waits');

-- Reading: one's own, and nobody else's.
select is(tests.answer('odile', format('select public.read_notification(%L)', (select id from public.notifications where member_id = tests.id('odile') and kind = 'quantities_changed')))::jsonb ->> 'kind', 'quantities_changed', 'Odile opens what she was told');
select is(pg_temp.told('odile'), 'order_recorded round_ordered', 'it is read');
select is(tests.refusal('paul', format('select public.read_notification(%L)', (select id from public.notifications where member_id = tests.id('odile') and kind = 'round_ordered'))), 'PT404 not_found', 'Paul, behind the same door, does not read hers');
select is(tests.refusal('nadia', format('select public.read_notification(%L)', (select id from public.notifications where member_id = tests.id('odile') and kind = 'round_ordered'))), 'PT404 not_found', 'nor does the caretaker');
select is(tests.answer('odile', format('select public.read_all_notifications(%L, %L)', tests.id('tilleuls'), (select min(created_at) from public.notifications where member_id = tests.id('odile') and read_at is null))), '1', 'what came while the page stood open stays unread');
select is(pg_temp.unread('odile'), 1, 'one is left');
select is(tests.answer('odile', format('select public.read_all_notifications(%L, null)', tests.id('tilleuls'))), '1', 'all is read');
select is(pg_temp.unread('odile'), 0, 'and the bell is quiet');
select is(tests.count('odile', format('select 1 from public.notifications where member_id <> %L', tests.id('odile'))), 0, 'she reads no row of anybody else');
select is(tests.count('paul', 'select 1 from public.notifications') > 0, true, 'Paul reads his');
select is(tests.count('nadia', format('select 1 from public.notifications where member_id = %L', tests.id('odile'))), 0, 'the caretaker reads none of theirs');
select is(tests.refusal('odile', 'delete from public.notifications'), '42501', 'nobody deletes');
select is(tests.refusal('odile', 'update public.notifications set read_at = null'), '42501', 'nobody writes');
select is(tests.refusal('odile', format('insert into public.notifications (residence_id, member_id, kind, key, expires_at) values (%L, %L, ''round_opened'', ''x'', now())', tests.id('tilleuls'), tests.id('odile'))), '42501', 'nobody makes them up');

-- Bounded: a full inbox counts to a hundred and shows a hundred.
insert into public.notifications (residence_id, member_id, kind, key, expires_at)
	select tests.id('tilleuls'), tests.id('karim'), 'round_ordered', 'many:' || n, now() + interval '1 day' from generate_series(1, 150) n;
select is(pg_temp.unread('karim'), 100, 'a full inbox counts to a hundred');
select is(jsonb_array_length(tests.answer('karim', format('select public.page_inbox(%L)', tests.id('tilleuls')))::jsonb -> 'notifications'), 100, 'and shows the last hundred');

select * from finish();
rollback;
