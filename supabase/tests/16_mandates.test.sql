-- Trusted helpers: Odile trusts Karim of B 14 and her daughter Ines in another town, the caretaker writes down what
-- Marcel said; who acts for whom, what they see, and how it ends.

begin;
select plan(157);
select tests.begin_story();
select tests.add_round('week');
select tests.add_round('old week', 'settled');
select tests.add_round('their week', 'open', 'cedres', 'other farm');
insert into auth.users (id, email) values (tests.id('ines user'), 'ines@tests.invalid');

create function pg_temp.give(p_name text, p_door text, p_email text default null, p_scopes text default '{orders,collect}', p_months integer default 12)
returns text language sql as $$
	select format('select public.give_mandate(%L, %L, %L, %L, %L, %L)', tests.id('tilleuls'), p_name, tests.id(p_door), p_email, p_scopes, p_months);
$$;
create function pg_temp.record(p_person text, p_name text, p_door text, p_email text default null, p_asked text default 'person',
	p_sentence text default 'Monsieur Marcel, êtes-vous d''accord ?') returns text language sql as $$
	select format('select public.record_mandate(%L, %L, %L, %L, %L, ''{orders,collect}'', 6, %L, %L)', tests.id('tilleuls'), tests.id(p_person),
		p_name, tests.id(p_door), p_email, p_asked, p_sentence);
$$;
create function pg_temp.ending(p_mandate uuid) returns text language sql as $$ select format('select public.end_mandate(%L)', p_mandate); $$;
create function pg_temp.live(p_person text, p_helper text) returns uuid language sql as $$
	select id from public.mandates where person_id = tests.id(p_person) and helper_id = tests.id(p_helper) and ended_at is null;
$$;
create function pg_temp.page(p_who text, p_page text, p_id text, p_door text default null) returns text language sql as $$
	select format('select public.%I(%L, %L)', p_page, tests.id(p_id), tests.id(p_door));
$$;

-- Given by the person.
select is(tests.refusal('hana', pg_temp.give('Karim', 'b14')), 'PT403 not_allowed', 'who lives elsewhere gives none');
select is(tests.refusal('claire', pg_temp.give('Karim', 'b14')), 'PT403 not_allowed', 'nor a manager without a door');
select is(tests.refusal('gus', pg_temp.give('Karim', 'b14')), 'PT404 not_found', 'nor whose own is over');
select is(tests.refusal('odile', pg_temp.give('', 'b14')), 'PT422 value_invalid', 'somebody has a name');
select is(tests.refusal('odile', pg_temp.give('Ines', null, 'ines')), 'PT422 value_invalid', 'an address is an address');
select is(tests.refusal('odile', pg_temp.give('Ines', null, 'ines')), 'PT422 value_invalid', 'a whole one');
select is(tests.refusal('odile', pg_temp.give('Karim', 'b14', null, scopes)), 'PT422 value_invalid', scopes || ' is nothing that one can do today')
	from unnest(array['{}', '{help}', '{orders,everything}', null]) scopes;
select is(tests.refusal('odile', pg_temp.give('Karim', 'b14', null, '{orders}', months)), 'PT422 value_invalid', 'nobody trusts for ' || months || ' months')
	from unnest(array[0, 13, 1200, null]) months;
select is(tests.refusal('odile', pg_temp.give('Zoe', 'x1')), 'PT404 not_found', 'a door elsewhere is none');
select is(tests.refusal('odile', pg_temp.give('Odile', 'b12')), 'PT422 mandate_self', 'nobody trusts themself');
select is(tests.refusal('odile', pg_temp.give('Odile', null, 'odile@tests.invalid')), 'PT422 mandate_self', 'by their address neither');
select is(tests.refusal('odile', pg_temp.give('Paul', 'b12')), 'PT409 helper_same_door', 'Paul orders for B 12 anyway');
select is(tests.answer('odile', pg_temp.give('Samia', 'b14')), null, 'Samia does not live there');
select is(tests.answer('odile', pg_temp.give('Edith', 'b14')), null, 'Edith no longer does');
select is(tests.answer('odile', pg_temp.give('Mme', 'b14')), null, 'a title is no name');
select is(tests.answer('odile', pg_temp.give('Jean', null, 'karim@tests.invalid')), null, 'an address with another name finds nobody');
select is((select count(*) from public.mandates where person_id = tests.id('odile')), 0::bigint, 'all of that gave nothing');
select isnt(tests.answer('odile', pg_temp.give('  M. KARÎM ', 'b14')), null, 'Odile trusts Karim, whom she calls as one does');
select is((select row(helper_id, given_by, scopes, ends_at - given_at between '364 days' and '367 days', read_out)::text from public.mandates where person_id = tests.id('odile')),
	row(tests.id('karim'), tests.id('odile'), '{collect,orders}'::text[], true, null)::text, 'for a year, by herself');
select is((select count(*) from private.mails where kind = 'helper_invited'), 0::bigint, 'neighbours get no mail about it');

-- What he may do.
create temp view order_of_b12 as select * from public.orders where household_id = tests.id('b12') and state = 'placed';
select is(tests.refusal('karim', tests.place('week', 'd01', '{"carrots": 1}')), 'PT404 not_found', 'nothing for anybody else');
select is(tests.refusal('karim', tests.place('their week', 'b12', '{"yams": 1}')), 'PT404 not_found', 'nor elsewhere');
select is(tests.refusal('karim', tests.place('week', 'b12', '{"carrots": 1}', 0, null, 'paul')), 'PT410 mandate_ended', 'nor in Paul''s name');
select is(tests.refusal('karim', tests.place('week', 'b12', '{"carrots": 1}')), 'done', 'he orders for Odile');
select is((select row(c.by_member, c.for_member, c.on_behalf, c.detail ->> 'mandate', o.member_id)::text from public.order_changes c join order_of_b12 o on o.id = c.order_id),
	row(tests.id('karim'), tests.id('odile'), true, pg_temp.live('odile', 'karim'), tests.id('odile'))::text, 'which is written down as that');
select is((tests.answer('odile', pg_temp.page('odile', 'page_round', 'week'))::jsonb -> 'history' -> 0) - 'at' - 'detail' - 'totalCents',
	'{"kind": "placed", "by": "Karim", "for": "Odile", "onBehalf": true, "underMandate": true}'::jsonb, 'and shown to her');
select is(tests.answer('karim', pg_temp.page('karim', 'page_round', 'week', 'b12'))::jsonb -> 'order' ->> 'totalCents', '181', 'he sees her order');
select is(tests.answer('karim', pg_temp.page('karim', 'page_round', 'week', 'b12'))::jsonb -> 'whom',
	jsonb_build_object('householdId', tests.id('b12'), 'name', 'Odile', 'door', 'B 12', 'mayOrder', true,
		'helped', jsonb_build_array(jsonb_build_object('householdId', tests.id('b12'), 'name', 'Odile', 'door', 'B 12'))), 'under her name');
select is(tests.answer('karim', pg_temp.page('karim', 'page_round', 'week'))::jsonb -> 'order', 'null', 'and his own, which is none');
select is(tests.answer('karim', pg_temp.page('karim', 'page_round', 'week'))::jsonb -> 'whom' ->> 'name', null, 'where he starts');
select is(tests.refusal('karim', pg_temp.page('karim', page, id, 'd01')), 'PT404 not_found', page || ' of another door is not found')
	from (values ('page_round', 'week'), ('page_rounds', 'tilleuls'), ('page_orders', 'tilleuls')) p(page, id);
select is(tests.count('karim', 'select 1 from public.orders'), 1, 'her order is all that he reads of orders');
select is(tests.count('karim', 'select 1 from public.order_lines') || ' ' || tests.count('karim', 'select 1 from public.order_changes'), '1 1', 'with its lines and history');
select is(tests.count('karim', format('select 1 from public.members where household_id = %L', tests.id('b12'))), 0, 'he does not read who lives there');
select is(tests.answer('karim', pg_temp.page('karim', 'page_orders', 'tilleuls', 'b12'))::jsonb -> 'orders' -> 0 ->> 'owedCents', '181', 'he sees what she owes');
select is(tests.answer('karim', format('select public.page_home(%L)', tests.id('tilleuls')))::jsonb -> 'helping' -> 0 ->> 'name', 'Odile', 'his home says whom he helps');
select is(tests.answer('odile', format('select public.page_home(%L)', tests.id('tilleuls')))::jsonb -> 'helping', '[]', 'hers that she helps nobody');
select is(tests.refusal('karim', tests.place('week', 'b12', '{"carrots": 2}', 1)), 'done', 'he changes it');
select is(tests.refusal('karim', format('select public.cancel_order(%L, 2)', (select id from order_of_b12))), 'done', 'and cancels it');
select is((select string_agg(kind || ' ' || (detail ? 'mandate'), ', ' order by id) from public.order_changes), 'placed true, changed true, cancelled true', 'all of it is written down');
select is(jsonb_array_length(tests.answer('odile', format('select public.page_helpers(%L)', tests.id('tilleuls')))::jsonb -> 'helpers' -> 0 -> 'acts'), 3, 'and shown beside his name');
select is(tests.refusal('paul', tests.place('week', 'b12', '{"carrots": 1}')), 'done', 'Paul orders');
select is(tests.refusal('karim', tests.place('week', 'b12', '{"carrots": 3}', 1)), 'done', 'and Karim changes it');
select is(tests.answer('paul', pg_temp.page('paul', 'page_round', 'week'))::jsonb -> 'history' -> 0 ->> 'for', 'Odile', 'for Odile, who trusts him');

-- Collecting: those who hand baskets over see who may come.
select is(jsonb_path_query_array(tests.answer(who, format('select public.page_pickup(%L)', tests.id('week')))::jsonb, '$.orders[*].collectors[*]'),
	'[{"name": "Karim", "for": "Odile"}]', who || ' sees who may collect') from unnest(array['nadia', 'samia']) who;
select isnt(tests.answer('odile', pg_temp.give('Karim', 'b14', null, '{collect}', 1)), null, 'Odile says it anew: only collecting, for a month');
select is((select string_agg(kind, ' ' order by c.id) from public.mandate_changes c join public.mandates d on d.id = c.mandate_id where d.person_id = tests.id('odile')),
	'given renewed given', 'which takes the place of the other');
select is(tests.refusal('karim', tests.place('week', 'b12', '{"carrots": 1}', 2)), 'PT410 mandate_ended', 'now he does not order for her');
select is(tests.answer('karim', pg_temp.page('karim', 'page_round', 'week', 'b12'))::jsonb -> 'whom' ->> 'mayOrder', 'false', 'and the page says so');
select is(tests.answer('karim', pg_temp.page('karim', 'page_orders', 'tilleuls', 'b12'))::jsonb -> 'orders' -> 0 ->> 'owedCents', '543', 'he still sees what to pay');

-- Ended, by each of the three.
select is(tests.refusal(who, pg_temp.ending(pg_temp.live('odile', 'karim'))), 'PT404 not_found', who || ' has nothing to do with it') from unnest(array['paul', 'samia', 'hana', 'yves', 'nobody']) who;
select is(tests.refusal('odile', pg_temp.ending(pg_temp.live('odile', 'karim'))), 'done', 'Odile ends it');
select is(tests.refusal('odile', pg_temp.ending((select id from public.mandates where person_id = tests.id('odile') and scopes = '{collect}'))), 'done', 'twice is once');
select is(tests.refusal('karim', pg_temp.page('karim', 'page_round', 'week', 'b12')), 'PT410 mandate_ended', 'at once he sees nothing of hers');
select is(tests.count('karim', 'select 1 from public.orders'), 0, 'no row');
select is(tests.refusal('karim', format('select public.cancel_order(%L, 2)', (select id from order_of_b12))), 'PT410 mandate_ended', 'and is told that it is over');
select isnt(tests.answer('odile', pg_temp.give('Karim', 'b14')), null, 'given once more');
select is(tests.refusal('karim', pg_temp.ending(pg_temp.live('odile', 'karim'))), 'done', 'Karim gives it back');
select isnt(tests.answer('odile', pg_temp.give('Karim', 'b14')), null, 'and once more');
select is(tests.refusal('nestor', pg_temp.ending(pg_temp.live('odile', 'karim'))), 'done', 'a caretaker withdraws it');
select is((select string_agg(kind || coalesce(' ' || m.name, ''), ', ' order by c.id) from public.mandate_changes c join public.mandates d on d.id = c.mandate_id left join public.members m on m.id = c.by_member
	where d.person_id = tests.id('odile') and kind <> 'given'), 'renewed Odile, revoked Odile, given_back Karim, withdrawn Nestor', 'the history keeps who did');
select throws_ok('update public.mandate_changes set kind = ''given''', 'PT403', 'not_allowed', 'and is never rewritten');

-- The daughter in another town.
select isnt(tests.answer('odile', pg_temp.give('Ines', null, ' INES@tests.invalid')), null, 'Odile trusts Ines, who lives elsewhere');
create temp view ines as select m.id, m.role, m.user_id, m.ended_at, c.email from public.members m left join public.member_contacts c on c.member_id = m.id where m.name = 'Ines';
select is((select row(role, user_id, email)::text from ines), row('helper', null, 'ines@tests.invalid')::text, 'who becomes a helper without an account');
select is((select payload ->> 'person' from private.mails where kind = 'helper_invited' and to_address = 'ines@tests.invalid'), 'Odile', 'a mail tells her');
select is(tests.answer('odile', format('select public.page_helpers(%L)', tests.id('tilleuls')))::jsonb -> 'helpers' -> 0 ->> 'waitsFor', 'ines@tests.invalid', 'Odile sees that she has not come yet');
select is(tests.answer('worker', 'select public.request_code(''ines@tests.invalid'', ''x'')')::jsonb ->> 'known', 'true', 'a code is sent to her');
select is(jsonb_array_length(tests.answer('ines', 'select public.claim_memberships()')::jsonb), 1, 'with it she is in');
select is(tests.refusal('ines', tests.place('week', 'b12', '{"carrots": 1, "eggs": 6}', 2)), 'done', 'and orders for her mother');
select is(array[tests.count('ines', 'select 1 from public.households'), tests.count('ines', 'select id from public.members'), tests.count('ines', 'select 1 from public.products'),
	tests.count('ines', 'select 1 from public.producers'), tests.count('ines', 'select 1 from public.rounds'), tests.count('ines', 'select 1 from public.orders')],
	array[0, 1, 0, 0, 1, 2], 'of the residence she sees herself, the open round and her mother''s orders');
select is(tests.refusal('ines', format('select public.%I(%L)', page, id)), case page when 'page_round' then 'PT404 not_found' else 'PT403 not_allowed' end, 'she enters no ' || page)
	from (values ('page_people', tests.id('tilleuls')), ('page_joining', tests.id('tilleuls')), ('page_desk', tests.id('week')), ('page_pickup', tests.id('week')), ('page_round', tests.id('old week'))) p(page, id);
select is(tests.answer('ines', format('select public.page_round(%L)', tests.id('week')))::jsonb -> 'whom' ->> 'name', 'Odile', 'an order page is about her mother''s at once');
select is(tests.answer('ines', format('select public.page_round(%L)', tests.id('week')))::jsonb -> 'round' -> 'progress' ->> 'households', '1', 'with how far the round is');
select is(tests.answer('ines', format('select public.page_helpers(%L)', tests.id('tilleuls')))::jsonb -> 'doors', '[]', 'no list of doors');
select isnt(tests.answer('karim', pg_temp.give('Ines', null, 'ines@tests.invalid')), null, 'Karim trusts her too');
select is((select count(*) from ines), 1::bigint, 'who is one person');
select is(jsonb_path_query_array(tests.answer('ines', format('select public.page_home(%L)', tests.id('tilleuls')))::jsonb, '$.helping[*].name'), '["Karim", "Odile"]', 'with two to help');

-- What a person without an account said.
select is(tests.refusal(who, pg_temp.record('marcel', 'Ines', null, 'ines@tests.invalid')), 'PT403 not_allowed', who || ' writes nothing down') from unnest(array['samia', 'odile', 'hana']) who;
select is(tests.refusal('nadia', pg_temp.record('zoe', 'Ines', null, 'ines@tests.invalid')), 'PT404 not_found', 'nor anybody for another residence');
select is(tests.refusal('nadia', pg_temp.record('marcel', 'Ines', null, 'ines@tests.invalid', 'nobody')), 'PT422 value_invalid', 'who asked is one of the two');
select is(tests.refusal('nadia', pg_temp.record('marcel', 'Ines', null, 'ines@tests.invalid', 'person', '')), 'PT422 value_invalid', 'without a sentence nothing was said');
select is(tests.refusal('nadia', pg_temp.record('marcel', 'Nadia', 'a01')), 'PT422 mandate_self', 'nobody writes down that they are trusted themself');
select is(tests.refusal('nadia', pg_temp.record('nadia', 'Karim', 'b14')), 'PT422 mandate_self', 'nor what they say themself');
select isnt(tests.answer('nadia', pg_temp.record('marcel', 'Ines', null, 'ines@tests.invalid')), null, 'Nadia writes down what Marcel said');
select is((tests.answer('nadia', format('select public.page_helpers(%L, %L)', tests.id('tilleuls'), tests.id('marcel')))::jsonb -> 'helpers' -> 0)
	- 'id' - 'givenAt' - 'endsAt' - 'scopes', '{"person": "Marcel", "personDoor": "D 01", "helper": "Ines", "helperDoor": null, "waitsFor": null, "entry": null, "recordedBy": "Nadia", "askedBy": "person",
	"readOut": "Monsieur Marcel, êtes-vous d''accord ?", "endedAt": null, "ending": null, "acts": []}'::jsonb, 'word for word');
select is(tests.refusal('samia', format('select public.page_helpers(%L, %L)', tests.id('tilleuls'), tests.id('marcel'))), 'PT403 not_allowed', 'which is not for a relay');
select is(tests.refusal('odile', format('select public.page_helpers(%L, %L)', tests.id('tilleuls'), tests.id('marcel'))), 'PT403 not_allowed', 'nor for a neighbour');
select is(tests.count(who, 'select 1 from public.mandates'), n, who || ' reads so many mandates') from (values ('nadia', 9), ('odile', 5), ('karim', 7), ('hana', 1), ('gus', 0), ('samia', 0), ('yves', 0), ('nobody', 0)) x(who, n);
select is(tests.refusal('ines', tests.place('week', 'd01', '{"carrots": 1}')), 'done', 'Ines orders for Marcel');

-- Leaving, moving, and the end of the year.
select is(tests.refusal('nadia', format('select public.save_member(%L, %L, %L, ''Odile'', ''odile@tests.invalid'', null)', tests.id('tilleuls'), tests.id('odile'), tests.id('c04'))), 'done', 'Odile moves to C 04');
select is(tests.refusal('ines', tests.place('week', 'b12', '{"carrots": 1}', 3)), 'PT404 not_found', 'at the old door nobody acts for her');
select is(tests.refusal('ines', tests.place('week', 'c04', '{"carrots": 1}')), 'done', 'at the new one Ines does');
select is(tests.refusal('nadia', format('select public.end_member(%L, %L)', tests.id('tilleuls'), tests.id('odile'))), 'done', 'Odile moves out');
select is(tests.refusal('ines', tests.place('week', 'c04', '{"carrots": 2}', 1)), 'PT410 mandate_ended', 'and nobody acts for the door that she left');
select is((select c.kind || coalesce(c.by_member::text, '') from public.mandate_changes c order by id desc limit 1), 'left', 'the mandate ended by itself');
update public.mandates set given_at = now() - interval '1 year', ends_at = now() - interval '1 second' where helper_id = (select id from ines) and ended_at is null and person_id = tests.id('karim');
select is(jsonb_path_query_array(tests.answer('ines', format('select public.page_home(%L)', tests.id('tilleuls')))::jsonb, '$.helping[*].name'), '["Marcel"]', 'a year is over at its last second, before any clock writes it down');
select is(tests.refusal('ines', tests.place('week', 'b14', '{"carrots": 1}')), 'PT410 mandate_ended', 'nothing is ordered after it');
select is(tests.answer('worker', 'select public.end_due_mandates()'), '1', 'then the clock writes it down');
select is((select string_agg(name, ' ' order by name) from public.members where role = 'helper' and ended_at is not null), 'Gus', 'and forgets Gus, whom nobody trusts any more');
select is((select count(*) from public.member_contacts where member_id = tests.id('gus')), 0::bigint, 'with his address');
select is(tests.refusal('nadia', format('select public.end_member(%L, %L)', tests.id('tilleuls'), tests.id('marcel'))), 'done', 'Marcel moves out');
select is(tests.refusal('ines', format('select public.page_home(%L)', tests.id('tilleuls'))), 'PT404 not_found', 'Ines, who has nobody left, is at no home');
select is(tests.answer('ines', 'select public.my_residences()'), '[]', 'has no residence');
select is(tests.count('ines', 'select 1 from public.residences') + tests.count('ines', 'select 1 from public.rounds') + tests.count('ines', 'select id from public.members')
	+ tests.count('ines', 'select 1 from public.mandates'), 0, 'and reads nothing');
select is(tests.answer('worker', 'select public.end_due_mandates()'), '0', 'the clock comes by');
select is((select row(ended_at is null, user_id, email)::text from ines), row(false, null, null)::text, 'and only her name is left');

-- A helper collects and pays: who came is written down in the same act.
update public.rounds set state = 'delivered' where id = tests.id('week');
select is(tests.refusal('nadia', format('select public.hand_over(%L, ''cash'', 100, 100, gen_random_uuid(), ''Hana'')', (select id from public.orders where household_id = tests.id('c04')))), 'PT422 payment_invalid', 'a basket that nobody owes for is not paid');
insert into public.ledger_entries (residence_id, round_id, household_id, kind, amount_cents)
	select residence_id, round_id, household_id, 'charge', total_cents from public.orders where household_id = tests.id('c04');
select is(tests.refusal('nadia', format('select public.hand_over(%L, ''cash'', 181, 200, gen_random_uuid(), ''Hana'')', (select id from public.orders where household_id = tests.id('c04')))), 'done', 'Hana pays and takes a basket away');
select is((select pickup_state || ' ' || pickup_by from public.orders where household_id = tests.id('c04')), 'collected Hana', 'in her name');

-- So many and no more.
select tests.add_person('tilleuls', 'b14', 'neighbour' || n, 'tenant') from generate_series(1, 11) n;
select is(tests.refusal('samia', pg_temp.give('neighbour' || n, 'b14')), case when n <= 5 then 'done' else 'PT409 too_many_helpers' end, format('helper %s of Samia', n)) from generate_series(1, 6) n;
select is(tests.refusal('neighbour' || n, pg_temp.give('Paul', 'b12')), case when n <= 10 then 'done' else 'PT409 too_many_helped' end, format('Paul helps %s', n)) from generate_series(1, 11) n;
select is((select count(*) from generate_series(1, 25) n where tests.refusal('karim', pg_temp.give('Nobody' || n, 'c04')) = 'done'), 19::bigint, 'names are not tried without end');

-- A helper from elsewhere moves in.
select is(tests.refusal('nadia', format('select public.save_member(%L, %L, %L, ''Hana'', null, null)', tests.id('tilleuls'), tests.id('hana'), tests.id('d01'))), 'done', 'Hana moves in');
select is((select role || ' ' || (household_id = tests.id('d01')) from public.members where id = tests.id('hana')), 'tenant true', 'and is a neighbour from now on');
select is((select from_role || ' ' || to_role from public.role_changes where member_id = tests.id('hana') and by_member = tests.id('nadia')), 'helper tenant', 'which is written down');
select is(tests.refusal('hana', format('select public.page_reach(%L)', tests.id('tilleuls'))), 'done', 'she sees what neighbours see');
select * from finish();
rollback;
