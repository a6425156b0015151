-- Who sees whom, setting a residence up, signing in, adding doors and people.

begin;
select plan(141);

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
select is(tests.refusal('anon', pg_temp.set_up('WRONGONE')), 'PT403 setup_code_wrong', 'a wrong code makes no residence');
select is(tests.refusal('anon', pg_temp.set_up('')), 'PT403 setup_code_wrong', 'nor does none');
select is(tests.refusal('anon', pg_temp.set_up((select code from code), zone)), 'PT422 value_invalid', 'the zone ' || zone || ' is refused')
	from unnest(array['CET', 'Paris', 'Europe/Atlantis', '+02:00', 'Etc/GMT+3', '']) zone;
select is(tests.refusal('anon', pg_temp.set_up((select code from code), 'Europe/Paris', '  ')), 'PT422 value_invalid', 'a residence has a name');
select isnt(tests.answer('anon', pg_temp.set_up((select lower(substr(code, 1, 4) || ' - ' || substr(code, 5)) from code))), null,
	'the right code, however it was typed, makes the residence');
select is((select m.role || ' ' || c.email from public.members m join public.member_contacts c on c.member_id = m.id),
	'caretaker nadia@ormes.invalid', 'with its first caretaker');
select is(tests.answer('worker', 'select public.ensure_setup_code()'), null, 'then there is no code any more');
select is(tests.refusal('anon', pg_temp.set_up((select code from code))), 'PT409 setup_closed', 'and the door is shut');
select is(tests.answer('anon', 'select public.setup_status()')::jsonb ->> 'empty', 'false', 'which the first page knows');
insert into public.residences (organisation_id, name, time_zone, is_demo) select organisation_id, 'Démonstration', 'UTC', true from public.residences;
select is(tests.answer('anon', 'select public.setup_status()')::jsonb ->> 'demo', 'false', 'a demonstration beside a real residence opens nothing');
delete from public.residences where is_demo;
update public.residences set is_demo = true;
select is(tests.answer('anon', 'select public.setup_status()')::jsonb ->> 'demo', 'true', 'alone it does');
update public.residences set is_demo = false;
select is((select count(*)::int from generate_series(1, 15) where tests.answer('anon', 'select public.take_setup_attempt()')::boolean),
	10, 'ten tries at the code in an hour, no more');

select tests.begin_story();

-- Signing in.
select is(tests.answer('anon', $$select public.request_code(' Odile@Tests.invalid', 'device')$$)::jsonb,
	'{"allowed": true, "known": true}'::jsonb, 'a member may ask for a code');
select is(tests.answer('anon', $$select public.request_code('stranger@tests.invalid', 'device')$$)::jsonb,
	'{"allowed": true, "known": false}'::jsonb, 'a stranger gets none');
select is(tests.answer('anon', $$select public.request_code('edith@tests.invalid', 'device')$$)::jsonb ->> 'known', 'false',
	'nor does somebody who left');
select is((select count(*)::int from generate_series(1, 10)
	where (tests.answer('anon', $$select public.request_code('karim@tests.invalid', 'device')$$)::jsonb ->> 'allowed')::boolean),
	5, 'five codes in a quarter of an hour for one address');
select is((select count(*)::int from generate_series(1, 12)
	where tests.answer('anon', $$select public.try_code('karim@tests.invalid', 'device')$$)::boolean), 8, 'eight guesses');
select is(tests.answer('anon', $$select public.try_code('paul@tests.invalid', 'device')$$), 'true', 'for that address alone');
select is((select count(*)::int from generate_series(1, 40) i
	where (tests.answer('anon', format($$select public.request_code('x%s@tests.invalid', 'busy')$$, i))::jsonb ->> 'allowed')::boolean),
	30, 'thirty codes an hour from one device, whatever the addresses');
update private.attempts set at = at - interval '16 minutes' where subject = md5('karim@tests.invalid');
select is(tests.answer('anon', $$select public.try_code('karim@tests.invalid', 'device')$$), 'true', 'and later again');
select is(tests.refusal('odile', 'select * from private.attempts'), '42501', 'nobody reads the tries');

insert into auth.users (id, email) values (tests.id('new user'), 'Marcel@tests.invalid');
select is(tests.answer('new', 'select public.claim_memberships()')::jsonb, '[]'::jsonb, 'an address that no member has gives no residence');
update public.member_contacts set email = 'marcel@tests.invalid' where member_id = tests.id('marcel');
select is(tests.answer('new', 'select public.claim_memberships()')::jsonb -> 0 ->> 'name', 'Les Tilleuls',
	'once the caretaker has written the address down, it does');
select is(tests.answer('new', 'select public.claim_memberships()')::jsonb, tests.answer('new', 'select public.my_residences()')::jsonb,
	'claiming twice is claiming once');
select is((select user_id from public.members where id = tests.id('marcel')), tests.id('new user'), 'and Marcel is tied to his account');
select is(tests.answer('edith', 'select public.claim_memberships()')::jsonb, '[]'::jsonb, 'somebody who left has nothing to claim');
select is(tests.answer('nobody', 'select public.my_residences()')::jsonb, '[]'::jsonb, 'nor has a stranger with an account');
select is(tests.refusal('anon', 'select public.claim_memberships()'), '42501', 'nobody claims without signing in');
select is(tests.answer('anon', 'select public.demo_people()')::jsonb, '[]'::jsonb, 'nobody can become anybody in one tap outside the demonstration');

-- Reading people: what each of them sees of the whole residence.
create temp table views (who text, households int, members int, contacts int, residences int, landlords int);
insert into views values
	('odile', 1, 2, 1, 1, 1), ('paul', 1, 2, 1, 1, 1), ('karim', 1, 1, 1, 1, 1),
	('samia', 5, 9, 1, 1, 1), ('nadia', 5, 9, 9, 1, 1), ('nestor', 5, 9, 9, 1, 1), ('claire', 5, 9, 9, 1, 1),
	('zoe', 1, 1, 1, 1, 1), ('yves', 1, 2, 2, 1, 1), ('edith', 0, 0, 0, 0, 0), ('nobody', 0, 0, 0, 0, 0);
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
create function pg_temp.person(p_residence text, p_member text, p_door text, p_name text, p_role text, p_email text default null)
returns text language sql as $$
	select format('select public.save_member(%L, %L, %L, %L, %L, %L, '''')', tests.id(p_residence), tests.id(p_member), tests.id(p_door), p_name, p_role, p_email);
$$;
select isnt(tests.answer('nadia', pg_temp.person('tilleuls', null, 'd01', 'Jeanne', 'tenant')), null, 'the caretaker adds somebody without an account');
select isnt(tests.answer('nadia', pg_temp.person('tilleuls', 'karim', 'b14', 'Karim B.', 'relay', ' KARIM@New.invalid ')), null, 'and changes somebody');
select is((select role || ' ' || name || ' ' || email from public.members join public.member_contacts on member_id = id where id = tests.id('karim')),
	'relay Karim B. karim@new.invalid', 'name, role and address are kept, the address in small letters');
select is(tests.refusal('samia', pg_temp.person('tilleuls', 'samia', 'c04', 'Samia', 'caretaker')), 'PT403 not_allowed', 'a relay does not raise herself');
select is(tests.refusal('odile', pg_temp.person('tilleuls', 'odile', 'b12', 'Odile', 'caretaker')), 'PT403 not_allowed', 'nor a tenant');
select is(tests.refusal('yves', pg_temp.person('tilleuls', 'odile', 'b12', 'Odile', 'tenant')), 'PT404 not_found', 'the caretaker of another residence is nobody here');
select is(tests.refusal('yves', pg_temp.person('cedres', 'odile', 'x1', 'Odile', 'tenant')), 'PT404 not_found', 'and cannot pull somebody over');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', 'zoe', 'b12', 'Zoe', 'tenant')), 'PT404 not_found', 'nor can ours');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', null, 'x1', 'Zoe', 'tenant')), 'PT404 not_found', 'nor put somebody behind a foreign door');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', null, 'd01', 'Jeanne', 'manager')), 'PT403 not_allowed', 'a caretaker makes no manager');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', 'claire', null, 'Claire', 'tenant')), 'PT403 not_allowed', 'nor unmakes one');
select is(tests.refusal('claire', pg_temp.person('tilleuls', 'claire', null, 'Claire V.', 'manager')), 'done', 'a manager may');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', null, 'd01', name, 'tenant')), 'PT422 value_invalid', 'the name "' || left(name, 5) || '" is refused')
	from unnest(array['', '   ', repeat('x', 81)]) name;
select is(tests.refusal('nadia', pg_temp.person('tilleuls', null, 'd01', null, 'tenant')), 'PT422 value_invalid', 'so is no name');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', null, 'd01', 'Jeanne', 'king')), 'PT403 not_allowed', 'a role that does not exist is not given');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', null, 'd01', 'Jeanne', null)), 'PT403 not_allowed', 'nor none');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', null, 'd01', 'Jeanne', 'tenant', email)), 'PT422 value_invalid', 'the address ' || left(email, 9) || ' is refused')
	from unnest(array['jeanne', 'a b@c.d', '@c.d', repeat('x', 260) || '@c.d']) email;
select is(tests.refusal('nadia', pg_temp.person('tilleuls', 'nestor', null, 'Nestor', 'tenant')), 'done', 'one caretaker of two may step back');
select is(tests.refusal('nadia', pg_temp.person('tilleuls', 'nadia', 'a01', 'Nadia', 'tenant')), 'PT409 last_caretaker', 'the last one may not');

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
	'$.households[*].members[*] ? (@.name == "Odile").phone'), phone, who || ' sees this telephone of Odile''s')
	from (values ('nadia', '["03 00 00 00 00"]'::jsonb), ('samia', '[null]')) x(who, phone);
select is(jsonb_path_exists(tests.answer('nadia', format('select public.page_people(%L)', tests.id('tilleuls')))::jsonb,
	'$.** ? (@.name == "Edith")'), false, 'somebody who left is not listed');
select is(tests.refusal('odile', format('select public.page_people(%L)', tests.id('tilleuls'))), 'PT403 not_allowed', 'a tenant does not see the list');
select is(tests.refusal('yves', format('select public.page_people(%L)', tests.id('tilleuls'))), 'PT404 not_found', 'nor does a stranger');

select * from finish();
rollback;
