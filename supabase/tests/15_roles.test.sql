-- Roles given and taken, caretakers who are away, managers of several residences, and whoever comes next behind a door.

begin;
select plan(417);
select tests.begin_story();
create function pg_temp.role_of(p_name text) returns text language sql as $$ select role from public.members where id = tests.id(p_name); $$;
create function pg_temp.give(p_who text, p_role text, p_successor text default null) returns text language sql as $$
	select format('select public.change_role(%L, %L, %L, %L)', tests.id('tilleuls'), tests.id(p_who), p_role, tests.id(p_successor));
$$;
create function pg_temp.leave(p_who text, p_successor text default null) returns text language sql as $$
	select format('select public.end_member(%L, %L, %L)', tests.id('tilleuls'), tests.id(p_who), tests.id(p_successor));
$$;
create function pg_temp.home(p_who text, p_residence text default 'tilleuls') returns jsonb language sql as $$
	select tests.answer(p_who, format('select public.page_home(%L)', tests.id(p_residence)))::jsonb;
$$;

-- Giving a role.
select is(tests.refusal(who, pg_temp.give('odile', 'relay')), refusal, who || ' gives no role')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('edith', 'PT404 not_found'), ('nobody', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);
select is(tests.refusal('nadia', pg_temp.give(who, role)), refusal, format('Nadia does not make %s a %s', who, role)) from (values
	('odile', 'king', 'PT422 value_invalid'), ('odile', 'substitute', 'PT422 value_invalid'), ('odile', null, 'PT422 value_invalid'), ('odile', 'manager', 'PT403 not_allowed'),
	('claire', 'tenant', 'PT403 not_allowed'), ('zoe', 'relay', 'PT404 not_found'), ('edith', 'relay', 'PT404 not_found'),
	('marcel', 'relay', 'PT409 role_needs_account'), ('marcel', 'caretaker', 'PT409 role_needs_account')) x(who, role, refusal);
select is(tests.refusal('nadia', pg_temp.give('odile', 'relay')), 'done', 'Nadia makes Odile a relay');
select is(tests.refusal('nadia', pg_temp.give('odile', 'relay')), 'done', 'twice is once');
select is(pg_temp.role_of('odile'), 'relay', 'she is one');
select is(tests.refusal('odile', format('select public.page_people(%L)', tests.id('tilleuls'))), 'done', 'and sees at once what a relay sees');
select is((select jsonb_agg(jsonb_build_array(from_role, to_role, by_member)) from public.role_changes where member_id = tests.id('odile')),
	jsonb_build_array(jsonb_build_array('tenant', 'relay', tests.id('nadia'))), 'who gave it is written down, once');
select is((pg_temp.home('odile') #> '{roles,changes,0}') - 'at', '{"from": "tenant", "to": "relay", "by": "Nadia"}'::jsonb, 'and told to her');
select is(jsonb_array_length(pg_temp.home(who) #> '{roles,changes}'), 0, 'not to ' || who) from unnest(array['paul', 'nadia', 'claire']) who;
select is(tests.count(who, 'select 1 from public.role_changes'), n, format('%s reads %s changes of roles', who, n))
	from (values ('odile', 1), ('nadia', 1), ('claire', 1), ('paul', 0), ('samia', 0), ('yves', 0), ('edith', 0), ('nobody', 0)) x(who, n);
select is(tests.refusal('odile', format('select public.see_roles(%L)', tests.id('tilleuls'))), 'done', 'Odile has read it');
select is(jsonb_array_length(pg_temp.home('odile') #> '{roles,changes}'), 0, 'and is not told again');
select is(tests.refusal('nadia', pg_temp.give('odile', 'tenant')), 'done', 'it is taken back');
select is(pg_temp.home('odile') #>> '{roles,changes,0,to}', 'tenant', 'which is told as well');
select is(tests.refusal('odile', format('select public.page_people(%L)', tests.id('tilleuls'))), 'PT403 not_allowed', 'and takes effect at once');
select is(tests.refusal(who, sql), '42501', format('%s: not even %s past the act', left(sql, 6), who)) from unnest(array['odile', 'nadia', 'claire', 'worker']) who,
	unnest(array['delete from public.role_changes', 'update public.role_changes set to_role = ''x''', 'delete from public.substitutions', 'update public.substitutions set ends_at = now()']) sql;
select throws_ok('update public.role_changes set to_role = ''caretaker''', 'PT403', 'not_allowed', 'what was written stays, even for the owner');
select is(tests.refusal('claire', pg_temp.give('samia', 'manager')), 'done', 'a manager makes a manager');
select is(tests.refusal('nadia', pg_temp.give('samia', 'relay')), 'PT403 not_allowed', 'whom a caretaker does not unmake');
select is(tests.refusal('claire', pg_temp.give('samia', 'relay')), 'done', 'but a manager does');
select is(tests.refusal('nadia', format('select public.save_member(%L, %L, %L, ''Samia H.'', ''samia@tests.invalid'', '''')', tests.id('tilleuls'), tests.id('samia'), tests.id('c04'))), 'done', 'changing a card');
select is(pg_temp.role_of('samia'), 'relay', 'leaves the role alone');

-- The last caretaker.
select is(tests.refusal('nadia', pg_temp.give('nestor', 'tenant')), 'done', 'Nestor hands his role back');
select is(tests.refusal('nadia', pg_temp.give('nadia', 'tenant')), 'PT409 last_caretaker', 'Nadia cannot: she is the last');
select is(tests.refusal('nadia', pg_temp.leave('nadia')), 'PT409 last_caretaker', 'nor leave');
select is(tests.refusal('claire', pg_temp.leave('nadia')), 'PT409 last_caretaker', 'nor be sent away by the manager');
select is(tests.refusal('nadia', pg_temp.give('nadia', 'tenant', who)), 'PT409 successor_invalid', format('%s is no successor', who))
	from unnest(array['marcel', 'zoe', 'edith', 'claire', 'nadia', 'nothing']) who;
select is(tests.refusal('nadia', pg_temp.leave('nadia', 'marcel')), 'PT409 successor_invalid', 'nor may she leave for one');
select is(pg_temp.role_of('nadia') || (select count(*) from public.role_changes where member_id in (tests.id('nadia'), tests.id('marcel'))), 'caretaker0', 'nothing half done');
insert into public.members (id, residence_id, name, role) values (tests.id('paper'), tests.id('tilleuls'), 'Paper', 'caretaker');
select is(tests.refusal('nadia', pg_temp.leave('nadia')), 'PT409 last_caretaker', 'a caretaker who cannot get in is none');
delete from public.members where id = tests.id('paper');
select is(tests.refusal('nadia', pg_temp.give('nadia', 'tenant', 'samia')), 'done', 'with a successor she hands it back');
select is(pg_temp.role_of('nadia') || ' ' || pg_temp.role_of('samia'), 'tenant caretaker', 'in one act');
select is((select array_agg(to_role order by id) from public.role_changes where member_id in (tests.id('nadia'), tests.id('samia')) and by_member = tests.id('nadia')),
	array['caretaker', 'tenant'], 'both written down, by her');
select is(tests.refusal('samia', pg_temp.leave('samia', 'nadia')), 'done', 'Samia leaves and names Nadia');
select is(pg_temp.role_of('nadia') || (select (ended_at is not null)::text from public.members where id = tests.id('samia')), 'caretakertrue', 'who runs the residence again');
select is(tests.refusal('nadia', pg_temp.give('nestor', 'caretaker')), 'done', 'Nestor comes back');

-- A caretaker is away: the days.
create function pg_temp.today() returns date language sql as $$ select (now() at time zone 'Europe/Paris')::date; $$;
create function pg_temp.away(p_absent text, p_substitute text, p_from integer, p_to integer, p_residence text default 'tilleuls') returns text language sql as $$
	select format('select public.name_substitute(%L, %L, %L, %L, %L)', tests.id(p_residence), tests.id(p_absent), tests.id(p_substitute), pg_temp.today() + p_from, pg_temp.today() + p_to);
$$;
create function pg_temp.settings(p_residence text default 'tilleuls') returns text language sql as $$ select format('select public.page_settings(%L)', tests.id(p_residence)); $$;
-- Moves the days of what somebody was asked for, as time would.
create function pg_temp.move(p_substitute text, p_starts interval, p_ends interval) returns void language sql as $$
	update public.substitutions set starts_at = now() + p_starts, ends_at = now() + p_ends where substitute_id = tests.id(p_substitute) and revoked_at is null;
$$;
select is(tests.refusal(who, pg_temp.away('nadia', 'karim', 0, 5)), refusal, who || ' names no substitute')
	from (values ('odile', 'PT403 not_allowed'), ('karim', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('edith', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);
select is(tests.refusal('nadia', pg_temp.away(absent, substitute, a, b)), refusal, format('%s, %s, %s to %s: %s', absent, substitute, a, b, refusal)) from (values
	('nadia', 'karim', -1, 5, 'PT422 absence_past'), ('nadia', 'karim', null, 5, 'PT422 absence_past'), ('nadia', 'karim', 3, 2, 'PT422 absence_order'), ('nadia', 'karim', 3, null, 'PT422 absence_order'),
	('nadia', 'karim', 0, 367, 'PT422 absence_too_long'), ('odile', 'karim', 0, 5, 'PT404 not_found'), ('zoe', 'karim', 0, 5, 'PT404 not_found'), ('claire', 'karim', 0, 5, 'PT404 not_found'),
	('nadia', 'nestor', 0, 5, 'PT409 substitute_has_keys'), ('nadia', 'nadia', 0, 5, 'PT409 substitute_has_keys'), ('nadia', 'claire', 0, 5, 'PT409 substitute_has_keys'),
	('nadia', 'marcel', 0, 5, 'PT409 role_needs_account'), ('nadia', 'edith', 0, 5, 'PT404 not_found'), ('nadia', 'zoe', 0, 5, 'PT404 not_found'), ('nadia', 'yves', 0, 5, 'PT404 not_found'),
	('nadia', 'nothing', 0, 5, 'PT404 not_found')) x(absent, substitute, a, b, refusal);
select is((select count(*) from public.substitutions), 0::bigint, 'nothing of that was kept');
select is(tests.refusal('nadia', pg_temp.away('nadia', 'karim', 3, 9)), 'done', 'Karim will stand in for Nadia in three days');
select is((select jsonb_build_array(starts_at at time zone 'Europe/Paris' = starts_on::timestamp, ends_at at time zone 'Europe/Paris' = (ends_on + 1)::timestamp, created_by = tests.id('nadia')) from public.substitutions),
	'[true, true, true]'::jsonb, 'from the first midnight to the one after the last day, as the residence''s clock has them');
select is(tests.refusal('nadia', pg_temp.away('nadia', 'odile', a, b)), 'PT409 absence_overlaps', format('nobody else from %s to %s', a, b))
	from (values (0, 3), (9, 12), (4, 5), (0, 20)) x(a, b);
select is(tests.refusal('nadia', pg_temp.away('nadia', 'odile', a, b)), 'done', format('but from %s to %s', a, b)) from (values (1, 2), (10, 11)) x(a, b);
select is(tests.refusal('nadia', pg_temp.away('nestor', 'karim', 3, 9)), 'done', 'one person may stand in for two');
delete from public.substitutions where substitute_id = tests.id('odile') or absent_id = tests.id('nestor');

-- Exactly during that time, everywhere the role is read.
create temp table doors (act text, sql text, before text);
insert into doors values ('page_settings', pg_temp.settings(), 'PT403 not_allowed'), ('page_people', format('select public.page_people(%L)', tests.id('tilleuls')), 'PT403 not_allowed'),
	('page_joining', format('select public.page_joining(%L)', tests.id('tilleuls')), 'PT403 not_allowed'), ('page_person', format('select public.page_person(%L, %L)', tests.id('tilleuls'), tests.id('odile')), 'PT403 not_allowed'),
	('renew_join_code', format('select public.renew_join_code(%L)', tests.id('tilleuls')), 'PT403 not_allowed'), ('issue_letters', format('select public.issue_letters(%L, array[%L]::uuid[], 4, 60)', tests.id('tilleuls'), tests.id('d01')), 'PT403 not_allowed'),
	('save_member', format('select public.save_member(%L, %L, %L, ''Odile'', ''odile@tests.invalid'', '''')', tests.id('tilleuls'), tests.id('odile'), tests.id('b12')), 'PT403 not_allowed'),
	('show_contacts', format('select public.show_contacts(%L, %L)', tests.id('tilleuls'), tests.id('odile')), 'PT403 not_allowed'),
	('save_residence', format('select public.save_residence(%L, ''Les Tilleuls'', '''', '''', '''')', tests.id('tilleuls')), 'PT403 not_allowed'),
	('a producer', format('insert into public.producers (residence_id, name) values (%L, ''X'')', tests.id('tilleuls')), '42501');
create function pg_temp.check_doors(p_who text, p_open boolean, p_words text) returns setof text language sql as $$
	select is(tests.refusal(p_who, sql), case when p_open then 'done' else before end, format('%s: %s', p_words, act)) from doors
	union all select is(pg_temp.home(p_who) #>> '{shell,member,role}', case when p_open then 'caretaker' else 'tenant' end, p_words || ': the role on every page')
	union all select is(tests.count(p_who, 'select id from public.households') > 1, p_open, p_words || ': doors')
	union all select is((private.session_limits(tests.id(p_who || ' user'))).idle, case when p_open then '30 days' else '90 days' end::interval, p_words || ': how long a phone stays signed in');
$$;
select pg_temp.check_doors('karim', false, 'before the first day');
select pg_temp.move('karim', '1 second', '5 days');
select pg_temp.check_doors('karim', false, 'a second before');
select pg_temp.move('karim', '0', '5 days');
select pg_temp.check_doors('karim', true, 'from that instant');
select pg_temp.move('karim', '-5 days', '1 second');
select pg_temp.check_doors('karim', true, 'until the last second');
select pg_temp.move('karim', '-5 days', '0');
select pg_temp.check_doors('karim', false, 'then no more');

-- Everybody is told whom to ask, Karim what he is.
select is(jsonb_array_length(pg_temp.home('odile') #> '{roles,absences}'), 0, 'nobody is away any more');
select pg_temp.move('karim', '-1 hour', '5 days');
select is((pg_temp.home(who) #> '{roles,absences,0}') - 'endsOn', jsonb_build_object('absent', 'Nadia', 'substitute', 'Karim', 'isMe', who = 'karim'), format('%s knows whom to ask', who))
	from unnest(array['odile', 'karim', 'nadia', 'nestor', 'claire']) who;
select is((pg_temp.home('odile') #>> '{roles,absences,0,endsOn}')::date, pg_temp.today() + 9, 'and until which day');
select is((pg_temp.home('karim') #> '{roles,mine,0}') - '{id,startsOn,endsOn,residenceId}'::text[], '{"absent": "Nadia", "isOn": true, "residence": "Les Tilleuls"}'::jsonb, 'Karim sees what he is');
select is(jsonb_array_length(pg_temp.home('odile') #> '{roles,mine}'), 0, 'Odile is not');
select is(jsonb_array_length(pg_temp.home('zoe', 'cedres') #> '{roles,absences}'), 0, 'and another residence hears nothing');
select is(tests.count(who, 'select 1 from public.substitutions'), n, format('%s reads %s of it', who, n))
	from (values ('karim', 1), ('nadia', 1), ('claire', 1), ('odile', 0), ('yves', 0), ('zoe', 0), ('edith', 0), ('nobody', 0)) x(who, n);

-- Who stands in runs the residence, but hands its keys to nobody.
select is(tests.refusal('karim', pg_temp.give('karim', 'caretaker')), 'PT403 substitute_limits', 'Karim does not make himself caretaker');
select is(tests.refusal('karim', pg_temp.give('odile', 'relay')), 'PT403 substitute_limits', 'nor gives roles');
select is(tests.refusal('karim', pg_temp.give('nestor', 'tenant')), 'PT403 substitute_limits', 'nor takes them');
select is(tests.refusal('karim', pg_temp.away('nestor', 'karim', 0, 300)), 'PT403 substitute_limits', 'nor gives himself more days');
select is(tests.refusal('karim', pg_temp.leave(who, 'odile')), refusal, 'nor sends away ' || who) from (values ('nadia', 'PT403 substitute_limits'), ('nestor', 'PT403 substitute_limits'), ('claire', 'PT403 not_allowed')) x(who, refusal);
select is(tests.refusal('karim', format('select public.save_member(%L, %L, null, ''X'', ''karim2@tests.invalid'', '''')', tests.id('tilleuls'), tests.id(who))), refusal, 'nor gives himself the e-mail of ' || who)
	from (values ('nadia', 'PT403 substitute_limits'), ('nestor', 'PT403 substitute_limits'), ('claire', 'PT403 not_allowed')) x(who, refusal);
select is(tests.refusal('karim', format('select public.open_residence(%L, ''X'', '''', ''Europe/Paris'', ''X'', ''x@x.invalid'')', tests.id('tilleuls'))), 'PT403 not_allowed', 'nor opens residences');
select is(tests.refusal('karim', format('select public.page_landlord(%L)', tests.id('tilleuls'))), 'PT403 not_allowed', 'nor sees the landlord''s');
select is(tests.answer('karim', format('select public.page_person(%L, %L)', tests.id('tilleuls'), tests.id('odile')))::jsonb ->> 'isStandingIn', 'true', 'and the page knows');
select is(tests.answer('nadia', format('select public.page_person(%L, %L)', tests.id('tilleuls'), tests.id('odile')))::jsonb ->> 'isStandingIn', 'false', 'Nadia does not only stand in');

-- A letter from a letter-box does not open the lodge, not even the one of next week.
create function pg_temp.letter_for(p_who text) returns text language sql as $$
	select tests.refusal('worker', format('select public.use_letter(%L, %L, null, gen_random_uuid(), ''net'')',
		(tests.answer('nadia', format('select public.issue_letters(%L, array[%L]::uuid[], 4, 60)', tests.id('tilleuls'), tests.id('b14')))::jsonb #>> '{letters,0,token}'), tests.id(p_who)));
$$;
select is(pg_temp.letter_for('karim'), 'PT403 letter_needs_email', 'while he stands in');
select pg_temp.move('karim', '5 days', '9 days');
select is(pg_temp.letter_for('karim'), 'PT403 letter_needs_email', 'or is going to');

-- Taking it back.
create function pg_temp.revoke(p_substitute text) returns text language sql as $$
	select format('select public.revoke_substitute(%L)', (select id from public.substitutions where substitute_id = tests.id(p_substitute) and revoked_at is null));
$$;
select is(tests.refusal(who, pg_temp.revoke('karim')), refusal, who || ' takes nothing back') from (values ('odile', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('edith', 'PT404 not_found'), ('nobody', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);
select pg_temp.move('karim', '-1 hour', '5 days');
select is(tests.refusal('nestor', pg_temp.revoke('karim')), 'done', 'another caretaker does');
select pg_temp.check_doors('karim', false, 'at once');
select is(pg_temp.letter_for('karim'), 'done', 'and a letter opens his own door again');
select is((select revoked_by from public.substitutions where substitute_id = tests.id('karim')), tests.id('nestor'), 'the history knows who');
select is(tests.refusal('nadia', pg_temp.away('nadia', 'karim', 0, 5)), 'done', 'the days are free again');
select is(tests.refusal('karim', pg_temp.revoke('karim')), 'done', 'Karim may say no himself');
select is(tests.refusal('nadia', pg_temp.away('nadia', 'karim', 0, 5)), 'done', 'once more');
select is(tests.refusal('nadia', pg_temp.give('karim', 'caretaker')), 'done', 'until he becomes caretaker himself');
select is((select count(*) from public.substitutions where revoked_at is null), 0::bigint, 'and needs to stand in for nobody');
select is(tests.refusal('nadia', pg_temp.give('karim', 'tenant')), 'done', 'he steps back');
select is(tests.refusal('karim', pg_temp.settings()), 'PT403 not_allowed', 'and keeps nothing');
select is(tests.refusal('nadia', pg_temp.away('nestor', 'karim', 0, 5)), 'done', 'Karim stands in for Nestor');
select is(tests.refusal('nadia', pg_temp.give('nestor', 'tenant')), 'done', 'who stops being caretaker');
select is(tests.refusal('karim', pg_temp.settings()), 'PT403 not_allowed', 'so nobody stands in for him');
select is(tests.refusal('nadia', pg_temp.give('nestor', 'caretaker')), 'done', 'Nestor again');
select is(tests.refusal('nadia', pg_temp.away('nadia', 'paul', 0, 5)), 'done', 'Paul stands in');
select is(tests.refusal('nadia', pg_temp.leave('paul')), 'done', 'and moves out');
select is(tests.refusal('paul', pg_temp.settings()), 'PT404 not_found', 'with nothing left');
select is(jsonb_array_length(pg_temp.home('odile') #> '{roles,absences}'), 0, 'nor anybody told to ask him');

-- In Nouméa, a day begins in Nouméa.
select is(tests.refusal('yves', format('select public.name_substitute(%L, %L, %L, %L, %L)', tests.id('cedres'), tests.id('yves'), tests.id('zoe'), (now() at time zone 'Pacific/Noumea')::date, (now() at time zone 'Pacific/Noumea')::date)),
	'done', 'Zoe stands in today, as today is in Nouméa');
select is((select (ends_at at time zone 'Pacific/Noumea')::time = '00:00' and ends_at - starts_at = '24 hours' and now() between starts_at and ends_at from public.substitutions where substitute_id = tests.id('zoe')), true, 'until midnight there');
select is(tests.refusal('zoe', pg_temp.settings('cedres')), 'done', 'and runs the residence');

-- A colleague: caretaker of another residence of the same landlord.
insert into public.residences (id, organisation_id, name, time_zone) values (tests.id('ormes'), tests.id('landlord'), 'Les Ormes', 'Europe/Paris');
insert into public.households (id, residence_id, staircase, floor, door) values (tests.id('o1'), tests.id('ormes'), 'O', 0, '1');
select tests.add_person('ormes', null, 'rosa', 'caretaker');
select tests.add_person('ormes', 'o1', 'theo', 'tenant');
create function pg_temp.person_page(p_who text, p_member text) returns jsonb language sql as $$
	select tests.answer(p_who, format('select public.page_person(%L, %L)', tests.id('tilleuls'), tests.id(p_member)))::jsonb;
$$;
select is(pg_temp.person_page('nadia', 'nadia') -> 'colleagues', jsonb_build_array(jsonb_build_object('id', tests.id('rosa'), 'name', 'Rosa', 'residence', 'Les Ormes')), 'Nadia may ask Rosa, nobody of another landlord');
select is(jsonb_path_query_array(pg_temp.person_page('nadia', 'nadia'), '$.candidates[*].name'), '["Karim", "Odile"]'::jsonb, 'or somebody of hers who can get in');
select is(pg_temp.person_page('nadia', 'odile') #> '{candidates}', '[]'::jsonb, 'nobody stands in for a tenant');
select is(tests.refusal('nadia', pg_temp.away('nadia', 'theo', 0, 5)), 'PT404 not_found', 'no tenant of another residence');
select is(tests.refusal('nadia', pg_temp.away('nadia', 'rosa', 2, 5)), 'done', 'Rosa will stand in');
create function pg_temp.foreign_doors(p_open boolean, p_words text) returns setof text language sql as $$
	select is(tests.refusal('rosa', sql), case when p_open then 'done' when before = '42501' then before else 'PT404 not_found' end, format('%s: %s', p_words, act)) from doors where act <> 'renew_join_code'
	union all select is(tests.count('rosa', format('select id from public.members where residence_id = %L', tests.id('tilleuls'))) > 0, p_open, p_words || ': people')
	union all select is(tests.answer('rosa', 'select public.my_residences()')::jsonb @> jsonb_build_array(jsonb_build_object('id', tests.id('tilleuls'))), p_open, p_words || ': where she may go')
	union all select is(jsonb_path_exists(tests.answer('rosa', format('select public.page_home(%L)', tests.id('ormes')))::jsonb, '$.shell.elsewhere[*] ? (@.name == "Les Tilleuls")'), p_open, p_words || ': in the bar');
$$;
select pg_temp.foreign_doors(false, 'before the first day');
select is((pg_temp.home('rosa', 'ormes') #> '{roles,mine,0}') - '{id,startsOn,endsOn,residenceId}'::text[], '{"absent": "Nadia", "isOn": false, "residence": "Les Tilleuls"}'::jsonb, 'but her home tells her');
select is(tests.answer('rosa', 'select public.claim_memberships()')::jsonb -> 0 ->> 'name', 'Les Ormes', 'signing in again brings her nowhere else');
update public.substitutions set starts_at = now() - interval '1 hour' where absent_id = tests.id('nadia') and revoked_at is null;
select pg_temp.foreign_doors(true, 'on those days');
select is(jsonb_path_exists(tests.answer('nadia', format('select public.page_people(%L)', tests.id('tilleuls')))::jsonb, '$.others[*] ? (@.name == "Rosa")'), true, 'she is among the people');
select is(tests.refusal('rosa', format('select public.save_residence(%L, ''X'', '''', '''', '''')', tests.id('ormes'))), 'done', 'and still runs her own');
update public.members set role = 'tenant' where id = tests.id('rosa');
select pg_temp.foreign_doors(false, 'no longer a caretaker of the landlord''s');
update public.members set role = 'caretaker' where id = tests.id('rosa');
select pg_temp.foreign_doors(true, 'one again');
update public.substitutions set ends_at = now() where absent_id = tests.id('nadia') and revoked_at is null;
select pg_temp.foreign_doors(false, 'after the last');
select is(jsonb_path_exists(tests.answer('nadia', format('select public.page_people(%L)', tests.id('tilleuls')))::jsonb, '$.others[*] ? (@.name == "Rosa")'), false, 'nor is she listed');
select is(tests.refusal('nadia', pg_temp.away('nadia', 'rosa', 8, 9)), 'done', 'Rosa again');
select is((select count(*) from public.members where name = 'Rosa' and residence_id = tests.id('tilleuls')), 1::bigint, 'is the same person here');
select is(tests.refusal('rosa', format('select public.revoke_substitute(%L)', (select id from public.substitutions where absent_id = tests.id('nadia') and revoked_at is null and ends_at > now()))), 'done', 'and may say no before the first day');

-- A manager of several residences.
create function pg_temp.opens(p_name text default 'Les Acacias', p_zone text default 'Europe/Paris', p_person text default 'Bruno', p_email text default 'bruno@tests.invalid') returns text language sql as $$
	select format('select public.open_residence(%L, %L, ''2 rue'', %L, %L, %L)', tests.id('tilleuls'), p_name, p_zone, p_person, p_email);
$$;
create function pg_temp.landlord(p_who text, p_page integer default 1, p_residence text default 'tilleuls') returns jsonb language sql as $$
	select tests.answer(p_who, format('select public.page_landlord(%L, %L)', tests.id(p_residence), p_page))::jsonb;
$$;
select is(tests.refusal(who, pg_temp.opens()), refusal, who || ' opens no residence') from (values ('nadia', 'PT403 not_allowed'), ('odile', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);
select is(tests.refusal(who, format('select public.page_landlord(%L)', tests.id('tilleuls'))), refusal, who || ' sees no residences') from (values ('nadia', 'PT403 not_allowed'), ('odile', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);
select is(tests.refusal('claire', pg_temp.opens(name, zone, person, email)), refusal, format('%s %s %s %s: %s', left(name, 9), zone, left(person, 5), email, refusal)) from (values
	(' ', 'Europe/Paris', 'B', 'b@x.invalid', 'PT422 value_invalid'), (repeat('x', 121), 'Europe/Paris', 'B', 'b@x.invalid', 'PT422 value_invalid'), ('Acacias', 'CET', 'B', 'b@x.invalid', 'PT422 value_invalid'),
	('Acacias', 'Europe/Paris', '', 'b@x.invalid', 'PT422 value_invalid'), ('Acacias', 'Europe/Paris', 'B', 'b', 'PT422 value_invalid'), ('Acacias', 'Europe/Paris', 'B', null, 'PT422 value_invalid'),
	(' les TILLEULS ', 'Europe/Paris', 'B', 'b@x.invalid', 'PT409 residence_exists'), ('Acacias', 'Europe/Paris', 'B', ' CLAIRE@tests.invalid ', 'PT409 manager_is_caretaker')) x(name, zone, person, email, refusal);
select is(jsonb_path_query_array(pg_temp.landlord('claire'), '$.residences[*].name'), '["Les Tilleuls"]'::jsonb, 'Claire looks after one residence; Les Ormes are not hers');
select is(tests.refusal('claire', pg_temp.opens()), 'done', 'and opens another');
select is(tests.refusal('claire', pg_temp.opens()), 'PT409 residence_exists', 'once');
select is(jsonb_path_query_array(pg_temp.landlord('claire'), '$.residences[*].name'), '["Les Acacias", "Les Tilleuls"]'::jsonb, 'both are on her page');
select is((select jsonb_agg(jsonb_build_array(m.role, m.name, c.email) order by m.role) from public.members m join public.member_contacts c on c.member_id = m.id join public.residences r on r.id = m.residence_id where r.name = 'Les Acacias'),
	'[["caretaker", "Bruno", "bruno@tests.invalid"], ["manager", "Claire", "claire@tests.invalid"]]'::jsonb, 'with its first caretaker, and her');
select is((select to_role from public.role_changes c join public.members m on m.id = c.member_id where m.name = 'Bruno'), 'caretaker', 'who gave the keys is written down');
select is(tests.count('claire', 'select id from public.residences'), 2, 'she reads both');
select is(tests.count(who, 'select id from public.residences where name = ''Les Acacias'''), 0, who || ' does not') from unnest(array['nadia', 'odile', 'rosa', 'yves', 'nobody']) who;
insert into auth.users (id, email) values (tests.id('bruno user'), 'bruno@tests.invalid');
select is(jsonb_path_query_array(tests.answer('bruno', 'select public.claim_memberships()')::jsonb, '$[*].name'), '["Les Acacias"]'::jsonb, 'Bruno comes in with his e-mail');
select is(tests.refusal('claire', pg_temp.opens('Les Bouleaux', 'Indian/Reunion', 'Nestor', 'nestor@tests.invalid')), 'done', 'a third one, for somebody who is caretaker already');
select is(jsonb_array_length(tests.answer('nestor', 'select public.my_residences()')::jsonb), 2, 'finds him at once');
select is(jsonb_path_query_array(pg_temp.home('nestor') -> 'shell', '$.elsewhere[*].name'), '["Les Bouleaux"]'::jsonb, 'and his bar leads there');
select is(jsonb_path_query_array(pg_temp.home('claire') -> 'shell', '$.elsewhere[*].name'), '["Les Acacias", "Les Bouleaux"]'::jsonb, 'as Claire''s does');
select is(pg_temp.home('odile') #> '{shell,elsewhere}', '[]'::jsonb, 'Odile belongs nowhere else');
select is((select jsonb_agg(x) from jsonb_array_elements(pg_temp.landlord('claire', 1, 'ormes') -> 'residences') x), null, 'not from a residence she is nothing in')
	from (select 1) one where tests.refusal('claire', format('select public.page_landlord(%L)', tests.id('ormes'))) = 'done'
	union all select is(tests.refusal('claire', format('select public.page_landlord(%L)', tests.id('ormes'))), 'PT404 not_found', 'she asks from nowhere else');
-- A manager here, and of another landlord: each page shows one landlord.
insert into public.members (id, residence_id, user_id, name, role) values (tests.id('claire there'), tests.id('cedres'), tests.id('claire user'), 'Claire', 'manager');
select is(jsonb_path_query_array(pg_temp.landlord('claire', 1, 'cedres'), '$.residences[*].name'), '["Les Cèdres"]'::jsonb, 'one landlord''s page shows nothing of another''s');
select is(jsonb_array_length(pg_temp.landlord('claire') -> 'residences'), 3, 'either way');
delete from public.members where id = tests.id('claire there');

-- The figures.
create function pg_temp.row_of(p_name text) returns jsonb language sql as $$
	select x from jsonb_array_elements(pg_temp.landlord('claire') -> 'residences') x where x ->> 'name' = p_name;
$$;
select tests.add_round('farm week');
select is(tests.refusal('odile', tests.place('farm week', 'b12', '{"carrots": 1}')), 'done', 'Odile orders');
select is(pg_temp.row_of('Les Tilleuls') - '{id,round,address,timeZone}'::text[], '{"name": "Les Tilleuls", "households": 5, "people": 4, "onPaper": 1, "waiting": 0, "caretakers": "Nadia, Nestor", "attention": [], "lastDeliveryOn": null}'::jsonb, 'doors, people with and without access');
select is((pg_temp.row_of('Les Tilleuls') -> 'round') - 'closesAt', jsonb_build_object('id', tests.id('farm week'), 'title', 'Farm Week', 'households', 1, 'totalCents', 181), 'the running round and how far it is');
select tests.add_round('old week', 'settled');
update public.rounds set delivery_on = pg_temp.today() - 3 where id = tests.id('old week');
select is((pg_temp.row_of('Les Tilleuls') ->> 'lastDeliveryOn')::date, pg_temp.today() - 3, 'the last delivery');
insert into public.join_requests (residence_id, household_id, user_id, name, created_at) values (tests.id('tilleuls'), tests.id('b12'), tests.id('nobody user'), 'Ines', now() - interval '2 days');
select is(pg_temp.row_of('Les Tilleuls') -> 'waiting', '1'::jsonb, 'who waits');
select is(pg_temp.row_of('Les Tilleuls') -> 'attention', '[]'::jsonb, 'two days are no alarm');
update public.join_requests set created_at = now() - interval '4 days';
select is(pg_temp.row_of('Les Tilleuls') -> 'attention', '["requests_waiting"]'::jsonb, 'four are');
update public.rounds set closes_at = now() - interval '5 minutes' where id = tests.id('farm week');
select is(pg_temp.row_of('Les Tilleuls') -> 'attention', '["requests_waiting"]'::jsonb, 'the clock may take a moment to close a round');
insert into private.close_failures (round_id, key) values (tests.id('farm week'), 'XX000');
select is(pg_temp.row_of('Les Tilleuls') -> 'attention', '["round_not_closed", "requests_waiting"]'::jsonb, 'unless it tried in vain');
select is(pg_temp.row_of('Les Tilleuls') -> 'round', 'null'::jsonb, 'nothing runs any more');
insert into public.sheets (residence_id, round_id, orders_count, total_cents, send_failed_at) values (tests.id('tilleuls'), tests.id('old week'), 1, 1, now());
select is(pg_temp.row_of('Les Tilleuls') -> 'attention', '["round_not_closed", "sheet_not_sent", "requests_waiting"]'::jsonb, 'a sheet that did not leave');
select is(pg_temp.row_of('Les Bouleaux') -> 'attention', '[]'::jsonb, 'a new residence is quiet');
update public.members set user_id = null where name = 'Bruno';
update public.residences set created_at = now() - interval '3 days' where name = 'Les Acacias';
select is(pg_temp.row_of('Les Acacias') -> 'attention', '["nobody_in_charge"]'::jsonb, 'until three days pass without its caretaker');
-- Many: the pages of fifty.
insert into public.residences (id, organisation_id, name, time_zone) select tests.id('many ' || n), tests.id('landlord'), 'Z' || lpad(n::text, 3, '0'), 'UTC' from generate_series(1, 117) n;
insert into public.members (residence_id, user_id, name, role) select tests.id('many ' || n), tests.id('claire user'), 'Claire', 'manager' from generate_series(1, 117) n;
select is(jsonb_build_array(p -> 'total', p -> 'page', p -> 'pages', jsonb_array_length(p -> 'residences'), p #> '{residences,0,name}'), expected::jsonb, format('page %s', asked))
	from (values (1, '[120, 1, 3, 50, "Les Acacias"]'), (3, '[120, 3, 3, 20, "Z098"]'), (99, '[120, 3, 3, 20, "Z098"]'), (-1, '[120, 1, 3, 50, "Les Acacias"]'), (null, '[120, 1, 3, 50, "Les Acacias"]')) x(asked, expected), pg_temp.landlord('claire', asked) p;
select is(jsonb_array_length(pg_temp.home('claire') #> '{shell,elsewhere}'), 8, 'the bar of a page stays short');

-- Whoever comes next behind a door sees nothing of who was there before.
select tests.add_round('moving week');
select tests.add_round('moving bread', 'open', 'tilleuls', 'bakery');
select is(tests.refusal('karim', tests.place(round, 'b14', items)), 'done', 'Karim orders for ' || round) from (values ('moving week', '{"carrots": 1}'::jsonb), ('moving bread', '{"bread": 1}')) x(round, items);
select is(tests.answer('nadia', format('select public.close_round(%L, true)', tests.id('moving week'))), 'ordered', 'one round is closed');
select is(tests.refusal('nadia', format('select public.record_payment(%L, %L, ''payment'', ''cash'', 50, null, '''', gen_random_uuid())', tests.id('moving week'), tests.id('b14'))), 'done', 'half of it is paid');
select is(tests.refusal('nadia', pg_temp.give('karim', 'relay')), 'done', 'he was a relay');
create temp table letter as select tests.answer('nadia', format('select public.issue_letters(%L, array[%L]::uuid[], 4, 60)', tests.id('tilleuls'), tests.id('b14')))::jsonb #>> '{letters,0,token}' as token;
select is(tests.refusal('worker', format('select public.use_letter((select token from pg_temp.letter), null, ''Nina'', gen_random_uuid(), ''net'')')), '42501', 'letters are used by the server alone, with a token')
	union all select is(tests.refusal('worker', format('select public.use_letter(%L, null, ''Nina'', gen_random_uuid(), ''net'')', (select token from letter))), 'done', 'his daughter Nina came in by the letter');
insert into public.join_requests (residence_id, household_id, user_id, name, state) values (tests.id('tilleuls'), tests.id('b14'), tests.id('karim user'), 'Karim', 'withdrawn');
insert into public.devices (session_id, user_id, name, via, idle_until, expires_at) values (tests.id('phone'), tests.id('karim user'), 'Phone', 'letter', now() + interval '1 day', now() + interval '1 day');
create temp table nina as select id from public.members where name = 'Nina';
-- Said before it is done.
select is(pg_temp.person_page('nadia', 'karim') -> 'leaving', '{"orders": 0, "hasLetter": false, "isLastCaretaker": false, "isLastBehindDoor": false}'::jsonb, 'while Nina stays, nothing goes along with Karim');
select is(tests.refusal('nadia', format('select public.end_member(%L, %L)', tests.id('tilleuls'), (select id from nina))), 'done', 'Nina leaves first');
select is(pg_temp.person_page('nadia', 'karim') -> 'leaving', '{"orders": 1, "hasLetter": true, "isLastCaretaker": false, "isLastBehindDoor": true}'::jsonb, 'the last behind a door takes the bread and the letter along');
select is(tests.refusal('nadia', pg_temp.leave('karim')), 'done', 'Karim moves out');
select tests.add_person('tilleuls', 'b14', 'lea', 'tenant');
select is(tests.count('lea', sql), n, format('Lea reads %s of: %s', n, sql)) from (values
	('select 1 from public.orders', 0), ('select 1 from public.order_lines', 0), ('select 1 from public.order_changes', 0), ('select 1 from public.ledger_entries', 0),
	('select id from public.letters', 0), ('select id from public.letter_uses', 0), ('select id from public.join_requests', 0), ('select 1 from public.devices', 0),
	('select 1 from public.role_changes', 0), ('select 1 from public.substitutions', 0), ('select id from public.members', 1), ('select 1 from public.member_contacts', 1)) x(sql, n);
select is(jsonb_path_query_array(pg_temp.home('lea'), '$.rounds[*] ? (@.order != null || @.owedCents > 0).title'), '[]'::jsonb, 'her home shows no order and no debt of his');
select is(tests.answer('lea', format('select public.page_orders(%L)', tests.id('tilleuls')))::jsonb -> 'orders', '[]'::jsonb, 'her orders are hers');
select is(jsonb_build_array(p -> 'order', p -> 'history', p -> 'last', p -> 'owedCents'), '[null, [], null, 0]'::jsonb, round || ' shows her nothing of his')
	from unnest(array['moving week', 'moving bread']) round, lateral (select tests.answer('lea', format('select public.page_round(%L)', tests.id(round)))::jsonb as p) x;
select is(tests.answer('nadia', format('select balance from (select sum(amount_cents) as balance from public.ledger_entries where household_id = %L) x', tests.id('b14'))), '131', 'what he owes stays with the lodge');
select is(tests.refusal('nadia', format('select public.record_payment(%L, %L, ''payment'', ''cash'', 131, null, '''', gen_random_uuid())', tests.id('moving week'), tests.id('b14'))), 'done', 'Karim comes back to pay');
select is(jsonb_path_query_array(pg_temp.home('lea'), '$.rounds[*].owedCents ? (@ != 0)'), '[]'::jsonb, 'which is no credit of hers');
select is(tests.refusal('nadia', pg_temp.give('lea', 'relay')), 'done', 'Lea helps at the desk');
select is(jsonb_path_query_array(pg_temp.home('lea'), '$.rounds[*] ? (@.order != null).title') || (tests.answer('lea', format('select public.page_orders(%L)', tests.id('tilleuls')))::jsonb -> 'orders'), '[]'::jsonb, 'where she may read his order, but not as hers');
select is(tests.refusal('lea', tests.place('moving bread', 'b14', '{"bread": 2}')), 'done', 'she orders bread herself');
select is(jsonb_path_query_array(pg_temp.home('lea'), '$.rounds[*] ? (@.order != null).owedCents'), '[760]'::jsonb, 'and owes exactly that');
select is(tests.refusal('nadia', pg_temp.give('lea', 'tenant')), 'done', 'a tenant again');
select is(pg_temp.home('lea') #>> '{shell,member,role}', 'tenant', 'his role went with him');
select is(tests.answer('worker', format('select public.look_at_code(%L, ''net'')', (select token from letter))), null, 'his letter opens her door no more');
select is(tests.refusal('karim', format('select public.%I(%L)', page, tests.id('tilleuls'))), 'PT404 not_found', 'nor does his phone show ' || page) from unnest(array['page_home', 'page_orders', 'page_devices', 'page_people']) page;
select * from finish();
rollback;
