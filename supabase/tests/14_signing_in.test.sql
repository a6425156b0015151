-- Signing in: how many codes may be asked for and guessed, from where and for whom.

begin;
select plan(49);
select tests.begin_story();
-- Signing in.
create function pg_temp.ask(p_who text, p_network text) returns text language sql as $$
	select format('select public.request_code(%L, %L)', p_who, p_network);
$$;
create function pg_temp.guess(p_who text, p_network text) returns text language sql as $$
	select format('select public.try_code(%L, %L)', p_who, p_network);
$$;
-- How many of so many tries are allowed.
create function pg_temp.allowed(p_tries integer, p_sql text) returns integer language sql volatile as $$
	select count(*)::int from generate_series(1, p_tries) i where tests.refusal('worker', replace(p_sql, '#', i::text)) = 'done';
$$;
create function pg_temp.later(p_time interval) returns void language sql as $$ update private.attempts set at = at - p_time; $$;
select is(tests.refusal(who, sql), '42501', format('%s cannot ask who lives here: %s', who, left(sql, 25)))
	from unnest(array['anon', 'odile', 'nadia']) who, unnest(array[pg_temp.ask('odile@tests.invalid', 'x'), pg_temp.guess('odile@tests.invalid', 'x'), 'select public.code_worked(''odile@tests.invalid'', ''x'')']) sql;
select is(tests.answer('worker', pg_temp.ask(email, 'home'))::jsonb ->> 'known', known::text, format('%s gets a code: %s', email, known))
	from (values (' Odile@Tests.invalid', true), ('stranger@tests.invalid', false), ('edith@tests.invalid', false)) x(email, known);

-- A stranger uses up what a stranger has, and Karim comes in all the same.
select is(pg_temp.allowed(10, pg_temp.ask('karim@tests.invalid', 'a stranger''s')), 5, 'five codes in a quarter of an hour for one address from one network');
select is(pg_temp.allowed(12, pg_temp.guess('karim@tests.invalid', 'a stranger''s')), 8, 'eight guesses');
select is(tests.refusal('worker', pg_temp.guess(' KARIM@tests.invalid', 'a stranger''s')), 'PT429 too_many_tries', 'however the address is written');
select cmp_ok((tests.refusal_detail('worker', pg_temp.guess('karim@tests.invalid', 'a stranger''s')) ->> 'retryAfter')::int, '<=', 900, 'then one waits a quarter of an hour at most');
select cmp_ok((tests.refusal_detail('worker', pg_temp.guess('karim@tests.invalid', 'a stranger''s')) ->> 'retryAfter')::int, '>=', 890, 'and is told how long');
select is(tests.refusal('worker', pg_temp.ask('karim@tests.invalid', 'home')), 'done', 'Karim at home asks');
select is(pg_temp.allowed(8, pg_temp.guess('karim@tests.invalid', 'home')), 8, 'and has eight guesses of his own');
select is(tests.refusal('worker', pg_temp.guess('paul@tests.invalid', 'a stranger''s')), 'done', 'as the stranger has for others');
select is(tests.refusal('worker', 'select public.code_worked(''karim@tests.invalid'', ''home'')'), 'done', 'Karim types the right code');
select is(pg_temp.allowed(9, pg_temp.guess('karim@tests.invalid', 'home')), 8, 'his slips no longer count');
select is(tests.refusal('worker', pg_temp.guess('karim@tests.invalid', 'a stranger''s')), 'PT429 too_many_tries', 'the stranger''s do');
select pg_temp.later('16 minutes');
select is(pg_temp.allowed(9, pg_temp.guess('karim@tests.invalid', 'a stranger''s')), 8, 'after a quarter of an hour there are eight more');
select pg_temp.later('16 minutes');
select is(pg_temp.allowed(9, pg_temp.guess('karim@tests.invalid', 'a stranger''s')), 8, 'and again');
select pg_temp.later('16 minutes');
select is(pg_temp.allowed(9, pg_temp.guess('karim@tests.invalid', 'a stranger''s')), 0, 'but 24 in a day');
select cmp_ok((tests.refusal_detail('worker', pg_temp.guess('karim@tests.invalid', 'a stranger''s')) ->> 'retryAfter')::int, '>', 80000, 'the next one is tomorrow');
select is(tests.refusal('worker', pg_temp.guess('karim@tests.invalid', 'home')), 'done', 'for the stranger, not for Karim');

-- What no network may do, and what all of them together may not.
select is(pg_temp.allowed(40, pg_temp.ask('x#@tests.invalid', 'busy')), 30, 'thirty codes an hour from one network, whatever the addresses');
select is(pg_temp.allowed(70, pg_temp.guess('x#@tests.invalid', 'busy')), 60, 'and sixty guesses');
select is(pg_temp.allowed(250, pg_temp.guess('samia@tests.invalid', 'net #')), 200, 'two hundred guesses a day at one address from all the world');
select is(pg_temp.allowed(70, pg_temp.ask('samia@tests.invalid', 'net #')), 60, 'and sixty codes');
select is((select count(*)::int from private.attempts where subject like '%@%'), 0, 'no address is kept');
select pg_temp.later('2 days');
select is(tests.refusal('worker', pg_temp.guess('samia@tests.invalid', 'home')), 'done', 'what is older than a day');
select is((select count(*)::int from private.attempts where at < now() - interval '1 day') > 0, true, 'goes little by little');
select is(pg_temp.allowed(7, pg_temp.guess('samia@tests.invalid', 'home')), 7, 'with every try');
select is((select count(*)::int from private.attempts where at < now() - interval '1 day'), 0, 'until it is gone');
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

-- Karim came in by a letter; his address was written down without a proof.
update auth.users set email = 'karim@sans-adresse.invalid' where id = tests.id('karim user');
insert into auth.users (id, email) values (tests.id('mail user'), 'karim@tests.invalid');
select is(tests.answer('mail', 'select public.claim_memberships()')::jsonb, '[]'::jsonb, 'who signs in with it does not take his place');
select is((select user_id from public.members where id = tests.id('karim')), tests.id('karim user'), 'and his phone stays signed in');
update auth.users set email = 'karim-before@tests.invalid' where id = tests.id('karim user');
select is(jsonb_array_length(tests.answer('mail', 'select public.claim_memberships()')::jsonb), 1, 'a new address of somebody who signs in by mail does');

select * from finish();
rollback;
