-- Nadia reads a list of the residence in: what it shows, what it writes, and what it never touches.

begin;
select plan(79);
select tests.begin_story();

create function pg_temp.line(p_row integer, p_door text, p_floor integer, p_name text default '', p_email text default '', p_phone text default '')
returns jsonb language sql as $$
	select jsonb_build_object('row', p_row, 'building', '', 'staircase', split_part(p_door, ' ', 1), 'floor', p_floor,
		'door', split_part(p_door, ' ', 2), 'name', p_name, 'email', p_email, 'phone', p_phone);
$$;
create function pg_temp.stage(p_who text, variadic p_lines jsonb[]) returns text language sql as $$
	select tests.answer(p_who, format('select public.stage_import(%L, ''liste.csv'', %L, ''[]'')', tests.id('tilleuls'), to_jsonb(p_lines)));
$$;
create function pg_temp.draft(p_who text) returns jsonb language sql as $$
	select tests.answer(p_who, format('select public.page_import(%L)', tests.id('tilleuls')))::jsonb -> 'draft';
$$;
create function pg_temp.applying(p_who text) returns text language sql as $$
	select format('select public.apply_import(%L, %L, %L)', tests.id('tilleuls'), d ->> 'id', d ->> 'shown') from pg_temp.draft(p_who) d;
$$;
create function pg_temp.tilleuls() returns jsonb language sql as $$
	select jsonb_build_object('doors', (select jsonb_agg(to_jsonb(h) order by h.id) from public.households h where h.residence_id = tests.id('tilleuls')),
		'people', (select jsonb_agg(to_jsonb(m) order by m.id) from public.members m where m.residence_id = tests.id('tilleuls')),
		'contacts', (select jsonb_agg(to_jsonb(c) order by c.member_id) from public.member_contacts c where c.residence_id = tests.id('tilleuls')));
$$;

-- Who may.
select is(tests.refusal(who, format('select public.stage_import(%L, ''x'', ''[]'', ''[{"row": 2}]'')', tests.id('tilleuls'))), 'PT403 not_allowed', who || ' reads no file in') from unnest(array['odile', 'samia']) who;
select is(tests.refusal(who, format('select public.page_import(%L)', tests.id('tilleuls'))), 'PT403 not_allowed', who || ' sees no preview') from unnest(array['odile', 'samia']) who;
select is(tests.refusal(who, format('select public.export_people(%L)', tests.id('tilleuls'))), 'PT403 not_allowed', who || ' takes no list away') from unnest(array['odile', 'samia']) who;
select is(tests.refusal(who, 'select * from private.imports'), '42501', who || ' reads no file behind the functions') from unnest(array['anon', 'odile', 'nadia', 'worker']) who;
select is(pg_temp.draft('nadia'), 'null', 'at first nothing waits');

-- What does not fit is refused whole, whatever the page let through.
select is(tests.refusal('nadia', format('select public.stage_import(%L, ''x'', %L, ''[]'')', tests.id('tilleuls'), rows)), 'PT422 value_invalid', 'refused: ' || why) from (values
	('nothing', '[]'), ('no list', '{}'),
	('a floor too high', jsonb_build_array(pg_temp.line(2, 'A 1', 61))::text),
	('no door', jsonb_build_array(pg_temp.line(2, 'A', 1))::text),
	('a long name', jsonb_build_array(pg_temp.line(2, 'A 1', 1, repeat('x', 81)))::text),
	('no address', jsonb_build_array(pg_temp.line(2, 'A 1', 1, 'X', 'x'))::text),
	('capitals', jsonb_build_array(pg_temp.line(2, 'A 1', 1, 'X', 'X@x.fr'))::text),
	('a contact of nobody', jsonb_build_array(pg_temp.line(2, 'A 1', 1, '', 'x@x.fr'))::text),
	('half a row', '[{"row": 2}]'),
	('one row twice', jsonb_build_array(pg_temp.line(2, 'A 1', 1), pg_temp.line(2, 'A 2', 1))::text),
	('too many', (select jsonb_agg(pg_temp.line(n, 'A ' || n, 1)) from generate_series(2, 2002) n)::text)) x(why, rows);

-- The preview, and nothing else.
create temp table at_first as select pg_temp.tilleuls() as t;
select pg_temp.stage('nadia', variadic array[
	pg_temp.line(2, 'E 1', 1, 'Fatou Diop', 'fatou@x.fr', '06 11 22 33 44'), pg_temp.line(3, 'e 01', null, 'Ibra Diop', 'fatou@x.fr'),
	pg_temp.line(4, 'E 2', 1), pg_temp.line(5, 'B 12', 2, 'odile', 'odile@tests.invalid', '0300000000'),
	pg_temp.line(6, 'b 12', null, 'Paul', 'paul@new.fr'), pg_temp.line(7, 'D 1', 0, 'Màrcel', '', '06 99'),
	pg_temp.line(8, 'B 14', 1, 'Karim Benali', 'karim@tests.invalid')]);
select is(pg_temp.draft('nadia') -> 'doors', '[{"row": 2, "door": "1", "floor": 1, "label": "E 1", "building": "", "staircase": "E"}, {"row": 4, "door": "2", "floor": 1, "label": "E 2", "building": "", "staircase": "E"}]', 'two doors are new, however they are spelt');
select is(jsonb_path_query_array(pg_temp.draft('nadia'), '$.added[*].name'), '["Fatou Diop", "Ibra Diop"]', 'two people are new');
select is(pg_temp.draft('nadia') #> '{floors,0,to}', '2', 'B 12 is on the second floor');
select is(jsonb_path_query_array(pg_temp.draft('nadia'), '$.changed[*].changes'), '[{"email": {"to": "paul@new.fr", "from": "…"}}, {"phone": {"to": "06 99", "from": "…"}}, {"name": {"to": "Karim Benali", "from": "Karim"}}]',
	'three people change: known by name, without accents, or by address; what stood there is not shown');
select is(pg_temp.draft('nadia') -> 'same', '1', 'Odile is as she was: capitals and spaces make no difference');
select is(pg_temp.draft('nadia') -> 'problems', '[]', 'nothing is wrong');
select is(jsonb_path_query_array(pg_temp.draft('nadia'), '$.absent[*].name'), '["Nadia", "Samia"]', 'who is not in the file is told');
select is(pg_temp.tilleuls(), (select t from at_first), 'and nothing is written yet');
select is(pg_temp.draft('nestor'), 'null', 'nobody else sees what her file says');
select is(tests.refusal('nestor', pg_temp.applying('nadia')), 'PT409 import_over', 'nor says yes to it');

-- The yes.
create temp table yes as select pg_temp.applying('nadia') as sql;
grant select on yes to public;
select is(tests.answer('nadia', (select sql from yes))::jsonb, '{"added": 2, "doors": 2, "changed": 4}', 'the yes writes it');
select is(tests.answer('nadia', (select sql from yes))::jsonb, '{"added": 2, "doors": 2, "changed": 4}', 'and twice is once');
select is((select count(*) from public.members where residence_id = tests.id('tilleuls') and name like '% Diop'), 2::bigint, 'nobody is there twice');
select is((select string_agg(m.name || ' ' || c.phone || ' ' || m.role, '') from public.members m join public.member_contacts c on c.member_id = m.id where m.name = 'Fatou Diop'), 'Fatou Diop 06 11 22 33 44 tenant', 'Fatou has her phone, and is a tenant');
select is((select count(*) from public.members m join public.households h on h.id = m.household_id where h.staircase = 'E' and h.door = '1'), 2::bigint, 'both live behind one door');
select is((select user_id from public.members where id = tests.id('paul')), null, 'Paul''s old address opens nothing any more');
select is((select user_id from public.members where id = tests.id('karim')), tests.id('karim user'), 'Karim, whose name alone changed, is still in');
select is((select name from public.members where id = tests.id('odile')), 'Odile', 'Odile is spelt as she was');
select is((select email from public.member_contacts where member_id = tests.id('marcel')), null, 'an empty cell takes nothing away');
select is((select floor from public.households where id = tests.id('b12')), 2::smallint, 'the floor is right now');
select is((select rows from private.imports), null, 'the file is forgotten');
select is(pg_temp.draft('nadia'), 'null', 'and waits no more');

-- The same once more.
create temp table then_ as select pg_temp.tilleuls() as t;
select pg_temp.stage('nadia', pg_temp.line(2, 'E 1', 1, 'Fatou Diop', 'fatou@x.fr', '06 11 22 33 44'), pg_temp.line(3, 'e 01', null, 'Ibra Diop', 'fatou@x.fr'),
	pg_temp.line(4, 'E 2', 1), pg_temp.line(5, 'B 12', 2, 'odile', 'odile@tests.invalid', '0300000000'), pg_temp.line(6, 'b 12', null, 'Paul', 'paul@new.fr'));
select is(pg_temp.draft('nadia') -> 'added' || (pg_temp.draft('nadia') -> 'changed') || (pg_temp.draft('nadia') -> 'doors') || (pg_temp.draft('nadia') -> 'floors'), '[]', 'the same file twice changes nothing');
select is(tests.answer('nadia', pg_temp.applying('nadia'))::jsonb, '{"added": 0, "doors": 0, "changed": 0}', 'also when one says yes to it');
select is(pg_temp.tilleuls(), (select t from then_), 'not a row is another');
select pg_temp.stage('nadia', variadic array(select l || jsonb_build_object('row', n) from jsonb_array_elements(tests.answer('nadia', format('select public.export_people(%L)', tests.id('tilleuls')))::jsonb -> 'rows') with ordinality x(l, n)));
select is((select string_agg(initcap(m.name), ' ' order by m.name) from public.access_log a join public.members m on m.id = a.subject_id where a.what = 'contacts' and a.place = 'export'), 'Fatou Diop Ibra Diop Karim Benali Marcel Odile Paul Samia', 'each of them reads who took the list away');
select is((select string_agg(m.name, ' ' order by m.name) from public.access_log a join public.members m on m.id = a.subject_id where a.what = 'changed' and a.place = 'import'), 'Marcel Paul', 'and that a file changed their phone or e-mail');
select is(pg_temp.draft('nadia') - array['id', 'shown', 'fileName', 'unread', 'same'], '{"added": [], "doors": [], "absent": [], "floors": [], "changed": [], "problems": []}', 'what is exported, read in again, changes nothing');

-- What is wrong is told by its row, and the rest is written.
insert into public.households (residence_id, staircase, floor, door) values (tests.id('tilleuls'), 'd', 0, '01');
select pg_temp.stage('nadia', variadic array[
	pg_temp.line(2, 'F 1', 1, 'Anna'), pg_temp.line(3, 'F 1', 2, 'Bela'), pg_temp.line(4, 'F 2', null, 'Cem'), pg_temp.line(5, 'F 1', 1, 'ANNA'),
	pg_temp.line(6, 'D 1', 0, 'Dora'), pg_temp.line(7, 'D 01', 0, 'Elif'), pg_temp.line(8, 'F 3', 1, 'Gina', 'gina@x.fr'), pg_temp.line(9, 'F 4', 1, 'Gina', 'gina@x.fr'),
	pg_temp.line(10, 'F 5', 1, 'Odile', 'odile@tests.invalid'), pg_temp.line(11, 'A 01', 0, 'Nadia', 'thief@x.fr'), pg_temp.line(12, 'F 6', 1, 'Claire', 'claire@tests.invalid')]);
select is(pg_temp.draft('nadia') -> 'problems', jsonb_build_array(
	'{"key": "floor_differs", "row": 3, "other": 2}'::jsonb, '{"key": "floor_missing", "row": 4}'::jsonb, '{"key": "duplicate", "row": 5, "other": 2}'::jsonb, '{"key": "door_unclear", "row": 6}'::jsonb,
	'{"key": "email_twice", "row": 9, "other": 8}'::jsonb, '{"key": "email_elsewhere", "row": 10, "name": "Odile", "door": "B 12"}'::jsonb,
	'{"key": "staff_changed", "row": 11, "name": "Nadia"}'::jsonb, '{"key": "email_elsewhere", "row": 12, "name": "Claire", "door": null}'::jsonb), 'each by its row');
select is(jsonb_path_query_array(pg_temp.draft('nadia'), '$.added[*].name'), '["Anna", "Elif", "Gina"]', 'three rows are good');
select is(tests.answer('nadia', pg_temp.applying('nadia'))::jsonb, '{"added": 3, "doors": 2, "changed": 0}', 'and are written');
select is((select household_id from public.members where id = tests.id('odile')), tests.id('b12'), 'nobody is moved');
select is((select email from public.member_contacts where member_id = tests.id('nadia')), 'nadia@tests.invalid', 'nobody takes the key of the lodge');
select is((select count(*) from public.members where residence_id = tests.id('tilleuls') and ended_at is null and role in ('relay', 'caretaker', 'manager')), 4::bigint, 'and a file makes nobody a caretaker');

-- The residence changed between the preview and the yes.
select pg_temp.stage('nadia', pg_temp.line(2, 'G 1', 1, 'Hugo'), pg_temp.line(3, 'G 2', 1, 'Iris'));
delete from yes;
insert into yes select pg_temp.applying('nadia');
select is(tests.refusal('nadia', format('select public.add_households(%L, '''', ''H'', ''[{"floor": 1, "door": "1"}]'')', tests.id('tilleuls'))), 'done', 'a door elsewhere');
select is(tests.refusal('nestor', format('select public.add_households(%L, '''', ''G'', ''[{"floor": 1, "door": "1"}]'')', tests.id('tilleuls'))), 'done', 'and Nestor adds one of hers by hand');
select is(tests.refusal('nadia', (select sql from yes)), 'PT409 import_changed', 'it is no longer what she was shown');
select is((select count(*) from public.members where name in ('Hugo', 'Iris')), 0::bigint, 'so nothing is written');
select is(jsonb_array_length(pg_temp.draft('nadia') -> 'doors'), 1, 'she is shown what is left to do');
select is(tests.answer('nadia', pg_temp.applying('nadia'))::jsonb, '{"added": 2, "doors": 1, "changed": 0}', 'and says yes to that');
select pg_temp.stage('nadia', pg_temp.line(2, 'G 1', 1, 'Jade'));
delete from yes;
insert into yes select pg_temp.applying('nadia');
select is(tests.refusal('nestor', format('select public.end_member(%L, %L)', tests.id('tilleuls'), tests.id('marcel'))), 'done', 'that somebody else leaves');
select is(tests.refusal('nadia', (select sql from yes)), 'done', 'does not matter');
select is(tests.refusal('nadia', format('select public.apply_import(%L, null, '''')', tests.id('tilleuls'))), 'PT409 import_over', 'without a file there is nothing to say yes to');

-- One's mind changed, and an hour gone by.
select pg_temp.stage('nadia', pg_temp.line(2, 'G 1', 1, 'Kim'));
select is(tests.refusal('nestor', format('select public.drop_import(%L)', tests.id('tilleuls'))), 'done', 'Nestor drops what he has not');
select isnt(pg_temp.draft('nadia'), 'null', 'hers waits');
select is(tests.refusal('nadia', format('select public.drop_import(%L)', tests.id('tilleuls'))), 'done', 'she changes her mind');
select is((select count(*) from private.imports), 0::bigint, 'and nothing is kept');
select pg_temp.stage('nadia', pg_temp.line(2, 'G 1', 1, 'Kim'));
delete from yes;
insert into yes select pg_temp.applying('nadia');
update private.imports set created_at = now() - interval '61 minutes';
select is(pg_temp.draft('nadia'), 'null', 'after an hour it is not shown');
select is(tests.refusal('nadia', (select sql from yes)), 'PT409 import_over', 'nor written');
select is(tests.answer('worker', 'select public.drop_old_imports()'), '1', 'and the clock forgets it');
select is(tests.refusal('nadia', 'select public.drop_old_imports()'), '42501', 'which is for the clock alone');
select is((select count(*) from private.imports), 0::bigint, 'nothing of it is kept');

-- A couple with one address, and two people of one name.
select pg_temp.stage('nadia', pg_temp.line(2, 'G 2', 1, 'Louis', 'ensemble@x.fr'), pg_temp.line(3, 'G 2', 1, 'Mia', 'ensemble@x.fr'));
select is(tests.answer('nadia', pg_temp.applying('nadia'))::jsonb, '{"added": 2, "doors": 0, "changed": 0}', 'a couple may share an address');
select pg_temp.stage('nadia', pg_temp.line(2, 'G 2', 1, 'Mia', 'ensemble@x.fr'), pg_temp.line(3, 'G 2', 1, 'Louis Noir', 'ensemble@x.fr'), pg_temp.line(4, 'G 2', 1, 'Nina', 'ensemble@x.fr'));
select is(jsonb_path_query_array(pg_temp.draft('nadia'), '$.changed[*].changes.name'), '[{"to": "Louis Noir", "from": "Louis"}]', 'Mia stays Mia, Louis gets his surname');
select is(jsonb_path_query_array(pg_temp.draft('nadia'), '$.added[*].name'), '["Nina"]', 'and their daughter comes in');

-- Nobody fills the table: sixty files an hour.
select is(tests.refusal('nestor', format('select public.stage_import(%L, ''x'', %L, ''[]'')', tests.id('tilleuls'), jsonb_build_array(pg_temp.line(2, 'G 1', 1)))), 'done', 'the first is taken');
insert into private.attempts (kind, subject) select 'import', tests.id('nestor')::text from generate_series(1, 59);
select is(tests.refusal('nestor', format('select public.stage_import(%L, ''x'', %L, ''[]'')', tests.id('tilleuls'), jsonb_build_array(pg_temp.line(2, 'G 1', 1)))), 'PT429 too_many_tries', 'the sixty-first waits');

select * from finish();
rollback;
