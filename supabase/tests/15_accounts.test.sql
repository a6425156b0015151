-- Odile came in by letter and proves her e-mail; Karim chooses a password; Samia shares a phone.

begin;
select plan(70);
select tests.begin_story();
create function pg_temp.later(p_time interval) returns void language sql as $$ update private.attempts set at = at - p_time; $$;
create function pg_temp.begin(p_device text, p_email text, p_code text default 'right', p_network text default 'home') returns text language sql as $$
	select format('select public.begin_email_proof(%L, %L, %L, %L)', tests.id(p_device), p_email, p_code, p_network);
$$;
create function pg_temp.type(p_device text, p_code text, p_network text default 'home') returns text language sql as $$
	select format('select public.confirm_email_proof(%L, %L, %L)', tests.id(p_device), p_code, p_network);
$$;
create function pg_temp.allowed(p_tries integer, p_sql text) returns integer language sql volatile as $$
	select count(*)::int from generate_series(1, p_tries) i where tests.refusal('worker', replace(p_sql, '#', i::text)) = 'done';
$$;
create function pg_temp.address(p_who text) returns text language sql as $$
	select email from auth.users where id = tests.id(p_who || ' user');
$$;
create function pg_temp.view_of(p_who text) returns jsonb language sql as $$
	select tests.answer(p_who, format('select public.page_credentials(%L)', tests.id('tilleuls')))::jsonb;
$$;

-- Odile has no e-mail: a letter opened a made address on her phone and her tablet.
update auth.users set email = 'odile@sans-adresse.invalid' where id = tests.id('odile user');
update public.member_contacts set email = null where member_id = tests.id('odile');
select tests.refusal('odile@phone', $$select public.register_device('Phone', 'letter')$$);
select tests.refusal('odile@tablet', $$select public.register_device('Tablet', 'letter')$$);
select tests.refusal('karim@karim phone', $$select public.register_device('Phone', 'code')$$);
select tests.refusal('paul@paul phone', $$select public.register_device('Phone', 'code')$$);
select is(pg_temp.view_of('odile@phone') - 'shell',
	'{"email": null, "hasPassword": false, "isProven": true, "pendingEmail": null, "otherDevices": 1}'::jsonb, 'she sees that she has no e-mail');
select is(tests.refusal(who, sql), '42501', format('%s cannot call what the server calls: %s', who, left(sql, 30)))
	from unnest(array['anon', 'odile@phone', 'nadia']) who, unnest(array[pg_temp.begin('phone', 'x@tests.invalid'), pg_temp.type('phone', 'right'),
		'select public.find_password(''karim@tests.invalid'', ''home'')', 'select public.password_worked(''x'', ''y'')',
		format('select public.prove_session(%L)', tests.id('phone')), format('select public.save_password(%L, ''hash'', false)', tests.id('phone')),
		'select public.people_of_sessions(array[gen_random_uuid()])']) sql;
select is(tests.refusal('worker', pg_temp.begin('nowhere', 'x@tests.invalid')), 'PT401 session_ended', 'a device that is none proves nothing');
select is(tests.refusal('worker', pg_temp.begin('phone', 'no address')), 'PT422 value_invalid', 'what is no address gets no code');
select is(tests.refusal('worker', pg_temp.begin('phone', 'x@sans-adresse.invalid')), 'PT422 value_invalid', 'nor does a made one');
select is(tests.refusal('worker', pg_temp.begin('phone', null)), 'PT422 value_invalid', 'nor her own, as she has none');

select is(tests.answer('worker', pg_temp.begin('phone', ' Odile@Mail.invalid')), 'odile@mail.invalid', 'a code goes to the address she names');
select is(pg_temp.view_of('odile@phone') ->> 'pendingEmail', 'odile@mail.invalid', 'and her page waits for it');
select is(pg_temp.view_of('karim@karim phone') ->> 'pendingEmail', null, 'nobody else''s does');
select is(tests.answer('worker', pg_temp.type('phone', 'wrong')), 'code_wrong', 'a wrong code is told');
select is(tests.answer('worker', pg_temp.type('karim phone', 'right')), 'code_wrong', 'her code is no use on Karim''s phone');
select is(pg_temp.address('odile'), 'odile@sans-adresse.invalid', 'nothing has changed');
update private.email_proofs set asked_at = asked_at - interval '11 minutes';
select is(tests.answer('worker', pg_temp.type('phone', 'right')), 'code_expired', 'a code lives ten minutes');
select tests.answer('worker', pg_temp.begin('phone', 'odile@mail.invalid', 'newer'));
select is(tests.answer('worker', pg_temp.type('phone', 'right')), 'code_wrong', 'a new code ends the one before');
select is(tests.answer('worker', pg_temp.type('phone', 'newer')), 'proven', 'with it the address is hers');
select is(tests.answer('worker', pg_temp.type('phone', 'newer')), 'code_wrong', 'a code works once');
select is(pg_temp.address('odile'), 'odile@mail.invalid', 'her account has it');
select is((select email from public.member_contacts where member_id = tests.id('odile')), 'odile@mail.invalid', 'the lodge sees it');
select is(tests.answer('worker', 'select public.request_code(''odile@mail.invalid'', ''n'')')::jsonb ->> 'known', 'true', 'a sign-in code goes there from now on');
select is(tests.answer('odile@phone', 'select public.claim_memberships()')::jsonb -> 0 ->> 'name', 'Les Tilleuls', 'and opens the same membership');
select is((select count(*)::int from private.mails where kind = 'email_changed'), 0, 'no mail is sent where there was no address');
select is((pg_temp.view_of('odile@phone') ->> 'isProven')::boolean, true, 'she has just proven who she is');
select is((pg_temp.view_of('odile@tablet') ->> 'isProven')::boolean, false, 'on this phone, not on the tablet');

-- Changing it: proven lately, and the old address is told.
select is(tests.refusal('worker', pg_temp.begin('tablet', 'thief@mail.invalid')), 'PT403 proof_needed', 'whoever finds the tablet cannot change it');
select is(tests.answer('worker', pg_temp.begin('tablet', null, 'own')), 'odile@mail.invalid', 'a code to the address she has');
select is(tests.answer('worker', pg_temp.type('tablet', 'own')), 'proven', 'proves the tablet');
select is(tests.answer('worker', pg_temp.begin('tablet', 'odile@new.invalid', 'new')), 'odile@new.invalid', 'which may then change it');
select is(tests.answer('worker', pg_temp.type('tablet', 'new')), 'proven', 'with a code from there');
select is((select array_agg(to_address) from private.mails where kind = 'email_changed'), array['odile@mail.invalid'], 'the old address is told');
select is((select payload::text ~ '(token|http|new\.invalid)' from private.mails where kind = 'email_changed'), false, 'without a link, a token or the new one');
update public.devices set proven_at = now() - interval '16 minutes' where session_id = tests.id('tablet');
select is(tests.refusal('worker', pg_temp.begin('tablet', 'x@new.invalid')), 'PT403 proof_needed', 'a proof lasts a quarter of an hour');

-- Addresses of others: asking is the same for all, and only the mailbox tells.
select is(tests.answer('worker', pg_temp.begin('karim phone', 'paul@tests.invalid', 'c')), 'paul@tests.invalid', 'asking for Paul''s address reads like any other');
select is(tests.answer('worker', pg_temp.type('karim phone', 'c')), 'email_taken', 'who reads his mail is told that it opens his account');
select is(pg_temp.address('karim') || pg_temp.address('paul'), 'karim@tests.invalid' || 'paul@tests.invalid', 'and both stay as they are');
update public.member_contacts set email = 'marcel@tests.invalid' where member_id = tests.id('marcel');
select tests.answer('worker', pg_temp.begin('karim phone', 'marcel@tests.invalid', 'm'));
select is(tests.answer('worker', pg_temp.type('karim phone', 'm')), 'email_taken', 'the address of a neighbour who never signed in stays theirs');
update public.member_contacts set email = 'karim@written.invalid' where member_id = tests.id('karim');
select tests.answer('worker', pg_temp.begin('karim phone', 'karim@written.invalid', 'w'));
select is(tests.answer('worker', pg_temp.type('karim phone', 'w')), 'proven', 'the one that the lodge wrote down for him is his');
insert into auth.users (id, email) values (tests.id('shell user'), 'empty@tests.invalid');
select tests.refusal('shell@shell phone', $$select public.register_device('Phone', 'code')$$);
select tests.answer('worker', pg_temp.begin('karim phone', 'empty@tests.invalid', 'e'));
select is(tests.answer('worker', pg_temp.type('karim phone', 'e')), 'proven', 'an account that opens nothing gives its address up');
select is((select ended_at is not null from public.devices where session_id = tests.id('shell phone')), true, 'and is signed out');

-- Limits.
select pg_temp.later('2 days');
delete from private.email_proofs;
select is(pg_temp.allowed(9, pg_temp.begin('paul phone', 'p#@tests.invalid')), 5, 'five codes in a quarter of an hour');
select cmp_ok((tests.refusal_detail('worker', pg_temp.begin('paul phone', 'p@tests.invalid')) ->> 'retryAfter')::int, '<=', 900, 'then one is told when');
select is(pg_temp.allowed(12, pg_temp.type('paul phone', 'guess #')), 8, 'eight guesses');
select is(tests.refusal('worker', pg_temp.begin('karim phone', 'k@tests.invalid')), 'done', 'which keep nobody else out');

-- Passwords.
select is(tests.refusal('worker', format('select public.save_password(%L, ''hash'', false)', tests.id('tablet'))), 'PT403 proof_needed', 'a password needs a proof as well');
select is(tests.answer('worker', format('select public.save_password(%L, ''hash'', false)', tests.id('karim phone'))), '0', 'Karim chooses one');
select is(tests.answer('worker', 'select public.find_password('' Empty@tests.invalid'', ''home'')')::jsonb, '{"hash": "hash", "address": "empty@tests.invalid"}'::jsonb, 'it is found by his address');
select is(tests.answer('worker', 'select public.find_password(''stranger@tests.invalid'', ''home'')'), null, 'a stranger has none');
select is(pg_temp.allowed(12, 'select public.find_password(''empty@tests.invalid'', ''a stranger''''s'')'), 8, 'eight guesses, as for codes');
select is(pg_temp.allowed(12, 'select public.find_password(''nobody@nowhere.invalid'', ''a stranger''''s'')'), 8, 'as many where there is nobody');
select is(tests.refusal('worker', 'select public.find_password(''empty@tests.invalid'', ''home'')'), 'done', 'Karim at home comes in all the same');

update public.devices set ended_at = now() where session_id = tests.id('karim phone');
select is(tests.answer('worker', format('select public.people_of_sessions(array[%L, %L]::uuid[])', tests.id('karim phone'), tests.id('tablet')))::jsonb @>
	'[{"name": "Karim", "isOver": true, "place": "Les Tilleuls"}, {"name": "Odile", "isOver": false}]'::jsonb, true, 'the people of a phone, and whose session is over');

select * from finish();
rollback;
