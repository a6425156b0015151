-- Odile trusts her granddaughter Lea, who lives elsewhere and has no e-mail: Odile gives her a code.

begin;
select plan(43);
select tests.begin_story();
select tests.add_round('farm week');
create function pg_temp.give(p_who text, p_name text, p_email text default null) returns text language sql as $$
	select tests.answer(p_who, format('select public.give_mandate(%L, %L, null, %L, ''{orders,collect}'', 12)', tests.id('tilleuls'), p_name, p_email));
$$;
create function pg_temp.code(p_mandate text) returns text language sql as $$ select format('select public.issue_helper_code(%L)', p_mandate); $$;
create function pg_temp.enter(p_code text, p_member text, p_key text default null) returns text language sql as $$
	select format('select public.use_letter(%L, %L, '''', %L, ''net'')', p_code, p_member, coalesce(tests.id(p_key), gen_random_uuid()));
$$;
create temp table named as select pg_temp.give('odile', 'Mme Léa Renard') as mandate;
create temp table lea as select m.* from public.members m join public.mandates d on d.helper_id = m.id where d.id = (select mandate::uuid from named);
select is((select row(name, role, user_id, household_id)::text from lea), row('Mme Léa Renard', 'helper', null, null)::text, 'Lea is a helper without account and door');
select is((select count(*) from private.mails where kind = 'helper_invited'), 0::bigint, 'no mail is written to nobody');
create temp table again as select pg_temp.give('odile', 'lea renard')::uuid as odiles, pg_temp.give('karim', 'Léa Renard')::uuid as karims;
select is((select helper_id from public.mandates where id = (select odiles from again)), (select id from lea), 'named again she is the same person');
select is((select kind from public.mandate_changes where mandate_id = (select mandate::uuid from named) order by id desc limit 1), 'renewed', 'and the mandate a new one');
update named set mandate = (select id from public.mandates where helper_id = (select id from lea) and ended_at is null);
select isnt((select helper_id from public.mandates where id = (select karims from again)), (select id from lea), 'Karim''s Lea is another person: his code opens nothing of Odile''s');

-- Who gives the code.
select is(tests.refusal(w, pg_temp.code((select mandate from named))), 'PT404 not_found', format('%s gives no code', w)) from unnest(array['karim', 'paul', 'samia', 'yves', 'nobody']) w;
select is(tests.refusal('anon', pg_temp.code((select mandate from named))), '42501', 'nor does a stranger');
select is(tests.refusal('karim', pg_temp.code(tests.id('karim trusts hana')::text)), 'PT410 mandate_ended', 'who has an e-mail comes in with it');
select is(tests.refusal('odile', pg_temp.code(gen_random_uuid()::text)), 'PT404 not_found', 'an unknown mandate has none');
create temp table one as select tests.answer('odile', pg_temp.code((select mandate from named)))::jsonb as code;
select matches((select code ->> 'code' from one), '^[ACDEFGHJKMNPQRTUVWXY34679]{10}$', 'it is said over the phone');
select matches((select code ->> 'token' from one), '^[0-9a-f]{64}$', 'or scanned');
select is((select count(*) from public.letters l, one where to_jsonb(l)::text like '%' || (code ->> 'token') || '%' or to_jsonb(l)::text like '%' || (code ->> 'code') || '%'), 0::bigint, 'only hashes are kept');
select is((select row(most_uses, household_id, created_by, expires_at between now() + interval '13 days' and now() + interval '15 days')::text from public.letters where mandate_id is not null),
	row(2, null, tests.id('odile'), true)::text, 'for two devices and two weeks');
select is(tests.answer('odile', format('select public.page_helpers(%L)', tests.id('tilleuls')))::jsonb #> '{helpers,0,entry,hasCome}', 'false', 'Odile sees that she has not come');

-- Looking uses nothing up; the code is of one person.
select is(tests.answer('worker', format('select public.look_at_code(%L, ''net'')', lower(code ->> 'code')))::jsonb - 'residence',
	jsonb_build_object('kind', 'letter', 'door', null, 'helps', 'Odile', 'isUsedUp', false, 'people', jsonb_build_array(jsonb_build_object('id', (select id from lea), 'name', 'Mme Léa Renard'))),
	'it says whom she helps, and nothing of the residence') from one;
select is((select uses from public.letters where mandate_id is not null), 0::smallint, 'and is not used up by that');
select is(tests.refusal('worker', pg_temp.enter(code ->> 'code', tests.id('odile')::text)), 'PT404 not_found', 'nobody comes in as Odile') from one;
select is(tests.refusal('worker', pg_temp.enter(code ->> 'code', tests.id('hana')::text)), 'PT404 not_found', 'nor as another helper') from one;
select is(tests.refusal('worker', pg_temp.enter(code ->> 'code', null)), 'PT404 not_found', 'nor as somebody new') from one;
create temp table used as select tests.answer('worker', pg_temp.enter(code ->> 'token', (select id::text from lea), 'tap'))::jsonb as use from one;
select is(tests.answer('worker', pg_temp.enter(code ->> 'token', (select id::text from lea), 'tap'))::jsonb, (select use from used), 'twice the same tap is one use') from one;
insert into auth.users (id, email) values (tests.id('lea user'), (select use ->> 'address' from used));
select is(tests.answer('lea', format('select public.finish_letter(%L)', (select use ->> 'use' from used))), tests.id('tilleuls')::text, 'Lea is in');
select is(tests.refusal('lea', tests.place('farm week', 'b12', '{"carrots": 1}')), 'done', 'and orders for Odile');
select is(tests.refusal('lea', tests.place('farm week', 'b14', '{"carrots": 1}')), 'PT404 not_found', 'for nobody else');
select is((select detail ->> 'mandate' from public.order_changes where by_member = (select id from lea)), (select mandate from named), 'which is written down as hers for Odile');
select is(tests.answer('odile', format('select public.page_helpers(%L)', tests.id('tilleuls')))::jsonb #> '{helpers,0,entry,hasCome}', 'true', 'Odile sees that she came');
select is(tests.answer('worker', pg_temp.enter(code ->> 'code', (select id::text from lea)))::jsonb ->> 'address', (select use ->> 'address' from used), 'a second phone opens the same account') from one;
select is(tests.refusal('worker', pg_temp.enter(code ->> 'code', (select id::text from lea))), 'PT409 letter_used_up', 'a third does not') from one;

-- The lodge may give one too; a new code ends the one before.
create temp table two as select tests.answer('nadia', pg_temp.code((select mandate from named)))::jsonb as code;
select is(tests.answer('worker', format('select public.look_at_code(%L, ''net'')', code ->> 'token')), null, 'the first code opens nothing any more') from one;
select is(tests.answer('worker', format('select public.look_at_code(%L, ''net'')', code ->> 'token'))::jsonb ->> 'kind', 'letter', 'the second does') from two;
update public.letters set expires_at = now() - interval '1 second' where mandate_id is not null and revoked_at is null;
select is(tests.answer('worker', pg_temp.enter(code ->> 'token', (select id::text from lea))), null, 'not after its day') from two;
create temp table three as select tests.answer('odile', pg_temp.code((select mandate from named)))::jsonb as code;
select is(tests.count('lea', 'select id from public.letters') + tests.count('odile', 'select id from public.letters'), 0, 'neither of them reads codes');
select is(tests.refusal('lea', pg_temp.code((select mandate from named))), 'PT404 not_found', 'and Lea hands hers on to nobody');

-- An address later: then she comes in with it.
update public.member_contacts set email = 'lea@tests.invalid' where member_id = (select id from lea);
select is(tests.answer('worker', format('select public.look_at_code(%L, ''net'')', code ->> 'token')), null, 'with an e-mail no code opens her account') from three;
update public.member_contacts set email = null where member_id = (select id from lea);
select is(tests.refusal('odile', format('select public.end_mandate(%L)', (select mandate from named))), 'done', 'Odile stops her');
select is(tests.answer('worker', pg_temp.enter(code ->> 'token', (select id::text from lea))), null, 'and the code ends with it') from three;
select is(tests.refusal('odile', pg_temp.code((select mandate from named))), 'PT410 mandate_ended', 'there is no new one');
select is(tests.count('lea', 'select 1 from public.rounds'), 0, 'and Lea is nobody here');
update public.mandates set given_at = now() - interval '1 year', ends_at = now() - interval '1 second' where person_id = tests.id('karim');
select is(tests.answer('worker', 'select public.end_due_mandates()') is not null, true, 'the worker writes down what is over');
select is((select ended_at is not null and user_id is null from public.members where id = (select id from lea)), true, 'and forgets her');
select * from finish();
rollback;
