-- A round from its preparation to its settlement: what the form refuses, prices, and every move between states.

begin;
select plan(260);
select tests.begin_story();

-- The form of a round, with some values changed.
create function pg_temp.form(p_change jsonb default '{}') returns jsonb language sql as $$
	select jsonb_build_object('producer', tests.id('farm'), 'title', ' Légumes ', 'word', 'Bonjour', 'opens', '2020-05-01T08:00',
		'closes', '2030-05-08T18:00', 'deliveryOn', '2030-05-11', 'deliveryFrom', '10:00', 'deliveryTo', '12:00', 'place', 'À la loge',
		'minimumCents', 30000, 'minimumBaskets', null, 'sendOnClose', true) || p_change;
$$;
create function pg_temp.offers(p_items jsonb default '{"carrots": {}, "eggs": {}}') returns jsonb language sql as $$
	select jsonb_agg(jsonb_build_object('product', tests.id(key), 'priceCents', 200, 'stockLimit', null, 'position', 1) || value order by key) from jsonb_each(p_items);
$$;
create function pg_temp.save(p_change jsonb default '{}', p_items jsonb default '{"carrots": {}, "eggs": {}}', p_round uuid default null,
	p_version integer default 0, p_residence text default 'tilleuls') returns text language sql as $$
	select format('select public.save_round(%L, %L, %L, %L, %L)', tests.id(p_residence), p_round, p_version, pg_temp.form(p_change), coalesce(pg_temp.offers(p_items), '[]'));
$$;

-- Preparing.
create temp table draft as select tests.answer('nadia', pg_temp.save())::uuid as id;
select is((select row(r.state, r.title, r.version, r.closes_at, r.created_by)::text from public.rounds r join draft using (id)),
	row('draft', 'Légumes', 1, '2030-05-08 18:00 Europe/Paris'::timestamptz, tests.id('nadia'))::text, 'the caretaker prepares a draft, its deadline in the time of the residence');
select set_eq($$select name, unit, step, price_cents from public.offers where round_id = (select id from draft)$$,
	$$values ('Carrots', 'kg', 0.5, 200), ('Eggs', 'piece', 6, 200)$$, 'with offers at the prices of this round');
select is(tests.refusal('nadia', pg_temp.save(change)), refusal, change::text || ' is refused: ' || refusal)
	from (values ('{"title": ""}'::jsonb, 'PT422 value_invalid'), ('{"title": "  "}', 'PT422 value_invalid'), ('{"title": null}', 'PT422 value_invalid'),
		('{"closes": "2020-05-01T07:00"}', 'PT422 deadline_before_opening'), ('{"closes": "2020-05-01T08:00"}', 'PT422 deadline_before_opening'),
		('{"closes": "2030-05-11T12:00"}', 'PT422 delivery_before_deadline'), ('{"deliveryOn": "2030-05-07"}', 'PT422 delivery_before_deadline'),
		('{"deliveryTo": "10:00"}', 'PT422 value_invalid'), ('{"deliveryTo": "09:00"}', 'PT422 value_invalid'), ('{"opens": null}', 'PT422 value_invalid'),
		('{"closes": null}', 'PT422 value_invalid'), ('{"deliveryOn": null}', 'PT422 value_invalid'), ('{"producer": null}', 'PT422 value_invalid'),
		('{"minimumCents": 0}', 'PT422 value_invalid'), ('{"minimumCents": -5}', 'PT422 value_invalid'), ('{"minimumBaskets": 0}', 'PT422 value_invalid'),
		('{"deliveryOn": "infinity"}', 'PT422 value_invalid'), ('{"deliveryOn": "2101-01-01"}', 'PT422 value_invalid'), ('{"closes": "infinity"}', 'PT422 value_invalid'),
		('{"closes": "2101-01-01T10:00", "deliveryOn": "2101-01-02"}', 'PT422 value_invalid'), ('{"opens": "-infinity"}', 'PT422 value_invalid'), ('{"opens": "1999-12-31T08:00"}', 'PT422 value_invalid'),
		('{"minimumCents": 10000001}', 'PT422 value_invalid'), ('{"minimumBaskets": 10001}', 'PT422 value_invalid')) x(change, refusal);
select is(tests.refusal('nadia', pg_temp.save(jsonb_build_object(field, repeat('x', size)))), 'PT422 value_invalid', format('%s letters of %s are too many', size, field))
	from (values ('title', 121), ('word', 1001), ('place', 121)) x(field, size);
select is(tests.refusal('nadia', pg_temp.save(jsonb_build_object('producer', tests.id('other farm')))), 'PT422 value_invalid', 'the producer of another residence is not ours');
select is(tests.refusal('nadia', pg_temp.save('{}', items)), 'PT422 value_invalid', 'the offers ' || items::text || ' are refused')
	from unnest(array['{"yams": {}}', '{"bread": {}}', '{"carrots": {"priceCents": -1}}', '{"carrots": {"priceCents": 100001}}', '{"carrots": {"stockLimit": -1}}',
		'{"carrots": {"stockLimit": 100001}}', '{"nothing": {}}']::jsonb[]) items;
create temp table unpriced as select tests.answer('nadia', pg_temp.save('{}', '{"carrots": {"priceCents": null}}'))::uuid as id;
select is((select price_cents from public.offers where round_id = (select id from unpriced)), 181,
	'an offer without a price of its own has that of the catalogue');
select is(tests.refusal(who, pg_temp.save()), refusal, who || ' prepares nothing')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('zoe', 'PT404 not_found'), ('edith', 'PT404 not_found'),
		('nobody', 'PT404 not_found'), ('anon', '42501'), ('worker', '42501')) x(who, refusal);
select is(tests.refusal('claire', pg_temp.save()), 'done', 'the manager does');

-- Changing the draft.
create function pg_temp.resave(p_change jsonb default '{}', p_items jsonb default '{"carrots": {}, "eggs": {}}') returns text language sql as $$
	select pg_temp.save(p_change, p_items, r.id, r.version) from public.rounds r join draft using (id);
$$;
select is(tests.refusal('nadia', pg_temp.save('{"title": "Old"}', '{"carrots": {}}', (select id from draft), 7)), 'PT409 changed_meanwhile', 'an old screen changes nothing');
select is(tests.refusal('nadia', pg_temp.save('{"title": "Old"}', '{"carrots": {}}', (select id from draft), null)), 'PT409 changed_meanwhile', 'nor does one without a version');
select is(tests.refusal('nestor', pg_temp.resave('{"title": "Légumes de mai"}', '{"carrots": {"priceCents": 210, "stockLimit": 20}, "baskets": {"priceCents": 1500}}')), 'done', 'the other caretaker changes the draft');
select set_eq($$select name, price_cents, stock_limit from public.offers where round_id = (select id from draft)$$,
	$$values ('Carrots', 210, 20), ('Baskets', 1500, null)$$, 'prices, limits, and what is offered');
select is(tests.refusal('yves', pg_temp.save('{}', '{"carrots": {}}', (select id from draft), 2, 'cedres')), 'PT404 not_found', 'a caretaker does not reach the round of another residence through her own');
select is(tests.refusal('nadia', pg_temp.save('{}', '{"carrots": {}}', tests.id('nothing'), 1)), 'PT404 not_found', 'nor one that does not exist');

-- Opening.
create function pg_temp.act(p_act text, p_more text default '') returns text language sql as $$
	select format('select public.%I(%L%s)', p_act, (select id from draft), p_more);
$$;
create temp table bare as select tests.answer('nadia', pg_temp.save('{}', '{}'))::uuid as id;
select is(tests.refusal('nadia', format('select public.open_round(%L, 1)', (select id from bare))), 'PT422 no_offers', 'a round that offers nothing is not opened');
select is(tests.refusal('nadia', pg_temp.act('open_round', ', 1')), 'PT409 changed_meanwhile', 'nor from an old screen');
select is(tests.refusal('nadia', pg_temp.act('open_round', ', null')), 'PT409 changed_meanwhile', 'nor from one without a version');
select is(tests.refusal(who, pg_temp.act('open_round', ', 2')), refusal, who || ' opens nothing')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('nobody', 'PT404 not_found')) x(who, refusal);
update public.rounds set opens_at = now() - interval '2 days', closes_at = now() - interval '1 day' where id = (select id from draft);
select is(tests.refusal('nadia', pg_temp.act('open_round', ', 2')), 'PT422 deadline_past', 'nor after its deadline');
update public.rounds set closes_at = now() + interval '1 day' where id = (select id from draft);
select is(tests.refusal('nadia', pg_temp.act('open_round', ', 2')), 'done', 'the caretaker opens it');
select is(tests.refusal('nestor', pg_temp.act('open_round', ', 2')), 'done', 'the other one, at the same moment, gets what she wanted');
select is((select count(*) from public.round_changes where round_id = (select id from draft) and to_state = 'open'), 1::bigint, 'it was opened once');

-- Changing it while people order.
select is(tests.refusal('odile', format('select public.place_order(%L, %L, %L, gen_random_uuid(), 0)', (select id from draft), tests.id('b12'),
	(select jsonb_agg(jsonb_build_object('offer', id, 'quantity', 5)) from public.offers where round_id = (select id from draft) and name = 'Carrots'))), 'done', 'Odile orders 5 kg');
select is(tests.refusal('nadia', pg_temp.resave('{}', '{"carrots": {"priceCents": 209, "stockLimit": 20}, "baskets": {"priceCents": 1500}}')), 'PT409 price_changed', 'a price that people saw stays');
select is(tests.refusal('nadia', pg_temp.resave('{}', '{"carrots": {"priceCents": 210, "stockLimit": 4.5}, "baskets": {"priceCents": 1500}}')), 'PT409 in_use', 'a limit does not go below what is ordered');
select is(tests.refusal('nadia', pg_temp.resave(jsonb_build_object('producer', tests.id('bakery')), '{"bread": {}}')), 'PT409 in_use', 'nor is the producer another one');
select is(tests.refusal('nadia', pg_temp.resave('{"opens": "2020-01-01T08:00", "closes": "2020-01-08T18:00"}')), 'PT422 deadline_past', 'a deadline is not moved into the past');
update public.products set name = 'Carottes', description = 'Nouvelles' where id = tests.id('carrots');
select is(tests.refusal('nadia', pg_temp.resave('{"word": "Il en reste !"}', '{"carrots": {"priceCents": 210, "stockLimit": 5}, "eggs": {"priceCents": 50}}')), 'done', 'words and limits change, an article comes, another goes');
select set_eq($$select name, price_cents, stock_limit, withdrawn_at is null from public.offers where round_id = (select id from draft)$$,
	$$values ('Carrots', 210, 5, true), ('Eggs', 50, null, true), ('Baskets', 1500, null, false)$$, 'the name that people saw stays too; what goes is withdrawn, not deleted');
select is((select quantity from public.order_lines where round_id = (select id from draft)), 5.000, 'and Odile''s order is as it was');

-- Withdrawn and offered again: the same offer, the same stock, the price that people saw.
create temp table carrots as select id, price_cents from public.offers where round_id = (select id from draft) and name = 'Carrots';
select is(tests.refusal('nadia', pg_temp.resave('{}', '{"eggs": {"priceCents": 50}}')), 'done', 'carrots are withdrawn while Odile has all 5 kg');
select is(tests.answer('nadia', format('select public.page_round_edit(%L, %L)', tests.id('tilleuls'), (select id from draft)))::jsonb -> 'shownPrices' ->> tests.id('carrots')::text, '210', 'the form knows the price that people saw');
select is(tests.refusal('nadia', pg_temp.resave('{}', '{"carrots": {"priceCents": 250, "stockLimit": 5}, "eggs": {"priceCents": 50}}')), 'PT409 price_changed', 'they do not come back dearer');
select is(tests.refusal_detail('nadia', pg_temp.resave('{}', '{"carrots": {"priceCents": 250, "stockLimit": 5}, "eggs": {"priceCents": 50}}')) ->> 'priceCents', '210', 'the price that stays is told');
select is(tests.refusal('nadia', pg_temp.resave('{}', '{"carrots": {"priceCents": 210, "stockLimit": 4}, "eggs": {"priceCents": 50}}')), 'PT409 in_use', 'nor with less than what is ordered');
select is(tests.refusal('nadia', pg_temp.resave('{}', '{"carrots": {"priceCents": 210, "stockLimit": 5}, "eggs": {"priceCents": 50}}')), 'done', 'they come back');
select set_eq($$select id, withdrawn_at is null from public.offers where round_id = (select id from draft) and name = 'Carrots'$$, $$select id, true from carrots$$, 'as the same offer');
select is(tests.refusal('karim', format('select public.place_order(%L, %L, %L, gen_random_uuid(), 0)', (select id from draft), tests.id('b14'),
	jsonb_build_array(jsonb_build_object('offer', (select id from carrots), 'quantity', 0.5)))), 'PT409 sold_out', 'of which nothing is left: Odile''s count');

-- Closing.
select is(tests.refusal(who, pg_temp.act('close_round', ', false')), refusal, who || ' closes nothing')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('nobody', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);
select is(tests.answer('nadia', pg_temp.act('close_round', ', false')), 'closed', 'the caretaker closes early');
select is(tests.answer('nestor', pg_temp.act('close_round', ', true')), 'closed', 'the other one, at the same moment, closes nothing more');
select is((select count(*) from public.sheets where round_id = (select id from draft)), 1::bigint, 'there is one sheet');
select set_eq($$select household_id, kind, amount_cents from public.ledger_entries where round_id = (select id from draft)$$,
	$$values (tests.id('b12'), 'charge', 1050)$$, 'and one charge for each door');
select is(tests.refusal('nadia', pg_temp.resave()), 'PT409 round_state', 'a closed round is not changed any more');

-- Opening it again.
create function pg_temp.reopen(p_in interval) returns text language sql as $$
	select pg_temp.act('reopen_round', format(', %L', date_trunc('minute', now() at time zone 'Europe/Paris') + p_in));
$$;
select is(tests.refusal('nadia', pg_temp.act('reopen_round', ', null')), 'PT422 value_invalid', 'not without a deadline');
select is(tests.refusal('nadia', pg_temp.reopen('-1 hour')), 'PT422 deadline_past', 'not into the past');
update public.rounds set opens_at = now() + interval '2 hours' where id = (select id from draft);
select is(tests.refusal('nadia', pg_temp.reopen('1 hour')), 'PT422 deadline_before_opening', 'nor before the opening of a round that was closed too early');
update public.rounds set opens_at = now() - interval '2 hours' where id = (select id from draft);
select is(tests.refusal('nadia', pg_temp.reopen('30 years')), 'PT422 delivery_before_deadline', 'nor past the delivery');
select is(tests.refusal(who, pg_temp.reopen('1 hour')), refusal, who || ' reopens nothing')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('nobody', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);
select is(tests.refusal('nadia', pg_temp.reopen('1 hour')), 'done', 'for one more hour');
select is((select closes_at from public.rounds where id = (select id from draft)), date_trunc('minute', now()) + interval '1 hour', 'in the time of the residence');
select is((select sum(amount_cents) from public.ledger_entries where round_id = (select id from draft)), 0::bigint, 'nobody owes anything meanwhile: the charge has its reverse row');
select is((select count(*) from public.sheets where round_id = (select id from draft) and superseded_at is not null and revoked_at is not null), 1::bigint, 'the first sheet and its link have ended');
select is(tests.answer('odile', format('select public.page_round(%L)', (select id from draft)))::jsonb #>> '{order,version}', '1', 'orders are still there');
select is(tests.refusal('odile', format('select public.place_order(%L, %L, %L, gen_random_uuid(), 1)', (select id from draft), tests.id('b12'),
	(select jsonb_agg(jsonb_build_object('offer', id, 'quantity', 2)) from public.offers where round_id = (select id from draft) and name = 'Carrots'))), 'done', 'and can be changed again');
select is(tests.answer('nadia', pg_temp.act('close_round', ', true')), 'ordered', 'closed and sent this time');
select is((select count(*)::text || ' ' || sum(amount_cents) from public.ledger_entries where round_id = (select id from draft)), '3 420', 'what is owed is that of the second closing');
select is((select count(*) from private.mails), 1::bigint, 'one mail waits for the producer');
select is(tests.refusal('nadia', pg_temp.reopen('1 hour')), 'PT409 round_state', 'once the producer has it, it is not opened again');

-- The machine of states: what each act answers in each state.
create function pg_temp.try(p_state text, p_act text) returns text language plpgsql as $$
declare
	v_round uuid := (select id from draft);
	v_answer text;
	v_sql text := case p_act
		when 'open' then pg_temp.act('open_round', format(', %s', (select version from public.rounds where id = v_round)))
		when 'close' then pg_temp.act('close_round', ', false') when 'order' then pg_temp.act('order_round')
		when 'reopen' then pg_temp.reopen('1 hour') when 'deliver' then pg_temp.act('deliver_round',
			format(', %s, ''[]'', ''same_cut''', (select version from public.rounds where id = v_round)))
		when 'settle' then pg_temp.act('settle_round') when 'unsettle' then pg_temp.act('settle_round', ', true')
		when 'cancel' then pg_temp.act('cancel_round', ', ''Pluie''') end;
begin
	begin
		update public.rounds set state = p_state where id = v_round;
		delete from private.mails;
		v_answer := tests.refusal('nadia', v_sql);
		if v_answer = 'done' then
			select state into v_answer from public.rounds where id = v_round;
		end if;
		raise exception using errcode = 'ZZ000', message = v_answer;
	exception when sqlstate 'ZZ000' then
		return sqlerrm;
	end;
end;
$$;
create temp table machine (state text, open text, close text, orders text, reopen text, deliver text, settle text, unsettle text, cancel text);
insert into machine values
	('draft', 'open', '-', '-', '-', '-', '-', '-', 'cancelled'),
	('open', 'open', 'twice', '-', '-', '-', '-', '-', 'cancelled'),
	('closed', '-', 'closed', 'ordered', 'open', '-', '-', '-', 'cancelled'),
	('ordered', '-', 'ordered', 'ordered', '-', 'delivered', '-', '-', 'cancelled'),
	('delivered', '-', '-', '-', '-', 'delivered', 'settled', 'delivered', '-'),
	('settled', '-', '-', '-', '-', '-', 'settled', 'delivered', '-'),
	('cancelled', '-', '-', '-', '-', '-', '-', '-', 'cancelled');
-- Closing what has a live sheet already never happens through the acts; the table itself holds it.
select is(pg_temp.try(m.state, a.act), case a.expected when '-' then 'PT409 round_state' when 'twice' then '23505' else a.expected end,
	format('%s, when it is %s: %s', a.act, m.state, a.expected))
	from machine m, lateral (values ('open', open), ('close', close), ('order', orders), ('reopen', reopen), ('deliver', deliver),
		('settle', settle), ('unsettle', unsettle), ('cancel', cancel)) a(act, expected);
select is(tests.refusal(who, pg_temp.act(act, more)), refusal, format('%s for %s: %s', act, who, refusal))
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('edith', 'PT404 not_found'), ('nobody', 'PT404 not_found'), ('anon', '42501')) w(who, refusal),
		(values ('order_round', ''), ('cancel_round', ', ''x'''), ('settle_round', ''), ('duplicate_round', ''), ('resend_sheet', ''), ('revoke_sheet', ''), ('renew_sheet_link', '')) a(act, more);

-- Cancelling takes back what was owed, with its reason.
select is(tests.refusal('nadia', pg_temp.act('cancel_round', ', ''La ferme est inondée''')), 'done', 'an ordered round can be cancelled');
select is((select sum(amount_cents) from public.ledger_entries where round_id = (select id from draft)), 0::bigint, 'then nobody owes anything');
select is((select detail ->> 'reason' from public.round_changes where round_id = (select id from draft) and to_state = 'cancelled'), 'La ferme est inondée', 'why is kept');
select is((select array_agg(to_state order by id) from public.round_changes where round_id = (select id from draft)),
	array['draft', 'open', 'closed', 'open', 'closed', 'ordered', 'cancelled'], 'and every step of its life');
select throws_ok('update public.round_changes set by_member = null', 'PT403', 'not_allowed', 'which is never rewritten');
select is(array[tests.count(who, 'select * from public.round_changes')], array[n], who || ' reads so many steps')
	from (values ('odile', 0), ('samia', 0), ('nadia', 10), ('yves', 0)) x(who, n);

-- The clock closes.
select tests.add_round('due');
select tests.add_round('missing');
select tests.add_round('quiet');
select tests.add_round('empty');
select tests.add_round('bread', 'open', 'tilleuls', 'bakery');
select tests.add_round('later');
select is(tests.refusal('odile', tests.place(name, 'b12', '{"baskets": 1}')), 'done', 'Odile orders in the round called ' || name) from unnest(array['due', 'missing', 'quiet', 'later']) name;
select is(tests.refusal('odile', tests.place('bread', 'b12', '{"bread": 1}')), 'done', 'and bread');
update public.rounds set minimum_baskets = 2 where id = tests.id('missing');
update public.rounds set send_on_close = false where id = tests.id('quiet');
update public.rounds set closes_at = now() - interval '1 second' where id in (select tests.id(n) from unnest(array['due', 'missing', 'quiet', 'empty', 'bread']) n);
-- The sheet that stands in its way is a fault made for this test: what is broken in one place stays there.
select tests.add_round('broken', 'open', 'cedres', 'other farm');
insert into public.sheets (residence_id, round_id, orders_count, total_cents) values (tests.id('cedres'), tests.id('broken'), 0, 5000000000);
update public.rounds set closes_at = now() - interval '1 hour' where id = tests.id('broken');
select is(tests.refusal(who, 'select public.close_due_rounds()'), '42501', who || ' is not the clock') from unnest(array['anon', 'odile', 'nadia']) who;
select is(tests.answer('worker', 'select public.close_due_rounds()'), '5', 'five rounds are due');
select is(tests.answer('worker', 'select public.close_due_rounds()'), '0', 'once');
select is((select state from public.rounds where id = tests.id('broken')), 'open', 'one that cannot be closed does not hold up the others');
select is((select key from private.close_failures where round_id = tests.id('broken')), '23505', 'why is kept');
select is(tests.answer('worker', 'select public.rounds_not_closed()'), '1', 'whoever watches the installation learns it');
select isnt(tests.answer('yves', format('select public.page_round_admin(%L)', tests.id('broken')))::jsonb ->> 'notClosedSince', null, 'its caretaker too, on the page of the round');
select is(jsonb_array_length(jsonb_path_query_array(tests.answer(who, format('select public.page_home(%L)', tests.id('cedres')))::jsonb, '$.rounds[*] ? (@.notClosedSince != null)')), n, format('at home %s sees so many', who))
	from (values ('yves', 1), ('zoe', 0)) x(who, n);
select is(tests.refusal(who, 'select public.rounds_not_closed()'), '42501', who || ' does not ask') from unnest(array['anon', 'odile', 'nadia']) who;
delete from public.sheets where round_id = tests.id('broken');
select is(tests.answer('worker', 'select public.close_due_rounds()'), '1', 'and closes once it can');
select is(tests.answer('worker', 'select public.rounds_not_closed()'), '0', 'then all is well');
select is((select count(*) from private.close_failures), 0::bigint, 'and forgotten');
select is((select array_agg(to_state order by id) from public.round_changes where round_id = tests.id('broken')), array['closed'], 'having left nothing half done');
select is((select state from public.rounds where id = tests.id(name)), state, format('the one called %s is %s then', name, state))
	from (values ('due', 'ordered'), ('missing', 'closed'), ('quiet', 'closed'), ('empty', 'closed'), ('bread', 'closed'), ('later', 'open')) x(name, state);
select is((select array_agg(distinct by_member) from public.round_changes where round_id = tests.id('due') and to_state in ('closed', 'ordered')), array[null::uuid], 'nobody did it: the clock');
select is((select array_agg(payload ->> 'round') from private.mails where sent_at is null and payload ->> 'round' in ('Due', 'Missing', 'Quiet', 'Empty', 'Bread')), array['Due'], 'only the first is sent');
select is(tests.refusal('nadia', format('select public.order_round(%L)', tests.id('empty'))), 'PT422 empty_order', 'a round that nobody ordered in is not sent');
select is(tests.answer('nadia', format('select public.close_round(%L, true)', tests.id('later'))), 'ordered', 'by hand, below no minimum, it is sent');
select is((tests.answer('nadia', format('select public.page_round_admin(%L)', tests.id('missing')))::jsonb ->> 'minimumMissing')::boolean, true, 'the page tells what is below its minimum');
select is(jsonb_array_length(tests.answer('nadia', format('select public.page_round_admin(%L)', tests.id('due')))::jsonb -> 'notOrdered'), 4, 'and who has not ordered');
select is(tests.refusal(who, format('select public.page_round_admin(%L)', tests.id('due'))), refusal, who || ' does not see that')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found')) x(who, refusal);

-- Again next week.
update public.products set price_cents = 199 where id = tests.id('carrots');
update public.products set archived_at = now() where id = tests.id('eggs');
create temp table copy as select tests.answer('nadia', format('select public.duplicate_round(%L)', tests.id('due')))::uuid as id;
select is(tests.answer('nadia', format('select public.duplicate_round(%L)', tests.id('due')))::uuid, (select id from copy), 'a second tap finds the same draft');
select is((select row(c.state, c.title, c.closes_local::time, extract(isodow from c.closes_local), c.delivery_on - c.closes_local::date)
		= row('draft'::text, r.title, r.closes_local::time, extract(isodow from r.closes_local), r.delivery_on - r.closes_local::date)
	from public.rounds c join copy using (id), public.rounds r where r.id = tests.id('due')), true, 'the copy is a draft on the same days and hours');
select cmp_ok((select closes_at from public.rounds join copy using (id)), '>', now() + interval '1 day', 'with a deadline to come');
select set_eq($$select name, price_cents from public.offers where round_id = (select id from copy)$$, $$values ('Carottes', 199), ('Baskets', 1500)$$, 'with what the catalogue has now, at its prices of today');
select is((select count(*) from public.orders where round_id = (select id from copy)), 0::bigint, 'and no orders');
select is(tests.refusal('nadia', format('select public.open_round(%L, 1)', (select id from copy))), 'done', 'two taps: it can be opened as it is');

select * from finish();
rollback;
