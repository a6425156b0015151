-- Odile and those who look at her phone: each look is written down, and what neighbours see of her is what she chose.

begin;
select plan(196);
select tests.begin_story();

-- Looking at contacts, one person at a time.
create function pg_temp.show(p_member text, p_residence text default 'tilleuls') returns text language sql as $$
	select format('select public.show_contacts(%L, %L)', tests.id(p_residence), tests.id(p_member));
$$;
create function pg_temp.entries(p_subject text) returns text language sql as $$
	select coalesce(string_agg(concat_ws(' ', r.name, a.what, a.place), ', ' order by a.id), '')
	from public.access_log a join public.members r on r.id = a.reader_id where a.subject_id = tests.id(p_subject);
$$;
select is(tests.refusal(who, pg_temp.show('odile')), refusal, who || ' looks at nobody''s contacts')
	from (values ('karim', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('odile', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('edith', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);
select is(tests.refusal('nadia', pg_temp.show(name)), 'PT404 not_found', 'nor does the caretaker at those of ' || name) from unnest(array['zoe', 'edith', 'no one']) name;
select is((select count(*) from public.access_log), 0::bigint, 'nothing was seen, nothing is written down');
select is(tests.answer('nadia', pg_temp.show('odile'))::jsonb, '{"phone": "03 00 00 00 00", "email": "odile@tests.invalid"}'::jsonb, 'Nadia asks for Odile''s');
select is(pg_temp.entries('odile'), 'Nadia contacts person', 'which is written down');
select is(tests.refusal('nadia', pg_temp.show('odile')), 'done', 'again a moment later');
select is(pg_temp.entries('odile'), 'Nadia contacts person', 'is the same look');
alter table public.access_log disable trigger access_log_append_only;
update public.access_log set at = at - interval '14 minutes';
select is(tests.refusal('nadia', pg_temp.show('odile')), 'done', 'after fourteen minutes');
select is(pg_temp.entries('odile'), 'Nadia contacts person', 'too');
update public.access_log set at = at - interval '61 seconds';
alter table public.access_log enable trigger access_log_append_only;
select is(tests.refusal('nadia', pg_temp.show('odile')), 'done', 'after fifteen');
select is(pg_temp.entries('odile'), 'Nadia contacts person, Nadia contacts person', 'it is another one');
select is(tests.refusal('claire', pg_temp.show('odile')), 'done', 'so it is when somebody else looks');
select is(pg_temp.entries('odile'), 'Nadia contacts person, Nadia contacts person, Claire contacts person', 'at the same moment');
select is(tests.refusal('nadia', pg_temp.show('nadia')), 'done', 'who looks at her own contacts');
select is(pg_temp.entries('nadia'), '', 'is not written down');
select isnt(tests.answer('nadia', pg_temp.show('marcel')), null, 'Marcel has a phone');
update public.member_contacts set phone = null where member_id = tests.id('karim');
update public.member_contacts set email = null where member_id = tests.id('karim');
select is(tests.answer('nadia', pg_temp.show('karim'))::jsonb, '{"phone": null, "email": null}'::jsonb, 'Karim has none');
select is(pg_temp.entries('karim'), '', 'where there is nothing to see, nothing was seen');

-- The list on paper.
select is(tests.refusal(who, format('select public.show_phone_list(%L)', tests.id('tilleuls'))), refusal, who || ' prints no list of phones')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found')) x(who, refusal);
select is((select string_agg(concat_ws(' ', e ->> 'label', e ->> 'name'), ', ') from jsonb_array_elements(tests.answer('nadia', format('select public.show_phone_list(%L)', tests.id('tilleuls')))::jsonb) e),
	'A 01 Nadia, B 12 Odile, B 12 Paul, C 04 Samia, D 01 Marcel, Claire, Nestor', 'Nadia prints it: door by door, without those who have no phone or left');
select is((select string_agg(r.name, ' ' order by r.name) from public.access_log a join public.members r on r.id = a.subject_id where a.place = 'phone_list' and a.what = 'phone' and a.reader_id = tests.id('nadia')),
	'Claire Marcel Nestor Odile Paul Samia', 'each of them can read that, but she herself');

-- Changes of contacts.
select is(tests.refusal('nadia', format('select public.save_member(%L, %L, %L, ''Odile'', null, null)', tests.id('tilleuls'), tests.id('odile'), tests.id('b12'))), 'done', 'Nadia saves the form without opening the contacts');
select is((select row(email, phone)::text from public.member_contacts where member_id = tests.id('odile')), '(odile@tests.invalid,"03 00 00 00 00")', 'which leaves them as they are');
select unalike(pg_temp.entries('odile'), '%changed%', 'and is no change');
select is(tests.refusal('nadia', format('select public.save_member(%L, %L, %L, ''Odile'', null, ''06 11'')', tests.id('tilleuls'), tests.id('odile'), tests.id('b12'))), 'done', 'she corrects the phone');
select alike(pg_temp.entries('odile'), '%Nadia changed person', 'which Odile can read');
select is((select user_id is not null from public.members where id = tests.id('odile')), true, 'and stays signed in');
select is(tests.refusal('nadia', format('select public.save_member(%L, %L, %L, ''Nadia'', null, ''06 22'')', tests.id('tilleuls'), tests.id('nadia'), tests.id('a01'))), 'done', 'her own phone');
select is(pg_temp.entries('nadia'), '', 'is her own business');

-- Who reads the log, and that it stays.
select is(tests.count(who, 'select 1 from public.access_log'), seen, format('%s reads %s entries', who, seen))
	from (values ('odile', 5), ('paul', 1), ('karim', 0), ('nadia', 10), ('nestor', 1), ('claire', 11), ('yves', 0), ('zoe', 0), ('edith', 0), ('nobody', 0)) x(who, seen);
select is(tests.refusal(who, act), '42501', format('%s: %s', who, split_part(act, ' ', 1))) from unnest(array['anon', 'odile', 'samia', 'nadia', 'claire', 'worker']) who,
	unnest(array['update public.access_log set at = now()', 'delete from public.access_log', 'truncate public.access_log',
		format('insert into public.access_log (residence_id, reader_id, subject_id, what, place) values (%L, %L, %L, ''phone'', ''reach'')', tests.id('tilleuls'), tests.id('nestor'), tests.id('odile'))]) act;
select is(tests.refusal(who, format('select private.note_access(m, array[%L]::uuid[], ''phone'', ''reach'') from public.members m', tests.id('odile'))), '42501', who || ' writes down no look of somebody else''s')
	from unnest(array['anon', 'odile', 'nadia', 'worker']) who;
select throws_ok(act, 'PT403', null, 'not even the owner: ' || left(act, 24))
	from unnest(array['update public.access_log set place = place', 'delete from public.access_log', 'truncate public.access_log']) act;
alter table public.access_log disable trigger access_log_append_only;
update public.access_log set at = now() - interval '6 months' where place = 'phone_list';
alter table public.access_log enable trigger access_log_append_only;
select lives_ok($$delete from public.access_log where place = 'phone_list'$$, 'what is older than six months may go');
select is(tests.count('paul', 'select 1 from public.access_log'), 0, 'and is gone');

-- The page.
create function pg_temp.page(p_who text, p_of text default null, p_before bigint default null) returns jsonb language sql as $$
	select tests.answer(p_who, format('select public.page_access(%L, %L, %L)', tests.id('tilleuls'), tests.id(p_of), p_before))::jsonb;
$$;
select is((pg_temp.page('odile') -> 'entries' -> 0) - 'id' - 'at', '{"what": "changed", "place": "person", "by": "Nadia", "role": "caretaker"}'::jsonb, 'Odile reads who, what and where, newest first');
select is(jsonb_array_length(pg_temp.page('odile', null, (pg_temp.page('odile') -> 'entries' -> 0 ->> 'id')::bigint) -> 'entries'), 3, 'and page by page what was before');
select is(pg_temp.page('claire', 'odile') -> 'entries', pg_temp.page('odile') -> 'entries', 'the manager reads the same');
select is((select jsonb_agg(distinct x ->> 'by') from jsonb_array_elements(pg_temp.page('nadia', 'odile') -> 'entries') x), '["Nadia"]', 'a caretaker their own looks');
select is(pg_temp.page('nestor', 'odile') -> 'entries', (select coalesce(jsonb_agg(x), '[]') from jsonb_array_elements(pg_temp.page('odile') -> 'entries') x where x ->> 'by' = 'Nestor'), 'and not those of a colleague');
select is(array[pg_temp.page('claire', 'odile') -> 'isWhole', pg_temp.page('nadia', 'odile') -> 'isWhole', pg_temp.page('nadia') -> 'isWhole']::text, '{true,false,true}', 'the page says which it is');
select is(tests.refusal(who, format('select public.page_access(%L, %L, null)', tests.id('tilleuls'), tests.id('odile'))), refusal, who || ' does not')
	from (values ('karim', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found')) x(who, refusal);
select is(tests.refusal('nadia', format('select public.page_access(%L, %L, null)', tests.id('tilleuls'), tests.id('zoe'))), 'PT404 not_found', 'nobody of another residence is found');

-- Somebody who asks to join.
insert into auth.users (id, email) values (tests.id('fatou user'), 'fatou@tests.invalid'), (tests.id('lea user'), 'lea@tests.invalid');
select isnt(tests.answer('nadia', format('select public.renew_join_code(%L)', tests.id('tilleuls'))), null, 'a poster hangs in the hall');
select is(tests.refusal(who, format('select public.ask_to_join(%L, %L, %L, null, ''06 33'')', (select code from public.join_codes), tests.id('b14'), initcap(who))), 'done', who || ' asks') from unnest(array['fatou', 'lea']) who;
create temp table asked as select name, id from public.join_requests;
create function pg_temp.look(p_name text) returns text language sql as $$ select format('select public.show_request_contacts(%L)', (select id from asked where name = p_name)); $$;
select is(tests.refusal('nadia', 'select phone from public.join_requests'), '42501', 'the caretaker does not read their phones from the table');
select unalike(tests.answer('nadia', format('select public.page_joining(%L)', tests.id('tilleuls'))), '%06 33%', 'nor from the page');
select is(tests.refusal(who, pg_temp.look('Fatou')), refusal, who || ' may not look') from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('fatou', 'PT404 not_found'), ('yves', 'PT404 not_found')) x(who, refusal);
select is(tests.answer('nadia', pg_temp.look(name))::jsonb ->> 'phone', '06 33', 'she asks for that of ' || name) from unnest(array['Fatou', 'Fatou', 'Lea']) name;
select is(tests.refusal('nadia', format('select public.answer_join_request(%L, %L, null, null)', id, name = 'Fatou')), 'done', 'and answers ' || name) from asked;
select is((select string_agg(concat_ws(' ', s.name, a.what), ', ') from public.access_log a join public.members s on s.id = a.subject_id where a.place = 'joining'), 'Fatou contacts', 'Fatou, let in, can read it');
select is((select count(*) from private.request_looks), 0::bigint, 'of Lea nothing is kept');
select is(tests.refusal('nadia', pg_temp.look('Lea')), 'PT409 already_done', 'nor is there anything to look at any more');

-- What neighbours see of Odile: at first the least.
create function pg_temp.save(p_name text default '', p_staircase text default 'false', p_phone text default 'nobody', p_language text default 'fr', p_text text default 'normal', p_theme text default 'auto', p_aloud text default 'false')
returns text language sql as $$
	select format('select public.save_profile(%L, %L, %s, %L, %L, %L, %L, %s)', tests.id('tilleuls'), p_name, p_staircase, p_phone, p_language, p_text, p_theme, p_aloud);
$$;
create function pg_temp.profile(p_who text) returns jsonb language sql as $$
	select tests.answer(p_who, format('select public.page_profile(%L)', tests.id('tilleuls')))::jsonb - 'shell';
$$;
create function pg_temp.reach(p_who text) returns text language sql as $$
	select coalesce(string_agg(concat_ws(' ', e ->> 'name', e ->> 'staircase', case when (e ->> 'hasPhone')::boolean then 'phone' end), ', '), '')
	from jsonb_array_elements(tests.answer(p_who, format('select public.page_reach(%L)', tests.id('tilleuls')))::jsonb -> 'people') e;
$$;
create function pg_temp.call(p_member text) returns text language sql as $$ select format('select public.show_phone(%L, %L)', tests.id('tilleuls'), tests.id(p_member)); $$;
update public.members set name = 'Odile Renard' where id = tests.id('odile');
update public.members set name = 'Samia Haddad' where id = tests.id('samia');
select is(private.short_name(name), short, format('%s is %s', name, short))
	from (values ('Odile Renard', 'Odile R.'), ('Jean-Luc de la Tour', 'Jean-Luc T.'), ('Odile', 'Odile'), ('Mme Renard', 'Mme R.'), ('M. Karim Benali', 'Karim B.'), ('  Inès  payet ', 'Inès P.')) x(name, short);
select is(pg_temp.profile('odile'), '{"shortName": "Odile R.", "hasPhone": true, "profile": null, "preferences": null}'::jsonb, 'nothing is chosen for Odile');
select is(pg_temp.reach('karim'), 'Samia H.', 'Karim sees the relay, without a phone, and nobody else');
select is(tests.refusal(who, pg_temp.call(of)), 'PT404 not_found', format('%s calls %s neither by the id', who, of)) from (values ('karim', 'odile'), ('karim', 'samia'), ('samia', 'odile'), ('nadia', 'odile'), ('karim', 'zoe')) x(who, of);
select is(tests.count(who, 'select phone from public.member_contacts'), 1, who || ' reads one row of contacts: the own') from unnest(array['odile', 'samia', 'nadia', 'claire']) who;
select is(tests.refusal('odile', pg_temp.save(p_phone := 'helper')), 'done', 'Odile lets her helper of the moment see it');
select is(tests.refusal('karim', pg_temp.call('odile')), 'PT404 not_found', 'which is not the residence');
select is(tests.refusal('odile', pg_temp.save(' Madame Odile ', 'true', 'residence', 'en', 'largest', 'dark', 'true')), 'done', 'now she lets them all');
select is(pg_temp.profile('odile') - 'shortName' - 'hasPhone', '{"profile": {"displayName": "Madame Odile", "showsStaircase": true, "phoneTo": "residence"}, "preferences": {"language": "en", "text": "largest", "theme": "dark", "aloud": true}}'::jsonb, 'all of it is kept');
select is(pg_temp.reach('karim'), 'Samia H., Madame Odile B phone', 'Karim sees the name and the staircase that she shows');
select is(pg_temp.reach('paul'), 'Samia H., Odile Renard B phone', 'who lives with her sees her whole name');
select is(pg_temp.reach('nadia'), 'Samia Haddad, Odile Renard B phone', 'so do the staff');
select is(pg_temp.reach('odile'), 'Samia H.', 'one is not on one''s own list');
select is(pg_temp.reach('hana'), '', 'who lives elsewhere and helps one door is not the residence');
select is(tests.refusal('hana', pg_temp.call('odile')), 'PT404 not_found', 'and calls nobody by the id');
select is(tests.refusal(who, format('select public.page_reach(%L)', tests.id('tilleuls'))), 'PT404 not_found', who || ' sees nobody') from unnest(array['zoe', 'edith', 'nobody']) who;
select is(tests.answer('karim', pg_temp.call('odile')), '06 11', 'Karim opens the phone');
select is((select row(r.name, a.what, a.place)::text from public.access_log a join public.members r on r.id = a.reader_id where a.subject_id = tests.id('odile') order by a.id desc limit 1), '(Karim,phone,reach)', 'which Odile can read');
update public.members set name = 'Karim Benali' where id = tests.id('karim');
select is(pg_temp.page('odile') -> 'entries' -> 0 ->> 'by', 'Karim B.', 'by the name that he shows');
select is(pg_temp.page('claire', 'odile') -> 'entries' -> 0 ->> 'by', 'Karim Benali', 'managers read the whole one');
select unalike((pg_temp.page('nadia', 'odile') -> 'entries')::text, '%Karim%', 'and a caretaker nothing of neighbours');
select is(tests.refusal('odile', pg_temp.call('odile')), 'done', 'her own she may open too');
select is((select count(*) from public.access_log where reader_id = subject_id), 0::bigint, 'without a trace');
update public.member_contacts set phone = null where member_id = tests.id('odile');
select is(pg_temp.reach('karim'), 'Samia H.', 'without a phone there is nobody to call');
update public.member_contacts set phone = '06 11' where member_id = tests.id('odile');
select is(tests.refusal('odile', pg_temp.save()), 'done', 'she changes her mind');
select is(tests.refusal('karim', pg_temp.call('odile')), 'PT404 not_found', 'and is not called any more');
select is((pg_temp.profile('odile') -> 'profile' -> 'displayName')::text, 'null', 'no name is the short one again');

select is(tests.refusal('odile', sql), 'PT422 value_invalid', 'refused: ' || right(sql, 70)) from unnest(array[pg_temp.save(repeat('x', 41)), pg_temp.save(p_phone := 'all'), pg_temp.save(p_language := 'de'),
	pg_temp.save(p_text := 'huge'), pg_temp.save(p_theme := 'pink'), pg_temp.save(p_staircase := 'null'), pg_temp.save(p_aloud := 'null'), pg_temp.save(p_phone := null), pg_temp.save(p_language := null)]) sql;
select is(tests.count(who, 'select 1 from public.profiles'), profiles, format('%s reads %s profiles', who, profiles))
	from (values ('odile', 1), ('paul', 0), ('karim', 0), ('samia', 0), ('nadia', 1), ('yves', 0), ('edith', 0)) x(who, profiles);
select is(tests.count(who, 'select 1 from public.preferences'), preferences, format('%s reads %s preferences', who, preferences))
	from (values ('odile', 1), ('paul', 0), ('nadia', 0), ('claire', 0)) x(who, preferences);
select is(tests.refusal(who, act || ' public.' || name || case act when 'update' then ' set changed_at = now()' else '' end), '42501', format('%s: %s %s', who, act, name))
	from unnest(array['odile', 'nadia', 'worker']) who, unnest(array['profiles', 'preferences']) name, unnest(array['update', 'delete from']) act;
select is(jsonb_path_query_first(tests.answer(who, format('select public.page_people(%L)', tests.id('tilleuls')))::jsonb, '$.households[*].members[*] ? (@.name == "Odile Renard").shows'), shows, who || ' is told this of her choices')
	from (values ('nadia', '{"name": "Odile R.", "staircase": false, "phoneTo": "nobody"}'::jsonb), ('samia', 'null')) x(who, shows);

-- A new phone takes her choices; so does the mail with her code.
select is(tests.refusal('odile', pg_temp.save(p_language := 'en', p_text := 'large')), 'done', 'Odile reads English in large letters');
select is(tests.answer('odile@new phone', $$select public.register_device('Phone', 'code')$$)::jsonb, '{"language": "en", "text": "large", "theme": "auto", "aloud": false}'::jsonb, 'her new phone is told');
select is(tests.answer('karim@his phone', $$select public.register_device('Phone', 'code')$$), null, 'Karim''s keeps what it has');
select is(tests.answer('worker', format('select public.request_code(%L, ''home'')', email))::jsonb, answer, 'a code for ' || email)
	from (values ('odile@tests.invalid', '{"known": true, "language": "en"}'::jsonb), ('karim@tests.invalid', '{"known": false, "language": null}'), ('stranger@tests.invalid', '{"known": false, "language": null}')) x(email, answer);

-- Names in orders: Odile reads who ordered for her, a neighbour by the name that he chose.
select tests.add_round('week');
select is(tests.refusal('samia', tests.place('week', 'b12', '{"carrots": 1}', 0, null, 'odile')), 'done', 'Samia orders for her');
create function pg_temp.round_by(p_who text) returns text language sql as $$
	select p -> 'history' -> 0 ->> 'by' from (select tests.answer(p_who, format('select public.page_round(%L)', tests.id('week')))::jsonb as p) x;
$$;
select is(pg_temp.round_by('odile'), 'Samia H.', 'she reads the relay''s short name');
select is(tests.answer('nadia', format('select public.page_desk_order(%L, %L)', tests.id('week'), tests.id('b12')))::jsonb -> 'history' -> 0 ->> 'by', 'Samia Haddad', 'the desk reads the whole one');
select is(tests.refusal('nadia', tests.place('week', 'b12', '{"carrots": 2}', 1, null, 'odile')), 'done', 'Nadia changes it');
select is(pg_temp.round_by('odile'), 'Nadia', 'the caretaker is called by name');
select is(tests.refusal('paul', tests.place('week', 'b12', '{"carrots": 3}', 2)), 'done', 'Paul does');
select is(pg_temp.round_by('odile'), 'Paul', 'so are those behind one''s own door');

select * from finish();
rollback;
