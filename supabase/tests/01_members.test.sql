-- Who sees whom, setting a residence up, adding doors and people. Signing in: 14_signing_in.

begin;
select plan(175);

-- Setting up: before anything exists.
select is(tests.answer('anon', 'select public.setup_status()')::jsonb, '{"empty": true, "demo": false}'::jsonb,
	'a new installation says that it is empty');
select is(tests.refusal('odile', 'select public.ensure_setup_code()'), '42501', 'nobody but the terminal reads the set-up code');
create temp table code as select tests.answer('worker', 'select public.ensure_setup_code()') as code;
select matches((select code from code), '^[ACDEFGHJKMNPQRTUVWXY34679]{8}$', 'the code has eight letters without look-alikes');
select is(tests.answer('worker', 'select public.ensure_setup_code()'), (select code from code), 'and stays the same until it is used');

create function pg_temp.set_up(p_code text, p_zone text default 'Europe/Paris', p_name text default 'Les Ormes') returns text language sql as $$
	select format('select public.create_residence(%L, ''Bailleur'', %L, ''1 rue'', %L, ''Nadia'', '' NADIA@Ormes.invalid '')', p_code, p_name, p_zone);
$$;
select is(tests.refusal(who, pg_temp.set_up((select code from code))), '42501', who || ' makes no residence past the server, not even with the code')
	from unnest(array['anon', 'odile']) who;
create function pg_temp.try_setup(p_code text, p_network text) returns text language sql as $$
	select format('select public.try_setup_code(%L, %L)', p_code, p_network);
$$;
select is(tests.refusal(who, pg_temp.try_setup('WRONGONE', 'net')), '42501', who || ' guesses no code past the server') from unnest(array['anon', 'odile']) who;
select is((select count(*)::int from generate_series(1, 15) where tests.refusal('worker', pg_temp.try_setup('WRONGONE', 'a stranger''s')) = 'done'),
	10, 'ten wrong codes in an hour from one network, no more');
select is(tests.refusal('worker', pg_temp.try_setup((select code from code), 'a stranger''s')), 'PT429 too_many_tries', 'not even the right one is told right then');
select cmp_ok((tests.refusal_detail('worker', pg_temp.try_setup('X', 'a stranger''s')) ->> 'retryAfter')::int, '<=', 3600, 'saying when to come back');
select is(tests.answer('worker', pg_temp.try_setup(code, 'the owner''s')), is_right::text, format('the owner elsewhere is not kept out: %s', code))
	from (values ('WRONGONE', false)) x(code, is_right) union all select is(tests.answer('worker', pg_temp.try_setup((select lower(code) from code), 'the owner''s')), 'true', 'and the right code is right');
select is(tests.refusal('worker', pg_temp.set_up('WRONGONE')), 'PT403 setup_code_wrong', 'a wrong code makes no residence');
select is(tests.refusal('worker', pg_temp.set_up('')), 'PT403 setup_code_wrong', 'nor does none');
select is(tests.refusal('worker', pg_temp.set_up((select code from code), zone)), 'PT422 value_invalid', 'the zone ' || zone || ' is refused')
	from unnest(array['CET', 'Paris', 'Europe/Atlantis', '+02:00', 'Etc/GMT+3', '']) zone;
select is(tests.refusal('worker', pg_temp.set_up((select code from code), 'Europe/Paris', '  ')), 'PT422 value_invalid', 'a residence has a name');
select isnt(tests.answer('worker', pg_temp.set_up((select lower(substr(code, 1, 4) || ' - ' || substr(code, 5)) from code))), null,
	'the right code, however it was typed, makes the residence');
select is((select m.role || ' ' || c.email from public.members m join public.member_contacts c on c.member_id = m.id),
	'caretaker nadia@ormes.invalid', 'with its first caretaker');
select is(tests.answer('worker', 'select public.ensure_setup_code()'), null, 'then there is no code any more');
select is(tests.refusal('worker', pg_temp.set_up((select code from code))), 'PT409 setup_closed', 'and the door is shut');
select is(tests.answer('anon', 'select public.setup_status()')::jsonb ->> 'empty', 'false', 'which the first page knows');
insert into public.residences (organisation_id, name, time_zone, is_demo) select organisation_id, 'Démonstration', 'UTC', true from public.residences;
select is(tests.answer('anon', 'select public.setup_status()')::jsonb ->> 'demo', 'false', 'a demonstration beside a real residence opens nothing');
delete from public.residences where is_demo;
update public.residences set is_demo = true;
select is(tests.answer('anon', 'select public.setup_status()')::jsonb ->> 'demo', 'true', 'alone it does');
update public.residences set is_demo = false;
select tests.begin_story();

-- Reading people: what each of them sees of the whole residence.
create temp table views (who text, households int, members int, contacts int, residences int, landlords int);
insert into views values
	('odile', 1, 2, 1, 1, 1), ('paul', 1, 2, 1, 1, 1), ('karim', 1, 1, 1, 1, 1),
	('samia', 5, 11, 1, 1, 1), ('nadia', 5, 11, 1, 1, 1), ('nestor', 5, 11, 1, 1, 1), ('claire', 5, 11, 1, 1, 1),
	('zoe', 1, 1, 1, 1, 1), ('yves', 1, 2, 1, 1, 1), ('edith', 0, 0, 0, 0, 0), ('nobody', 0, 0, 0, 0, 0),
	('hana', 0, 1, 1, 1, 1), ('gus', 0, 0, 0, 0, 0);
select is(array[tests.count(who, 'select * from public.households'), tests.count(who, 'select id, name from public.members'),
		tests.count(who, 'select * from public.member_contacts'), tests.count(who, 'select * from public.residences'),
		tests.count(who, 'select * from public.organisations')],
	array[households, members, contacts, residences, landlords], who || ' sees so many doors, people, contacts, residences, landlords')
	from views;
select is(tests.refusal('anon', 'select count(*) from public.' || name), '42501', 'a stranger reads no ' || name)
	from unnest(array['organisations', 'residences', 'households', 'members', 'member_contacts']) name;
select is(tests.answer('odile', 'select string_agg(name, '' '' order by name) from public.members'), 'Odile Paul',
	'Odile sees the people behind her own door');
select is(tests.answer('odile', 'select phone from public.member_contacts'), '03 00 00 00 00', 'and her own telephone');
select is(tests.refusal('nadia', 'select user_id from public.members'), '42501', 'whose account is whose is not read by anybody');
select is(tests.refusal(who, format('insert into public.members (residence_id, name, role) values (%L, ''X'', ''caretaker'')', tests.id('tilleuls'))),
	'42501', who || ' cannot write members directly') from unnest(array['anon', 'odile', 'samia', 'nadia', 'claire', 'worker']) who;
select is(tests.refusal(who, 'update public.members set role = ''caretaker'''), '42501', who || ' cannot give roles directly')
	from unnest(array['anon', 'odile', 'samia', 'nadia', 'claire', 'worker']) who;
select is(tests.refusal('nadia', 'delete from public.' || name), '42501', 'not even the caretaker deletes from ' || name)
	from unnest(array['organisations', 'residences', 'households', 'members', 'member_contacts']) name;
select is(tests.refusal('nadia', 'update public.' || name || ' set id = id'), '42501', 'or changes ' || name)
	from unnest(array['organisations', 'residences', 'households']) name;

-- Doors.
create function pg_temp.doors(p_residence text, p_doors text) returns text language sql as $$
	select format('select public.add_households(%L, '''', ''E'', %L)', tests.id(p_residence), p_doors);
$$;
select is(tests.answer('nadia', pg_temp.doors('tilleuls', '[{"floor": 1, "door": "11"}, {"floor": 1, "door": "12"}]')), '2', 'the caretaker adds doors');
select is(tests.answer('claire', pg_temp.doors('tilleuls', '[{"floor": 1, "door": " 12 "}, {"floor": 2, "door": "21"}]')), '1', 'those that exist are left out');
select is(tests.refusal('samia', pg_temp.doors('tilleuls', '[{"floor": 1, "door": "13"}]')), 'PT403 not_allowed', 'a relay does not');
select is(tests.refusal('odile', pg_temp.doors('tilleuls', '[{"floor": 1, "door": "13"}]')), 'PT403 not_allowed', 'nor a tenant');
select is(tests.refusal(who, pg_temp.doors('tilleuls', '[{"floor": 1, "door": "13"}]')), 'PT404 not_found', who || ' is told nothing')
	from unnest(array['yves', 'zoe', 'edith', 'nobody']) who;
select is(tests.refusal('anon', pg_temp.doors('tilleuls', '[]')), '42501', 'a stranger cannot ask');
select is(tests.refusal('nadia', pg_temp.doors('tilleuls', doors)), 'PT422 value_invalid', 'doors ' || doors || ' are refused')
	from unnest(array['[]', '{}', '[{"floor": 1}]', '[{"floor": 1, "door": ""}]', '[{"floor": 99, "door": "1"}]']) doors;

-- People.
create function pg_temp.person(p_residence text, p_member text, p_door text, p_name text, p_email text default null)
returns text language sql as $$
	select format('select public.save_member(%L, %L, %L, %L, %L, '''')', tests.id(p_residence), tests.id(p_member), tests.id(p_door), p_name, p_email);
$$;
select isnt(tests.answer('nadia', pg_temp.person('tilleuls', null, 'd01', 'Jeanne')), null, 'the caretaker adds somebody without an account');
select isnt(tests.answer('nadia', pg_temp.person('tilleuls', 'karim', 'b14', 'Karim B.', ' KARIM@New.invalid ')), null, 'and changes somebody');
select is((select role || ' ' || name || ' ' || email from public.members join public.member_contacts on member_id = id where id = tests.id('karim')),
	'tenant Karim B. karim@new.invalid', 'name and address are kept, the address in small letters, and the role as it was');
select is(tests.refusal('samia', pg_temp.person('tilleuls', 'samia', 'c04', 'Samia')), 'PT403 not_allowed', 'a relay changes nobody');
select is(tests.refusal('odile', pg_temp.person('tilleuls', 'odile', 'b12', 'Odile')), 'PT403 not_allowed', 'nor a tenant');
select is(tests.refusal('yves', pg_temp.person('tilleuls', 'odile', 'b12', 'Odile')), 'PT404 not_found', 'the caretaker of another residence is nobody here');
select is(tests.refusal('yves', pg_temp.person('cedres', 'odile', 'x1', 'Odile')), 'PT404 not_found', 'and cannot pull somebody over');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', 'zoe', 'b12', 'Zoe')), 'PT404 not_found', 'nor can ours');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', null, 'x1', 'Zoe')), 'PT404 not_found', 'nor put somebody behind a foreign door');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', 'claire', null, 'Claire')), 'PT403 not_allowed', 'nor change a manager');
select is(tests.refusal('claire', pg_temp.person('tilleuls', 'claire', null, 'Claire V.')), 'done', 'a manager may');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', null, 'd01', name)), 'PT422 value_invalid', 'the name "' || left(name, 5) || '" is refused')
	from unnest(array['', '   ', repeat('x', 81)]) name;
select is(tests.refusal('nadia', pg_temp.person('tilleuls', null, 'd01', null)), 'PT422 value_invalid', 'so is no name');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', null, 'd01', 'Jeanne', email)), 'PT422 value_invalid', 'the address ' || left(email, 9) || ' is refused')
	from unnest(array['jeanne', 'a b@c.d', '@c.d', repeat('x', 260) || '@c.d']) email;
select is(tests.refusal('nadia', format('select public.change_role(%L, %L, ''tenant'')', tests.id('tilleuls'), tests.id('nestor'))), 'done', 'one caretaker of two may step back');

-- Somebody leaves.
create function pg_temp.goodbye(p_member text) returns text language sql as $$
	select format('select public.end_member(%L, %L)', tests.id('tilleuls'), tests.id(p_member));
$$;
select is(tests.refusal(who, pg_temp.goodbye('paul')), refusal, who || ' sends nobody away')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('edith', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);
select is(tests.refusal('nadia', pg_temp.goodbye(name)), refusal, name || ' is not sent away')
	from (values ('claire', 'PT403 not_allowed'), ('nadia', 'PT409 last_caretaker'), ('zoe', 'PT404 not_found'), ('edith', 'PT404 not_found')) x(name, refusal);
select is(tests.refusal('nadia', pg_temp.goodbye('paul')), 'done', 'Paul moves out');
select is(tests.refusal('paul', format('select public.page_home(%L)', tests.id('tilleuls'))), 'PT404 not_found', 'and is nobody here any more, though still signed in');
select is((select count(*) from public.member_contacts where member_id = tests.id('paul')), 0::bigint, 'his telephone is erased');
select is(tests.answer('paul', 'select public.claim_memberships()')::jsonb, '[]'::jsonb, 'and he does not come back by himself');
select is(tests.count('odile', 'select id from public.members where ended_at is null'), 1, 'Odile lives alone');

-- The residence itself.
create function pg_temp.about(p_name text default 'Tilleuls', p_place text default 'À la loge') returns text language sql as $$
	select format('select public.save_residence(%L, %L, ''1 rue'', ''03'', %L)', tests.id('tilleuls'), p_name, p_place);
$$;
select is(tests.refusal('nadia', pg_temp.about()), 'done', 'the caretaker changes what the residence says of itself');
select is(tests.refusal('samia', pg_temp.about()), 'PT403 not_allowed', 'a relay does not');
select is(tests.refusal('odile', pg_temp.about()), 'PT403 not_allowed', 'nor a tenant');
select is(tests.refusal('yves', pg_temp.about()), 'PT404 not_found', 'nor the caretaker of another one');
select is(tests.refusal('nadia', pg_temp.about('')), 'PT422 value_invalid', 'it keeps a name');
select is(tests.refusal('nadia', pg_temp.about('Tilleuls', repeat('x', 121))), 'PT422 value_invalid', 'and a place that fits');

-- The page of people.
select is(jsonb_array_length(tests.answer('nadia', format('select public.page_people(%L)', tests.id('tilleuls')))::jsonb -> 'households'),
	8, 'the caretaker sees every door');
select is(jsonb_path_query_array(tests.answer(who, format('select public.page_people(%L)', tests.id('tilleuls')))::jsonb,
	'$.households[*].members[*] ? (@.name == "Odile").hasPhone'), has, who || ' learns so much of Odile''s telephone: ' || has)
	from (values ('nadia', '[true]'::jsonb), ('samia', '[false]')) x(who, has);
select unalike(tests.answer('nadia', format('select public.page_people(%L)', tests.id('tilleuls'))), '%03 00 00%', 'the list itself has no telephone in it');
select is(jsonb_path_exists(tests.answer('nadia', format('select public.page_people(%L)', tests.id('tilleuls')))::jsonb,
	'$.** ? (@.name == "Edith")'), false, 'somebody who left is not listed');
select is(tests.refusal('odile', format('select public.page_people(%L)', tests.id('tilleuls'))), 'PT403 not_allowed', 'a tenant does not see the list');
select is(tests.refusal('yves', format('select public.page_people(%L)', tests.id('tilleuls'))), 'PT404 not_found', 'nor does a stranger');

-- The last one behind a door takes along what can still be cancelled.
select tests.add_round('running');
select tests.add_round('over');
select tests.add_round('sent');
create temp view b12 as select r.title, o.state from public.orders o join public.rounds r on r.id = o.round_id where o.household_id = tests.id('b12');
select is(tests.refusal('odile', tests.place(name, 'b12', '{"carrots": 1}')), 'done', 'Odile orders in the round called ' || name) from unnest(array['running', 'over', 'sent']) name;
update public.offers set stock_limit = 1 where id = tests.id('running carrots');
update public.rounds set closes_at = now() - interval '1 second' where id = tests.id('over');
select is(tests.answer('nadia', format('select public.close_round(%L, true)', tests.id('sent'))), 'ordered', 'one of them is closed');
create function pg_temp.open_order(p_door text) returns boolean language sql as $$
	select jsonb_path_exists(tests.answer('nadia', format('select public.page_people(%L)', tests.id('tilleuls')))::jsonb, '$.households[*] ? (@.id == $id).hasOpenOrder ? (@ == true)', jsonb_build_object('id', tests.id(p_door)));
$$;
select is(pg_temp.open_order('b12'), true, 'the caretaker is told before that an order is running');
select is(tests.refusal('nadia', pg_temp.goodbye('odile')), 'done', 'Odile moves out too');
select set_eq('select * from b12', $$values ('Running', 'cancelled'), ('Over', 'placed'), ('Sent', 'placed')$$, 'what can still be cancelled is; what is bought or as good as bought stays');
select is((select row(kind, by_member, on_behalf, detail ->> 'reason')::text from public.order_changes order by id desc limit 1), row('cancelled', tests.id('nadia'), true, 'left')::text, 'who did it and why is kept');
select is(pg_temp.open_order('b12'), false, 'nothing is running there any more');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', 'paul2', 'b12', 'Léa')), 'PT404 not_found', 'nobody is made up');
select tests.add_person('tilleuls', 'b12', 'lea', 'tenant');
select is(tests.answer('lea', tests.place('running', 'b12', '{"carrots": 1}'))::jsonb ->> 'created', 'true', 'who comes next orders, and the stock is free again');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', 'lea', 'd01', 'Léa')), 'done', 'she moves to another door');
select is((select array_agg(state order by placed_at) from public.orders where household_id = tests.id('b12') and round_id = tests.id('running')), array['cancelled', 'cancelled'], 'which leaves an empty one without orders, again');
select tests.add_person('tilleuls', 'b14', 'ines', 'tenant');
select is(tests.answer('ines', tests.place('running', 'b14', '{"eggs": 6}'))::jsonb ->> 'created', 'true', 'Inès orders');
select is(tests.refusal('nadia', pg_temp.goodbye('karim')), 'done', 'Karim leaves, Inès stays');
select is((select state from public.orders where household_id = tests.id('b14')), 'placed', 'so does the order of their door');

-- A door that was written down wrongly.
create function pg_temp.rename(p_door text, p_to text, p_staircase text default 'B', p_floor text default '1', p_building text default '') returns text language sql as $$
	select format('select public.rename_household(%L, %L, %L, %L, %s, %L)', tests.id('tilleuls'), tests.id(p_door), p_building, p_staircase, p_floor, p_to);
$$;
create function pg_temp.drop_door(p_door text) returns text language sql as $$ select format('select public.delete_household(%L, %L)', tests.id('tilleuls'), tests.id(p_door)); $$;
insert into public.households (id, residence_id, staircase, floor, door) select tests.id(n), tests.id('tilleuls'), 'Z', 0, n from unnest(array['z1', 'z2', 'z3']) n;
select is(tests.refusal(who, sql), refusal, format('%s: %s for %s', left(sql, 24), refusal, who))
	from (values ('odile', 'PT404 not_found'), ('ines', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('anon', '42501')) x(who, refusal), unnest(array[pg_temp.rename('z1', '9'), pg_temp.drop_door('z1')]) sql;
select is(tests.refusal('nadia', pg_temp.rename('z1', ' 9 bis ', 'Z', '2', 'Nord')), 'done', 'the caretaker corrects a door');
select is((select row(building, staircase, floor, door)::text from public.households where id = tests.id('z1')), '(Nord,Z,2,"9 bis")', 'all of it');
select is(tests.refusal('nadia', pg_temp.rename('z2', 'z3', 'Z', '0')), 'PT409 door_taken', 'two doors are not called the same');
select is(tests.refusal('nadia', pg_temp.rename('z2', door, staircase, floor, building)), 'PT422 value_invalid', 'refused: ' || left(concat_ws(' ', building, staircase, floor, door), 30))
	from (values ('', 'Z', '0', ''), ('1', ' ', '0', ''), ('1', 'Z', '61', ''), ('1', 'Z', 'null', ''), (repeat('x', 21), 'Z', '0', ''), ('1', 'Z', '0', repeat('x', 41))) x(door, staircase, floor, building);
select is(tests.refusal('nadia', pg_temp.rename('x1', '1')), 'PT404 not_found', 'a door of another residence is not ours');
select is(tests.refusal('nadia', pg_temp.drop_door('x1')), 'PT404 not_found', 'to take away neither');
select is(tests.refusal('nadia', pg_temp.drop_door(door)), 'PT409 door_in_use', 'a door stays with who lives or lived there: ' || door) from unnest(array['b12', 'b14', 'd01', 'a01']) door;
update public.households set lived_since = now() where id = tests.id('z3');
select is(tests.refusal('nadia', pg_temp.drop_door('z3')), 'PT409 door_in_use', 'also when they have since moved to another one');
select is(tests.refusal('nadia', pg_temp.drop_door('z2')), 'done', 'one that was a mistake goes');
select is((select count(*) from public.households where id in (tests.id('z2'), tests.id('z3'))), 1::bigint, 'and no other');

select * from finish();
rollback;
