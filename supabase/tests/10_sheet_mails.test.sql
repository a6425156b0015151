-- Mails to the producer: one at a time, with the link that works, and a word when a round is cancelled.

begin;
select plan(28);
select tests.begin_story();
create function pg_temp.act(p_round text, p_act text, p_more text default '') returns text language sql as $$
	select format('select public.%I(%L%s)', p_act, tests.id(p_round), p_more);
$$;
create function pg_temp.mails(p_round text) returns table (kind text, waiting boolean, payload jsonb) language sql as $$
	select m.kind, m.sent_at is null and m.failed_at is null, m.payload
	from private.mails m
	where m.payload ->> 'sheetId' in (select id::text from public.sheets where round_id = tests.id(p_round))
	order by m.id;
$$;
create function pg_temp.sheet_mail(p_round text) returns jsonb language sql as $$
	select tests.answer('nadia', pg_temp.act(p_round, 'page_round_admin'))::jsonb #> '{sheet,mail}';
$$;

-- Sending again before the first mail has left.
select tests.add_round('farm week');
select is(tests.refusal('odile', tests.place('farm week', 'b12', '{"carrots": 1.5}')), 'done', 'Odile orders');
select is(tests.answer('nadia', pg_temp.act('farm week', 'close_round', ', true')), 'ordered', 'the round is closed and sent');
select is((select count(*) from pg_temp.mails('farm week')), 1::bigint, 'one mail is waiting');
select is(pg_temp.sheet_mail('farm week') ->> 'sent', 'false', 'the caretaker sees that it has not left');
select is(tests.answer('nadia', pg_temp.act('farm week', 'resend_sheet')), 'true', 'she sends it again');
select is((select count(*) from pg_temp.mails('farm week') where waiting), 1::bigint, 'still one is waiting: the other was replaced');

-- A new link while the mail waits.
select is(tests.refusal('nadia', pg_temp.act('farm week', 'renew_sheet_link')), 'done', 'a new link is made');
select is((select payload ->> 'token' from pg_temp.mails('farm week') where waiting),
	(select token from public.sheets where round_id = tests.id('farm week')), 'the mail on its way carries the new link');

-- A link that is ended keeps its mail here.
select is(tests.refusal('nadia', pg_temp.act('farm week', 'revoke_sheet')), 'done', 'the link is ended while the mail waits');
select is((select count(*) from pg_temp.mails('farm week') where waiting), 0::bigint, 'it does not leave any more');
select is(tests.count('worker', 'select * from public.claim_mails(10)'), 0, 'no worker takes it');
select is(pg_temp.sheet_mail('farm week'), 'null'::jsonb, 'which is no failure');
select is(tests.answer('nadia', pg_temp.act('farm week', 'resend_sheet')), 'true', 'she sends it after all');
select is((select payload ->> 'token' from pg_temp.mails('farm week') where waiting),
	(select token from public.sheets where round_id = tests.id('farm week') and revoked_at is null), 'with a new link that works');

-- A mail that fails, then leaves.
select private.mail_failed((select max(id) from private.mails), 'no answer', true);
select is(pg_temp.sheet_mail('farm week') ->> 'givenUp', 'true', 'a mail that was refused is given up, and the caretaker sees it');
select is(tests.answer('nadia', pg_temp.act('farm week', 'resend_sheet')), 'true', 'she corrects the address and sends again');
select private.mail_sent((select max(id) from private.mails));
select is(pg_temp.sheet_mail('farm week') ->> 'sent', 'true', 'this one leaves');
select isnt((select sent_at from public.sheets where round_id = tests.id('farm week')), null, 'and the sheet counts as sent');

-- More than was ordered would go to nobody.
select is(tests.refusal('anon', format('select public.answer_sheet(%L, %L, '''')',
	(select token from public.sheets where round_id = tests.id('farm week')),
	jsonb_build_array(jsonb_build_object('offer', tests.id('farm week carrots'), 'quantity', q)))), r, q || ' of 1.5 kg: ' || r)
	from (values (1.501, 'PT422 producer_answer_invalid'), (1.5, 'done')) x(q, r);

-- Cancelled after the producer was told.
select is(tests.refusal('nadia', pg_temp.act('farm week', 'cancel_round', ', ''Gel''')), 'done', 'the round is cancelled');
select is((select payload ->> 'reason' from pg_temp.mails('farm week') where kind = 'producer_cancelled' and waiting), 'Gel',
	'the producer is told, and why');
select is(tests.refusal('nadia', pg_temp.act('farm week', 'cancel_round', ', ''Gel''')), 'done', 'twice is once');
select is((select count(*) from pg_temp.mails('farm week') where kind = 'producer_cancelled'), 1::bigint, 'one mail');

-- Cancelled before the mail has left: nothing to take back.
select tests.add_round('bread week');
select is(tests.refusal('odile', tests.place('bread week', 'b12', '{"carrots": 1}')), 'done', 'Odile orders again');
select is(tests.answer('nadia', pg_temp.act('bread week', 'close_round', ', true')), 'ordered', 'closed and sent');
select is(tests.refusal('nadia', pg_temp.act('bread week', 'cancel_round', ', ''Pluie''')), 'done', 'and cancelled at once');
select is((select count(*) from pg_temp.mails('bread week') where waiting), 0::bigint, 'no mail leaves at all');

select * from finish();
rollback;
