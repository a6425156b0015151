-- On which phones people are told, what is put into the outbox, and what becomes of it.

begin;
select plan(146);
select tests.begin_story();

create function pg_temp.point(p_n integer default 1) returns text language sql as $$ select 'B' || repeat(chr(64 + p_n), 86); $$;
create function pg_temp.save(p_phone text, p_welcome boolean default false, p_point text default pg_temp.point(), p_auth text default repeat('x', 22), p_language text default 'fr')
returns text language sql as $$
	select format('select public.save_push_subscription(%L, %L, %L, %L, %L)', 'https://push.invalid/' || p_phone, p_point, p_auth, p_language, p_welcome);
$$;
create function pg_temp.phones(p_who text) returns text language sql as $$
	select coalesce(string_agg(replace(endpoint, 'https://push.invalid/', ''), ' ' order by endpoint), '')
	from private.push_subscriptions where user_id = tests.id(p_who || ' user');
$$;
create function pg_temp.outbox(p_who text) returns text language sql as $$
	select coalesce(string_agg(d.kind || ':' || d.state, ' ' order by d.id), '') from private.deliveries d where d.member_id = tests.id(p_who);
$$;
create function pg_temp.claim(p_limit integer default 100) returns jsonb language sql as $$
	select tests.answer('worker', format('select public.claim_deliveries(''push'', %s)', p_limit))::jsonb;
$$;
create function pg_temp.record(p_id bigint, p_attempt integer, p_result jsonb) returns text language sql as $$
	select tests.refusal('worker', format('select public.record_deliveries(%L)', jsonb_build_array(jsonb_build_object('id', p_id, 'attempt', p_attempt) || p_result)));
$$;
create function pg_temp.tell(p_who text, p_key text) returns integer language sql as $$
	select private.notify('basket_ready', m.residence_id, array[m.id], tests.id('nothing'), p_key) from public.members m where m.id = tests.id(p_who);
$$;
create function pg_temp.newest() returns bigint language sql as $$ select max(id) from private.deliveries; $$;

-- The keys of the server: made once.
select is(tests.refusal('odile', pg_temp.save('phone')), 'PT409 push_off', 'without keys, no phone can be told');
select is(tests.answer('worker', 'select public.ensure_push_keys(''one'', ''secret'')')::jsonb, '{"publicKey": "one", "privateKey": "secret", "isNew": true}'::jsonb, 'the first start makes them');
select is(tests.answer('worker', 'select public.ensure_push_keys(''two'', ''other'')')::jsonb, '{"publicKey": "one", "privateKey": "secret", "isNew": false}'::jsonb, 'the next one finds them');

-- A phone.
select is(tests.answer('odile', pg_temp.save('phone', true))::jsonb -> 'isNew', 'true'::jsonb, 'Odile wants to be told on her phone');
select is(pg_temp.outbox('odile'), 'push_welcome:due', 'which says at once that it works');
select is(tests.answer('odile', pg_temp.save('phone', true))::jsonb -> 'isNew', 'false'::jsonb, 'at the next start it is the same phone');
select is(pg_temp.outbox('odile'), 'push_welcome:due', 'and greets once');
select is(tests.refusal('odile', pg_temp.save(x)), 'PT422 push_host_unknown', format('no address: %s', x)) from unnest(array[repeat('x', 2000)]) x;
select is(tests.refusal('odile', format('select public.save_push_subscription(%L, %L, %L, ''fr'', false)', x, pg_temp.point(), repeat('x', 22))), 'PT422 push_host_unknown', format('no address: %s', x))
	from unnest(array['http://push.invalid/x', 'push', '', 'https://', 'javascript:x']) x;
select is(tests.refusal('odile', 'select public.save_push_subscription(null, null, null, null, null)'), 'PT422 push_host_unknown', 'nor nothing at all');
select is(tests.refusal('odile', pg_temp.save('bad', false, x)), 'PT422 push_keys_invalid', format('no key: %s', x)) from unnest(array['', 'B', 'A' || repeat('A', 86), repeat('B', 88), 'B' || repeat('+', 86)]) x;
select is(tests.refusal('odile', pg_temp.save('bad', false, pg_temp.point(), x)), 'PT422 push_keys_invalid', format('no secret: %s', x)) from unnest(array['', 'short', repeat('x', 23)]) x;
select is(tests.refusal('odile', pg_temp.save('bad', false, pg_temp.point(), repeat('x', 22), 'de')), 'PT422 value_invalid', 'no language that we do not speak');
select is(tests.refusal('anon', pg_temp.save('phone')), '42501', 'a stranger has no phone here');
select is(tests.answer('nobody', pg_temp.save('waiting', true))::jsonb -> 'isNew', 'true'::jsonb, 'who still waits to be let in may');
select is((select count(*) from private.deliveries d where d.kind = 'push_welcome'), 1::bigint, 'and is greeted by no residence');

-- Telling: one row for each phone, in the act itself.
select is(pg_temp.tell('odile', 'one'), 1, 'Odile''s basket is there');
select is(pg_temp.outbox('odile'), 'push_welcome:due basket_ready:due', 'her phone is to say so');
select is(pg_temp.tell('odile', 'one'), 0, 'told again');
select is(pg_temp.outbox('odile'), 'push_welcome:due basket_ready:due', 'it says so once');
select is(pg_temp.tell('marcel', 'one'), 1, 'Marcel, who is on paper,');
select is(pg_temp.outbox('marcel'), '', 'has no phone');
create temp table taken as select pg_temp.claim() as answer;
select is((select answer -> 'taken' from taken), '2'::jsonb, 'a worker takes both');
select is((select string_agg(x ->> 'kind', ' ') from taken, jsonb_array_elements(answer -> 'deliveries') x), 'push_welcome basket_ready', 'in their order');
select is((select (x - array['id', 'token', 'createdAt', 'notificationId', 'residenceId', 'subjectId', 'ttlSeconds']) from taken, jsonb_array_elements(answer -> 'deliveries') x where x ->> 'kind' = 'basket_ready'),
	jsonb_build_object('kind', 'basket_ready', 'attempt', 1, 'endpoint', 'https://push.invalid/phone', 'p256dh', pg_temp.point(), 'auth', repeat('x', 22), 'language', 'fr', 'urgency', 'high', 'topic', 'basket',
		'timeZone', 'Europe/Paris', 'unread', 1, 'detail', '{}'::jsonb, 'round', null), 'with all that the message needs');
select is((select (x ->> 'ttlSeconds')::integer between 86300 and 86400 from taken, jsonb_array_elements(answer -> 'deliveries') x where x ->> 'kind' = 'basket_ready'), true, 'for a day');
select is(pg_temp.claim() -> 'taken', '0'::jsonb, 'nobody else takes them meanwhile');
select is(pg_temp.outbox('odile'), 'push_welcome:sending basket_ready:sending', 'that it is being sent is written down first');

-- What became of it.
select is(pg_temp.record(pg_temp.newest(), 1, '{"kind": "sent"}'), 'done', 'the push service took it');
select is((select state || ' ' || (sent_at is not null) from private.deliveries where id = pg_temp.newest()), 'sent true', 'so it is sent');
select is(pg_temp.record((select min(id) from private.deliveries), 1, '{"kind": "later", "reason": "status 500"}'), 'done', 'it did not take the other');
select is((select state || ' ' || (due_at > clock_timestamp() + interval '20 seconds') || ' ' || (due_at < clock_timestamp() + interval '40 seconds') || ' ' || failure from private.deliveries where kind = 'push_welcome'), 'due true true status 500', 'which waits about half a minute');
update private.deliveries set due_at = clock_timestamp() where kind = 'push_welcome';
select is(pg_temp.claim() #> '{deliveries,0,attempt}', '2'::jsonb, 'the second try');
select is(pg_temp.record((select min(id) from private.deliveries), 1, '{"kind": "refused", "reason": "late"}'), 'done', 'an answer to the first');
select is((select state from private.deliveries where kind = 'push_welcome'), 'sending', 'counts no more');
select is(pg_temp.record((select min(id) from private.deliveries), 2, '{"kind": "later", "afterSeconds": 600, "reason": "status 429"}'), 'done', 'the service asks for ten minutes');
select is((select due_at > clock_timestamp() + interval '599 seconds' from private.deliveries where kind = 'push_welcome'), true, 'it gets them');
update private.deliveries set due_at = clock_timestamp() where kind = 'push_welcome';
select is(pg_temp.claim() #> '{deliveries,0,attempt}', '3'::jsonb, 'the third try');
select is(pg_temp.record((select min(id) from private.deliveries), 3, '{"kind": "later", "afterSeconds": 7200, "reason": "status 429"}'), 'done', 'the service asks for longer than it is worth');
select is((select state from private.deliveries where kind = 'push_welcome'), 'expired', 'then it is not sent any more');
select is(pg_temp.record((select min(id) from private.deliveries), 3, '{"kind": "sent"}'), 'done', 'what is over');
select is((select state from private.deliveries where kind = 'push_welcome'), 'expired', 'stays over');

-- Our mistake: an alarm, and the phone stays. A phone that is gone goes.
select is(pg_temp.tell('odile', 'two') + jsonb_array_length(pg_temp.claim() -> 'deliveries'), 2, 'another message');
select is(pg_temp.record(pg_temp.newest(), 1, '{"kind": "refused", "reason": "status 403"}'), 'done', 'is refused');
select is((select state || ' ' || failure from private.deliveries where id = pg_temp.newest()), 'failed status 403', 'and given up, for the manager to see');
select is(pg_temp.phones('odile'), 'phone', 'her phone stays');
select is(tests.answer('worker', 'select public.push_health()')::jsonb, '{"failed": 1, "otherKey": 0}'::jsonb, 'whoever watches is told');
select is(tests.answer('odile', format('select public.page_notification_settings(%L)', tests.id('tilleuls')))::jsonb #>> '{push,subscriptions,0,failure}', 'status 403', 'and so is she');
select is(pg_temp.tell('odile', 'three') + jsonb_array_length(pg_temp.claim() -> 'deliveries'), 2, 'the next one');
select is(pg_temp.record(pg_temp.newest(), 1, '{"kind": "sent"}'), 'done', 'is taken');
select is((select failure from private.push_subscriptions where endpoint like '%/phone'), null, 'then nothing is wrong with it');
select is(pg_temp.tell('odile', 'four') + pg_temp.tell('odile', 'five') + jsonb_array_length(pg_temp.claim(1) -> 'deliveries'), 3, 'two more');
select is(pg_temp.record(pg_temp.newest() - 1, 1, '{"kind": "gone"}'), 'done', 'the phone is gone');
select is(pg_temp.phones('odile'), '', 'so it is told no more');
select is(pg_temp.claim(), '{"taken": 1, "deliveries": []}'::jsonb, 'what waited for it is not sent');
select is(right(pg_temp.outbox('odile'), 38), 'basket_ready:gone basket_ready:skipped', 'and says why');

-- Not sent any more: read elsewhere, over, too old, not opened for a month, somebody else's, signed out.
select is(tests.refusal('odile', pg_temp.save('phone')), 'done', 'Odile turns it on again');
create function pg_temp.fate(p_sql text) returns text language plpgsql as $$
declare
	v_taken integer;
begin
	perform pg_temp.tell('odile', 'fate');
	if (select state from private.deliveries where id = pg_temp.newest()) <> 'due' then
		raise exception 'nothing was put';
	end if;
	execute p_sql;
	v_taken := jsonb_array_length(pg_temp.claim() -> 'deliveries');
	raise exception using errcode = 'TDONE', message = v_taken || ' ' || (select state from private.deliveries where id = pg_temp.newest());
exception when sqlstate 'TDONE' then
	return sqlerrm;
end;
$$;
select is(pg_temp.fate('select 1'), '1 sending', 'as it is, it is sent');
select is(pg_temp.fate('update public.notifications set read_at = now() where key = ''fate'''), '0 skipped', 'read on another device');
select is(pg_temp.fate('update public.notifications set expires_at = now() where key = ''fate'''), '0 skipped', 'over meanwhile');
select is(pg_temp.fate('update private.deliveries set expires_at = now()'), '0 expired', 'after hours without a network');
select is(pg_temp.fate('update private.push_subscriptions set refreshed_at = now() - interval ''31 days'''), '0 skipped', 'a phone that nobody opened for a month');
select is(pg_temp.fate('update private.push_subscriptions set key_hash = ''lost'''), '0 skipped', 'a phone bound to keys that are lost');
select is(pg_temp.fate('update public.members set ended_at = now() where id = tests.id(''odile'')'), '0 skipped', 'she has left');
select is(pg_temp.fate('update public.members set user_id = null where id = tests.id(''odile'')'), '0 skipped', 'her account is not this person''s any more');
select is(pg_temp.fate(format('select tests.refusal(''karim'', %L)', pg_temp.save('phone'))), '0 skipped', 'Karim has taken over the phone');
select is(pg_temp.fate('select tests.refusal(''odile'', ''select public.end_push_subscription(''''https://push.invalid/phone'''')'')'), '0 skipped', 'she has turned it off');
-- A process that dies with it: taken again later, four times, then given up.
select is(pg_temp.fate('update private.deliveries set state = ''sending'', attempts = 1, due_at = now() + interval ''1 minute'''), '0 sending', 'in time, another process has it');
select is(pg_temp.fate('update private.deliveries set state = ''sending'', attempts = 1, due_at = now()'), '1 sending', 'after its time, it is taken again');
select is(pg_temp.fate('update private.deliveries set state = ''sending'', attempts = 4, lost = 3, due_at = now()'), '0 failed', 'whatever kills each process is given up');

-- Somebody else signs in on the same phone.
select is(tests.answer('karim', pg_temp.save('phone'))::jsonb -> 'isNew', 'true'::jsonb, 'on Odile''s phone, Karim is new');
select is(pg_temp.phones('odile') || '/' || pg_temp.phones('karim'), '/phone', 'it is his now, alone');
select is(tests.refusal('odile', 'select public.end_push_subscription(''https://push.invalid/phone'')'), 'done', 'Odile cannot');
select is(pg_temp.phones('karim'), 'phone', 'turn off what is his');
select is(tests.refusal('karim', 'select public.end_push_subscription(''https://push.invalid/phone'')'), 'done', 'he can');
select is(tests.refusal('karim', 'select public.end_push_subscription(''https://push.invalid/phone'')'), 'done', 'twice');
select is(pg_temp.phones('karim'), '', 'then he has none');
select is(tests.refusal('karim', pg_temp.save('phone' || n)), 'done', 'phone ' || n) from generate_series(1, 9) n;
select is((select count(*) from private.push_subscriptions where user_id = tests.id('karim user')), 8::bigint, 'eight are enough');
select is((select count(*) from private.push_subscriptions where endpoint like '%/phone9'), 1::bigint, 'the newest stays');

-- Signing a device out from afar.
insert into public.devices (session_id, user_id, name, via, idle_until, expires_at)
	values (tests.id('old phone'), tests.id('odile user'), 'Old phone', 'code', now() + interval '1 day', now() + interval '1 day');
select is(tests.refusal('odile@old phone', pg_temp.save('old')), 'done', 'Odile''s old phone is told');
select is(tests.refusal('odile', pg_temp.save('new')), 'done', 'and her new one');
select is(tests.answer('odile', format('select public.page_notification_settings(%L)', tests.id('tilleuls')))::jsonb -> 'push' -> 'subscriptions' @> '[{"label": "Old phone", "isStale": false}]', true, 'her page names it');
select is(tests.answer('odile', format('select public.page_notification_settings(%L)', tests.id('tilleuls')))::text ~ 'push\.invalid|xxxx', false, 'and shows no address and no secret');
select is(tests.answer('odile', format('select public.page_notification_settings(%L)', tests.id('tilleuls')))::jsonb -> 'push' -> 'subscriptions' @> jsonb_build_array(jsonb_build_object('endpointHash', encode(sha256('https://push.invalid/old'), 'hex'))), true, 'by its hash, a phone finds itself');
select is(tests.refusal('odile', format('select public.sign_out_device(%L)', tests.id('old phone'))), 'done', 'it was lost: she signs it out');
select is(pg_temp.phones('odile'), 'new', 'and nothing of hers appears on it');

-- Tests.
select is(tests.refusal('nadia', format('select public.send_test_push(%L)', tests.id('tilleuls'))), 'PT409 push_no_phone', 'Nadia has no phone to test');
select is(tests.answer('odile', format('select public.send_test_push(%L)', tests.id('tilleuls'))), '1', 'Odile tests hers');
select is(right(pg_temp.outbox('odile'), 13), 'push_test:due', 'it rings');
select is(jsonb_array_length(tests.answer('odile', format('select public.page_inbox(%L)', tests.id('tilleuls')))::jsonb -> 'notifications'), (select count(*)::integer from public.notifications where member_id = tests.id('odile')), 'and leaves nothing in the app');
select is((select count(*)::integer from generate_series(1, 12) where tests.refusal('odile', format('select public.send_test_push(%L)', tests.id('tilleuls'))) = 'done'), 9, 'ten times an hour');
select is(tests.refusal('odile', format('select public.send_test_to_all(%L)', tests.id('tilleuls'))), 'PT403 not_allowed', 'not to everybody');
select is(tests.answer('nadia', format('select public.send_test_to_all(%L)', tests.id('tilleuls')))::jsonb, '{"people": 2, "phones": 9}'::jsonb, 'Nadia rings all phones');
select is(tests.refusal('nadia', format('select public.send_test_to_all(%L)', tests.id('tilleuls'))), 'PT429 too_many_tries', 'once an hour');
select is(tests.refusal('yves', format('select public.send_test_to_all(%L)', tests.id('cedres'))), 'PT409 push_no_phone', 'where nobody is told, nothing rings');
select is(tests.refusal('zoe', pg_temp.save('zoe')) || tests.refusal('yves', format('select public.send_test_to_all(%L)', tests.id('cedres'))), 'donedone', 'and that does not count');

-- What a phone says.
create function pg_temp.said(p_token text, p_what text) returns text language sql as $$
	select tests.refusal('anon', format('select public.report_delivery(%L, %L)', p_token, p_what));
$$;
create temp table one as select token::text from private.deliveries where id = pg_temp.newest();
select is(pg_temp.said(x, 'shown'), 'done', format('an answer is the same for %s', x)) from unnest(array['', 'x', tests.id('nothing')::text]) x;
select is(pg_temp.said((select token from one), 'shown'), 'done', 'a phone shows it');
select is((select (shown_at is not null) || ' ' || (opened_at is not null) from private.deliveries where id = pg_temp.newest()), 'true false', 'that is kept');
update private.deliveries set shown_at = '2020-01-01' where id = pg_temp.newest();
select is(pg_temp.said((select token from one), 'shown') || pg_temp.said((select token from one), 'opened') || pg_temp.said((select token from one), 'eaten'), 'donedonedone', 'then it is opened');
select is((select shown_at = '2020-01-01' and opened_at is not null from private.deliveries where id = pg_temp.newest()), true, 'each moment is the first');

-- Keys that are lost.
update private.server_keys set key_hash = 'new';
select is(tests.answer('worker', 'select public.push_health()')::jsonb -> 'otherKey', to_jsonb((select count(*) from private.push_subscriptions)), 'all phones are bound to the old ones');
select is(tests.answer('odile', format('select public.page_notification_settings(%L)', tests.id('tilleuls')))::jsonb #> '{push,subscriptions,0,isStale}', 'true'::jsonb, 'her page says that this one must begin again');
select is(tests.refusal('odile', pg_temp.save('new', false, pg_temp.point(2))), 'done', 'she does');
select is(tests.answer('odile', format('select public.page_notification_settings(%L)', tests.id('tilleuls')))::jsonb #> '{push,subscriptions,0,isStale}', 'false'::jsonb, 'and is told again');

-- Inside and outside.
select is(tests.refusal(who, 'select * from private.' || t), '42501', format('%s reads no %s', who, t)) from unnest(array['anon', 'odile', 'nadia', 'worker']) who, unnest(array['push_subscriptions', 'deliveries', 'server_keys']) t;
select is(tests.refusal(who, x), '42501', format('%s is no worker: %s', who, x)) from unnest(array['anon', 'nadia']) who,
	unnest(array['select public.claim_deliveries(''push'', 1)', 'select public.record_deliveries(''[]'')', 'select public.push_health()', 'select public.ensure_push_keys(''x'', ''y'')']) x;

select * from finish();
rollback;
