-- Getting in: Fatou by the poster with Nadia's yes, Odile's daughter by the letter of B 12, Marcel from paper to phone.

begin;
select plan(62);
select tests.begin_story();
insert into auth.users (id, email) values (tests.id('fatou user'), 'fatou@tests.invalid'), (tests.id('lea user'), 'lea@tests.invalid'), (tests.id('marcel user'), 'marcel@tests.invalid');

-- What the server answers to somebody who is not signed in.
create function pg_temp.look(p_secret text, p_network text default 'home') returns jsonb language sql as $$
	select tests.answer('worker', format('select public.look_at_code(%L, %L)', p_secret, p_network))::jsonb;
$$;
create function pg_temp.using(p_secret text, p_member uuid, p_name text, p_key text) returns text language sql as $$
	select format('select public.use_letter(%L, %L, %L, %L, ''home'')', p_secret, p_member, p_name, tests.id(p_key));
$$;

-- The poster.
select is(tests.refusal('odile', format('select public.renew_join_code(%L)', tests.id('tilleuls'))), 'PT403 not_allowed', 'a tenant makes no code');
select is(tests.refusal('samia', format('select public.page_joining(%L)', tests.id('tilleuls'))), 'PT403 not_allowed', 'nor does a relay see who waits');
select matches(tests.answer('nadia', format('select public.renew_join_code(%L)', tests.id('tilleuls'))), '^[ACDEFGHJKMNPQRTUVWXY34679]{6}$', 'the caretaker makes one without look-alikes');
create temp table poster as select code from public.join_codes;
grant select on poster to public;
select is(pg_temp.look((select lower(left(code, 3)) || ' ' || right(code, 3) from poster)) ->> 'kind', 'poster', 'typed in small letters with a space it opens');
select is(jsonb_array_length(pg_temp.look((select code from poster)) -> 'doors'), 5, 'the doors of the residence to choose from');
select is(pg_temp.look((select code from poster))::text like '%Odile%', false, 'and nobody''s name');
select is(pg_temp.look('AAAAAA'), null, 'a wrong code opens nothing');
select is(tests.refusal('anon', $$select public.look_at_code('AAAAAA', 'x')$$), '42501', 'nobody looks past the server''s count');

select is(tests.refusal('fatou', format('select public.ask_to_join(''AAAAAA'', %L, ''Fatou'', null, null)', tests.id('b14'))), 'PT404 join_code_wrong', 'without the code nobody asks');
select is(tests.refusal('fatou', format('select public.ask_to_join(%L, %L, ''Fatou'', null, null)', (select code from poster), tests.id('x1'))), 'PT404 join_code_wrong', 'nor for a door elsewhere');
select is(tests.refusal('fatou', format('select public.ask_to_join(%L, %L, '''', null, null)', (select code from poster), tests.id('b14'))), 'PT422 value_invalid', 'nor without a name');
select is(tests.refusal('odile', format('select public.ask_to_join(%L, %L, ''Odile'', null, null)', (select code from poster), tests.id('b14'))), 'PT409 already_member', 'a member need not ask');
select is(tests.refusal('fatou', format('select public.ask_to_join(%L, %L, ''Fatou'', null, ''06'')', (select code from poster), tests.id('b14'))), 'done', 'Fatou asks');
select is(tests.refusal('fatou', format('select public.ask_to_join(%L, %L, ''Fatou Diop'', ''FATOU@x.fr'', ''06'')', (select code from poster), tests.id('b12'))), 'done', 'twice');
select is((select count(*) || min(name) || min(email) from public.join_requests), '1Fatou Diopfatou@x.fr', 'which is one request, as said last');
select is(tests.answer('fatou', 'select public.page_waiting()')::jsonb -> 'requests' -> 0 ->> 'state', 'waiting', 'she sees that she waits');
select is(tests.answer('fatou', 'select public.page_waiting()')::jsonb -> 'requests' -> 0 -> 'residenceId', 'null', 'and not even the residence''s id');
select is(tests.refusal('fatou', format('select public.page_home(%L)', tests.id('tilleuls'))), 'PT404 not_found', 'who waits reads no page');
select is(tests.count('fatou', 'select 1 from public.residences') + tests.count('fatou', 'select 1 from public.households')
	+ tests.count('fatou', 'select 1 from public.members') + tests.count('fatou', 'select 1 from public.join_codes'), 0, 'and no table');
select is(tests.count('odile', 'select 1 from public.join_requests'), 0, 'neighbours do not see who asks');
select is(tests.answer('nadia', format('select public.page_home(%L)', tests.id('tilleuls')))::jsonb -> 'joining', '["B 12"]', 'the caretaker''s home says that somebody waits');
select is(tests.answer('samia', format('select public.page_home(%L)', tests.id('tilleuls')))::jsonb -> 'joining', 'null', 'a relay''s does not');
create temp table asked as select id from public.join_requests;
grant select on asked to public;
select is(tests.refusal('samia', format('select public.answer_join_request(%L, true, null, null)', (select id from asked))), 'PT403 not_allowed', 'a relay does not let her in');
select is(tests.refusal('fatou', format('select public.answer_join_request(%L, true, null, null)', (select id from asked))), 'PT404 not_found', 'nor does she herself');
select is(tests.refusal('nadia', format('select public.answer_join_request(%L, true, %L, null)', (select id from asked), tests.id('b14'))), 'done', 'Nadia does, behind the right door');
select is(tests.refusal('nestor', format('select public.answer_join_request(%L, true, null, null)', (select id from asked))), 'done', 'the other caretaker says the same');
select is(tests.refusal('nestor', format('select public.answer_join_request(%L, false, null, null)', (select id from asked))), 'PT409 already_done', 'and cannot say the contrary');
select is((select count(*) || min(household_id::text) from public.members where name = 'Fatou Diop'), '1' || tests.id('b14'), 'she lives there once');
select is(tests.refusal('fatou', format('select public.page_home(%L)', tests.id('tilleuls'))), 'done', 'and is at home');
select is((select email from public.join_requests), null, 'the request keeps no address');

-- The letter.
create temp table letters as select tests.answer('nadia', format('select public.issue_letters(%L, array[%L, %L]::uuid[], 2, 60)',
	tests.id('tilleuls'), tests.id('d01'), tests.id('b12')))::jsonb -> 'letters' as l;
create temp table b12 as select l -> 0 ->> 'token' as token, l -> 0 ->> 'code' as code, l -> 0 ->> 'label' as label from letters;
create temp table d01 as select l -> 1 ->> 'token' as token, l -> 1 ->> 'code' as code, l -> 1 ->> 'label' as label from letters;
select is((select label from b12) || ', ' || (select label from d01), 'B 12, D 01', 'letters come in the order of the doors');
select is((select count(*) from public.letters where token_hash in (select token from b12) or code_hash in (select code from b12)), 0::bigint, 'only hashes are kept');
select is(tests.refusal('nadia', 'select token_hash from public.letters'), '42501', 'which nobody reads');
select is(pg_temp.look((select token from b12)) ->> 'door', 'B 12', 'the token opens its door');
select is(jsonb_path_query_array(pg_temp.look((select lower(code) from b12)), '$.people[*].name'), '["Odile", "Paul"]', 'so does the code, and shows who lives there');
select is((select uses from public.letters where household_id = tests.id('b12')), 0::smallint, 'looking uses nothing up');
select is(tests.refusal('worker', pg_temp.using((select token from b12), tests.id('karim'), '', 'k1')), 'PT404 not_found', 'the letter is not for somebody behind another door');
select is(tests.refusal('worker', pg_temp.using((select token from b12), null, '', 'k1')), 'PT422 value_invalid', 'a new person has a name');
create temp table used as select tests.answer('worker', pg_temp.using((select code from b12), null, 'Léa', 'k1'))::jsonb as u;
select is(tests.answer('worker', pg_temp.using((select token from b12), null, 'Léa', 'k1'))::jsonb, (select u from used), 'the same tap twice is one use');
select is((select count(*) from public.members where name = 'Léa'), 1::bigint, 'and one person');
select is(tests.refusal('lea', format('select public.finish_letter(%L)', (select u ->> 'use' from used))), 'PT404 not_found', 'another account cannot take the place');
update auth.users set email = (select u ->> 'address' from used) where id = tests.id('lea user');
select is(tests.refusal('lea', format('select public.finish_letter(%L)', (select u ->> 'use' from used))), 'done', 'hers does');
select is(tests.refusal('lea', format('select public.page_home(%L)', tests.id('tilleuls'))), 'done', 'and Léa is at home');
insert into public.members (residence_id, user_id, name, role) values (tests.id('cedres'), tests.id('paul user'), 'Paul', 'manager');
select is(tests.refusal('worker', pg_temp.using((select token from b12), tests.id('paul'), '', 'k7')), 'PT403 letter_needs_email', 'a letter does not open what Paul may see in another residence');
select is((select uses from public.letters where household_id = tests.id('b12') and revoked_at is null), 1::smallint, 'and is not used up by asking');
select is(tests.answer('worker', pg_temp.using((select token from b12), tests.id('odile'), '', 'k2'))::jsonb ->> 'address', 'odile@tests.invalid', 'Odile, who lost her phone, gets her own account back');
select is(tests.refusal('worker', pg_temp.using((select token from b12), null, 'Tim', 'k3')), 'PT409 letter_used_up', 'the third device is one too many');

select is(tests.refusal('karim', format('select public.revoke_letter(%L)', (select id from public.letters where household_id = tests.id('d01')))), 'PT403 not_allowed', 'tenants stop no letters');
select lives_ok($$select tests.answer('worker', pg_temp.using((select token from d01), tests.id('marcel'), '', 'k4'))$$, 'Marcel, on paper until now, comes in');
select is(tests.answer('worker', pg_temp.using((select token from d01), tests.id('marcel'), '', 'k5'))::jsonb ->> 'address',
	(select address from public.letter_uses where key = tests.id('k4')), 'on his two phones at once he has one account');
select is(tests.refusal('worker', pg_temp.using((select token from b12), tests.id('nadia'), '', 'k6')), 'PT404 not_found', 'no letter opens the caretaker''s account from behind another door');
select is(tests.answer('nadia', format('select public.issue_letters(%L, array[%L]::uuid[], 4, 60)', tests.id('tilleuls'), tests.id('d01')))::jsonb -> 'mostUses', '4', 'a new letter');
select is(pg_temp.look((select token from d01)), null, 'ends the old one');
select is(tests.refusal('nadia', format('select public.end_member(%L, %L)', tests.id('tilleuls'), tests.id('marcel'))), 'done', 'Marcel moves out');
select is((select count(*) from public.letters where household_id = tests.id('d01') and revoked_at is null), 0::bigint, 'and no letter of his door opens any more');

-- Too late.
update public.join_codes set expires_at = now() - interval '1 minute';
select is(pg_temp.look((select code from poster)), null, 'a poster that is too old opens nothing');
select is(tests.refusal('karim', format('select public.ask_to_join(%L, %L, ''Karim'', null, null)', (select code from poster), tests.id('b14'))), 'PT404 join_code_wrong', 'and lets nobody ask');
update public.join_codes set expires_at = now() + interval '1 day';
update public.letters set expires_at = now() - interval '1 minute' where household_id = tests.id('b12') and revoked_at is null;
select is(pg_temp.look((select token from b12)), null, 'nor does a letter that is too old');

-- Asking without end.
select is(tests.refusal('anon', $$select public.may_ask_to_join('AAAAAA', 'x')$$), '42501', 'nobody asks past the server''s count');
select is(tests.refusal('worker', $$select public.may_ask_to_join('AAAAAA', 'x')$$), 'PT404 join_code_wrong', 'a guessed code makes no account');
do $$ begin for i in 1..40 loop perform tests.answer('worker', format('select public.may_ask_to_join(%L, ''hall'')', (select code from poster))); end loop; end $$;
select is(tests.refusal('worker', format('select public.may_ask_to_join(%L, ''hall'')', (select code from poster))), 'PT429 too_many_tries', 'forty accounts an hour from a network are enough');

-- Guessing.
do $$ begin for i in 1..25 loop perform tests.refusal('worker', 'select public.look_at_code(''wrong'', ''elsewhere'')'); end loop; end $$;
select is(tests.refusal('worker', format('select public.look_at_code(%L, ''elsewhere'')', (select code from poster))), 'PT429 too_many_tries', 'who guessed twenty times waits, even with the right code');

select * from finish();
rollback;
