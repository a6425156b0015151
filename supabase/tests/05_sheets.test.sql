-- The producer's sheet: totals, mail outbox, the private link and its answers.

begin;
select plan(115);
select tests.begin_story();
select tests.add_round('farm week');
select is(tests.refusal('odile', tests.place('farm week', 'b12', '{"carrots": 1.5, "eggs": 6}')), 'done', 'Odile orders');
select is(tests.refusal('karim', tests.place('farm week', 'b14', '{"carrots": 0.5}')), 'done', 'Karim orders');
select is(tests.refusal('samia', tests.place('farm week', 'd01', '{"baskets": 1}')), 'done', 'and Marcel, on paper');
select is(tests.refusal('samia', format('select public.cancel_order((select id from public.orders where household_id = %L), 1)', tests.id('d01'))), 'done', 'who changes his mind');
create function pg_temp.act(p_act text, p_more text default '') returns text language sql as $$
	select format('select public.%I(%L%s)', p_act, tests.id('farm week'), p_more);
$$;
create function pg_temp.link(p_act text, p_more text default '') returns text language sql as $$
	select format('select public.%I(%L%s)', p_act, (select token from public.sheets where round_id = tests.id('farm week') and superseded_at is null), p_more);
$$;
select is(tests.refusal('nadia', pg_temp.act(act)), 'PT409 round_state', act || ' waits for a sheet') from unnest(array['resend_sheet', 'renew_sheet_link']) act;
select is(tests.answer('nadia', pg_temp.act('close_round', ', true')), 'ordered', 'the round is closed and sent');

-- Totals, once.
select set_eq($$select name, unit, price_cents, quantity, orders_count from public.sheet_lines$$,
	$$values ('Carrots', 'kg', 181, 2.0, 2), ('Eggs', 'piece', 48, 6, 1)$$, 'totals by product, without what was cancelled');
select is((select row(orders_count, total_cents)::text from public.sheets), '(2,651)', 'two baskets of 6.51 together: 2.72 + 2.88, and 0.91');
select is((select total_cents::bigint from public.sheets), (select sum(amount_cents) from public.ledger_entries), 'which is what households owe');
select throws_ok($$insert into public.sheets (residence_id, round_id, orders_count, total_cents) values (tests.id('tilleuls'), tests.id('farm week'), 0, 0)$$,
	'23505', null, 'a round has one live sheet, whoever writes');
select cmp_ok((select length(token) from public.sheets), '>=', 64, 'its link cannot be guessed');

-- Who reads it.
select is(array[tests.count(who, 'select id from public.sheets'), tests.count(who, 'select * from public.sheet_lines')], array[sheets, lines], who || ' reads so many sheets and lines')
	from (values ('odile', 0, 0), ('samia', 0, 0), ('nadia', 1, 2), ('claire', 1, 2), ('yves', 0, 0), ('edith', 0, 0), ('nobody', 0, 0)) x(who, sheets, lines);
select is(tests.refusal(who, 'select token from public.sheets'), '42501', who || ' does not read links from the table') from unnest(array['anon', 'odile', 'nadia', 'worker']) who;
select is(tests.refusal('anon', 'select residence_id from public.' || name), '42501', 'a stranger reads no ' || name) from unnest(array['sheets', 'sheet_lines']) name;
select is(tests.refusal(who, 'update public.sheet_lines set answered_quantity = 0'), '42501', who || ' does not answer for the producer') from unnest(array['anon', 'odile', 'nadia', 'worker']) who;
select is(tests.answer('nadia', format('select public.page_round_admin(%L)', tests.id('farm week')))::jsonb #>> '{sheet,token}', (select token from public.sheets), 'the caretaker''s page has the link');
select is(tests.refusal(who, format('select public.page_round_admin(%L)', tests.id('farm week'))), refusal, who || ' has not')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);

-- The outbox.
select is(tests.refusal(who, 'select * from private.mails'), '42501', who || ' does not read the outbox') from unnest(array['anon', 'odile', 'nadia', 'worker']) who;
select is(tests.refusal(who, 'select public.claim_mails(10)'), '42501', who || ' takes no mail') from unnest(array['anon', 'odile', 'nadia']) who;
select is((select payload ->> 'round' from private.mails), 'Farm Week', 'one mail waits');
select is((select payload::text ~ '(Odile|Karim|B 12|B 14)' from private.mails), false, 'without any neighbour''s name or door');
create temp table mail as select (tests.answer('worker', 'select id from public.claim_mails(10)'))::bigint as id;
select is((select count(*) from mail where id is not null), 1::bigint, 'the worker takes it');
select is(tests.count('worker', 'select * from public.claim_mails(10)'), 0, 'nobody else does meanwhile');
update private.mails set claimed_until = now() - interval '1 second';
select is(tests.count('worker', 'select * from public.claim_mails(10)'), 1, 'unless the first one dies');
select is(tests.refusal('worker', format('select public.mail_failed(%s, ''refused'', false)', (select id from mail))), 'done', 'it does not leave');
select isnt((select send_failed_at from public.sheets), null, 'the caretaker sees that');
select is((select sent_at from public.sheets), null, 'and does not see it as sent');
select is(tests.count('worker', 'select * from public.claim_mails(10)'), 0, 'it is not tried again at once');
update private.mails set due_at = now() - interval '1 second';
select is(tests.count('worker', 'select * from public.claim_mails(10)'), 1, 'but later');
select is(tests.refusal('worker', format('select public.mail_sent(%s)', (select id from mail))), 'done', 'it leaves');
select is((select sent_at is not null and send_failed_at is null from public.sheets), true, 'and the caretaker sees that');
select is(tests.refusal('worker', format('select public.mail_failed(%s, ''late'', true)', (select id from mail))), 'done', 'a failure told too late');
select is((select sent_at is not null and send_failed_at is null from public.sheets), true, 'changes nothing');
select is(tests.answer('nadia', pg_temp.act('resend_sheet')), 'true', 'the caretaker sends it once more');
select is((select count(*) from private.mails where sent_at is null), 1::bigint, 'which is a second mail');
select is(tests.refusal('worker', format('select public.mail_failed(%s, ''no such address'', true)', (select max(id) from private.mails))), 'done', 'to an address that does not exist');
update private.mails set due_at = now() - interval '1 second', claimed_until = null;
select is(tests.count('worker', 'select * from public.claim_mails(10)'), 0, 'that is not tried again');
select is((select send_failed_at is not null from public.sheets), true, 'and is shown');
update private.mails set failed_at = null, attempts = 8;
select is(tests.refusal('worker', format('select public.mail_failed(%s, ''slow'', false)', (select max(id) from private.mails))), 'done', 'after eight tries');
select isnt((select failed_at from private.mails order by id desc limit 1), null, 'it is given up');
update public.producers set email = null where id = tests.id('farm');
select is(tests.answer('nadia', pg_temp.act('resend_sheet')), 'false', 'without an address nothing is queued, and the caretaker is told');

-- The producer, by the link alone.
select is(tests.answer('anon', pg_temp.link('producer_sheet'))::jsonb - array['sheetId', 'token', 'computedAt', 'deliveryOn', 'lines', 'readAt'],
	'{"residence": "Les Tilleuls", "address": "", "lodgePhone": "", "timeZone": "Europe/Paris", "producer": "La ferme", "round": "Farm Week", "state": "ordered", "deliveryFrom": "10:00:00",
		"deliveryTo": "12:00:00", "place": "", "ordersCount": 2, "totalCents": 651, "linkEndsAt": null, "answeredAt": null, "answerNote": ""}'::jsonb, 'the producer reads where, when and how much');
select is(tests.answer('anon', pg_temp.link('producer_sheet'))::text ~ '(Odile|Karim|B 12|B 14)', false, 'and nothing about who');
select is(tests.refusal('anon', 'select public.producer_sheet(' || quote_nullable(token) || ')'), 'PT404 not_found', 'a link that was never given is not found')
	from (values (null), (''), (repeat('0', 64)), ('%')) x(token);
select is(tests.refusal('anon', pg_temp.link('confirm_sheet')), 'done', 'the producer says: read');
create temp table read as select read_at from public.sheets;
select isnt((select read_at from read), null, 'when is kept');
select is(tests.refusal('anon', pg_temp.link('confirm_sheet')), 'done', 'twice');
select is((select read_at from public.sheets), (select read_at from read), 'is once');
create function pg_temp.say(p_lines text, p_note text default '') returns text language sql as $$
	select pg_temp.link('answer_sheet', format(', %L, %L', replace(replace(p_lines, 'CARROTS', '"offer": "' || tests.id('farm week carrots') || '"'), 'BASKETS', '"offer": "' || tests.id('farm week baskets') || '"'), p_note));
$$;
select is(tests.refusal('anon', pg_temp.say('[{CARROTS, "quantity": 1.5}]', ' Gelée ')), 'done', 'the producer says: 1.5 kg instead of 2');
select is((select answered_quantity from public.sheet_lines where name = 'Carrots'), 1.5, 'which is kept');
select is((select answer_note || (answered_at is not null)::text from public.sheets), 'Geléetrue', 'with a word');
select is(tests.answer('nadia', format('select public.page_delivery(%L)', tests.id('farm week')))::jsonb #>> '{totals,1,answeredQuantity}', '1.500', 'the caretaker reads it on delivery day');
select is(tests.refusal('anon', pg_temp.say('[{CARROTS, "quantity": 0}]')), 'done', 'nothing can be brought: zero');
select is((select answered_quantity from public.sheet_lines where name = 'Carrots'), 0.0, 'is kept too');
select is(tests.refusal('anon', pg_temp.say(lines, note)), refusal, lines || ' is refused: ' || refusal)
	from (values ('[{BASKETS, "quantity": 1}]', '', 'PT422 producer_answer_invalid'), ('[{CARROTS, "quantity": 100000}]', '', 'PT422 producer_answer_invalid'),
		('[{CARROTS, "quantity": -1}]', '', 'PT422 quantity_invalid'), ('[{CARROTS, "quantity": "x"}]', '', 'PT422 quantity_invalid'), ('{}', '', 'PT422 value_invalid'),
		('null', '', 'PT422 value_invalid'), ('[]', repeat('x', 501), 'PT422 value_invalid')) x(lines, note, refusal);

-- Ending and renewing the link.
select is(tests.refusal(who, pg_temp.act(act)), refusal, format('%s for %s: %s', act, who, refusal))
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('anon', '42501')) w(who, refusal), unnest(array['revoke_sheet', 'renew_sheet_link', 'resend_sheet']) act;
select is(tests.refusal('nadia', pg_temp.act('revoke_sheet')), 'done', 'the caretaker ends the link');
select is(tests.refusal('anon', pg_temp.link('producer_sheet')), 'PT410 link_revoked', 'then it reads nothing');
select is(tests.refusal('anon', pg_temp.link('confirm_sheet')), 'PT410 link_revoked', 'confirms nothing');
select is(tests.refusal('anon', pg_temp.say('[]')), 'PT410 link_revoked', 'and answers nothing');
create temp table old as select token from public.sheets;
select is(tests.refusal('nadia', pg_temp.act('renew_sheet_link')), 'done', 'a new one is made');
select is(tests.refusal('anon', pg_temp.link('producer_sheet')), 'done', 'which works');
select is(tests.refusal('anon', format('select public.producer_sheet(%L)', (select token from old))), 'PT404 not_found', 'the old one is forgotten');
update public.rounds set state = 'delivered' where id = tests.id('farm week');
select is(tests.refusal('anon', pg_temp.say('[]')), 'PT409 round_state', 'after the delivery there is nothing to announce');
-- Thirty days after everything is settled the link ends by itself; a settlement taken back brings it back.
select is(tests.refusal('nadia', pg_temp.act('settle_round')), 'done', 'the round is settled');
select cmp_ok((tests.answer('anon', pg_temp.link('producer_sheet'))::jsonb ->> 'linkEndsAt')::timestamptz, '>', now() + interval '29 days', 'the page says until when it can be read');
alter table public.round_changes disable trigger round_changes_append_only;
update public.round_changes set at = at - interval '30 days' where to_state = 'settled';
alter table public.round_changes enable trigger round_changes_append_only;
select is(tests.refusal('anon', pg_temp.link(act, more)), 'PT410 link_expired', act || ' ends after a month') from (values ('producer_sheet', ''), ('confirm_sheet', ''), ('answer_sheet', ', ''[]'', ''''')) x(act, more);
select is(tests.refusal('nadia', pg_temp.act('settle_round', ', true')), 'done', 'settled too early');
select is(tests.refusal('anon', pg_temp.link('producer_sheet')), 'done', 'then it can be read again');
update public.rounds set state = 'ordered' where id = tests.id('farm week');
select is(tests.refusal('nadia', pg_temp.act('cancel_round', ', ''''')), 'done', 'a round that is cancelled');
select is(tests.refusal('anon', pg_temp.link('producer_sheet')), 'PT410 link_revoked', 'takes its link with it');

select * from finish();
rollback;
