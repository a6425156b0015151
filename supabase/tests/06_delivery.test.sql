-- Delivery day: what arrived, the three ways of sharing it, and who came for the basket.

begin;
select plan(197);
select tests.begin_story();
select tests.add_round('farm week');
-- Karim first, Odile's door next, then Samia and Marcel: 0.5, 3, 1 and 2 kg of carrots.
select is(tests.refusal(who, tests.place('farm week', door, items)), 'done', format('%s orders for %s', who, door))
	from (values ('karim', 'b14', '{"carrots": 0.5, "baskets": 1}'::jsonb), ('odile', 'b12', '{"carrots": 3}'), ('samia', 'c04', '{"carrots": 1, "eggs": 6}'), ('samia', 'd01', '{"carrots": 2}')) x(who, door, items);
create function pg_temp.act(p_act text, p_more text default '') returns text language sql as $$
	select format('select public.%I(%L%s)', p_act, tests.id('farm week'), p_more);
$$;
create function pg_temp.arrivals(p_items jsonb) returns jsonb language sql as $$
	select coalesce(jsonb_agg(jsonb_build_object('offer', tests.id('farm week ' || key), 'quantity', value)), '[]') from jsonb_each(p_items);
$$;
create function pg_temp.deliver(p_items jsonb, p_rule text default 'same_cut') returns text language sql as $$
	select pg_temp.act('deliver_round', format(', %s, %L, %L', (select version from public.rounds where id = tests.id('farm week')), pg_temp.arrivals(p_items), p_rule));
$$;
create function pg_temp.preview(p_items jsonb, p_rule text) returns text language sql as $$
	select pg_temp.act('preview_delivery', format(', %L, %L', pg_temp.arrivals(p_items), p_rule));
$$;
create function pg_temp.order_of(p_door text) returns uuid language sql stable as $$
	select id from public.orders where household_id = tests.id(p_door) and round_id = tests.id('farm week') and state = 'placed';
$$;

select is(tests.refusal('nadia', pg_temp.deliver('{}')), 'PT409 round_state', 'what is still open is not delivered');
select is(tests.answer('nadia', pg_temp.act('close_round', ', true')), 'ordered', 'the round is sent');
update public.orders set placed_at = now() + case household_id when tests.id('b14') then 1 when tests.id('b12') then 2 when tests.id('c04') then 3 else 4 end * interval '1 minute'
	where round_id = tests.id('farm week');

-- The three rules, seen before confirming: 6.5 kg ordered, less came.
create function pg_temp.shares(p_rule text, p_arrived numeric) returns jsonb language sql as $$
	select jsonb_object_agg(h.staircase || h.door, s.quantity::float) from public.offers f, private.allocate(f, p_arrived, p_rule) s
		join public.orders o on o.id = s.order_id join public.households h on h.id = o.household_id where f.id = tests.id('farm week carrots');
$$;
select is(pg_temp.shares(rule, arrived), expected, format('%s kg arrived, %s', arrived, rule))
	from (values ('same_cut', 6.5, '{"B14": 0.5, "B12": 3, "C04": 1, "D01": 2}'::jsonb), ('same_cut', 9, '{"B14": 0.5, "B12": 3, "C04": 1, "D01": 2}'),
		('same_cut', 0, '{"B14": 0, "B12": 0, "C04": 0, "D01": 0}'), ('same_cut', 0.4, '{"B14": 0, "B12": 0, "C04": 0, "D01": 0}'),
		-- 1, 6, 2 and 4 half kilos share 9: 0.69, 4.15, 1.38, 2.77; the largest remainders are B14 and D01.
		('same_cut', 4.5, '{"B14": 0.5, "B12": 2, "C04": 0.5, "D01": 1.5}'), ('same_cut', 4.9, '{"B14": 0.5, "B12": 2, "C04": 0.5, "D01": 1.5}'),
		('oldest_first', 4.5, '{"B14": 0.5, "B12": 3, "C04": 1, "D01": 0}'), ('oldest_first', 3, '{"B14": 0.5, "B12": 2.5, "C04": 0, "D01": 0}'),
		-- Orders of 15.91, 5.43, 4.69 and 3.62.
		('small_first', 4.5, '{"B14": 0, "B12": 1.5, "C04": 1, "D01": 2}'), ('small_first', 2.5, '{"B14": 0, "B12": 0, "C04": 0.5, "D01": 2}')) x(rule, arrived, expected);
select is((select sum(value::numeric) from jsonb_each_text(pg_temp.shares(rule, arrived))), least(6.5, floor(arrived / 0.5) * 0.5), format('%s shares all of %s kg, in half kilos', rule, arrived))
	from unnest(array['same_cut', 'oldest_first', 'small_first']) rule, generate_series(0, 7.25, 0.25) arrived;
create temp table preview as select tests.answer('nadia', pg_temp.preview('{"carrots": 4.5}', 'same_cut'))::jsonb as rows;
select is(jsonb_path_query_array((select rows from preview), '$[*].door'), '["B 12", "C 04", "D 01"]'::jsonb, 'those who get less, by door');
select is((select rows -> 0 from preview) - 'orderId', '{"door": "B 12", "names": "Odile, Paul", "beforeCents": 543, "afterCents": 362, "lines": [{"name": "Carrots", "unit": "kg", "ordered": 3, "gets": 2}]}'::jsonb,
	'with what they get and what it comes to');
update public.households set building = 'Annexe' where id = tests.id('b12');
select is(jsonb_path_query_array(tests.answer('nadia', pg_temp.preview('{"carrots": 4.5}', 'same_cut'))::jsonb, '$[*].names'), '["Samia", "Marcel", "Odile, Paul"]'::jsonb, 'one building after the other, then by staircase');
update public.households set building = '' where id = tests.id('b12');
select is((select count(*) from public.order_lines where received_quantity is not null), 0::bigint, 'a preview writes nothing');
select is(tests.answer('nadia', pg_temp.preview('{"carrots": 7}', 'same_cut')), '[]', 'when all is there nobody gets less');
select is(tests.refusal('nadia', pg_temp.act('preview_delivery', format(', %L, %L', arrivals, rule))), refusal, format('%s by %s is refused', arrivals, rule))
	from (values ('[]', 'lottery', 'PT422 value_invalid'), ('[]', null, 'PT422 value_invalid'), ('{}', 'same_cut', 'PT422 value_invalid'), ('null', 'same_cut', 'PT422 value_invalid'),
		('[{"offer": "00000000-0000-4000-8000-000000000000", "quantity": 1}]', 'same_cut', 'PT422 value_invalid'),
		('[{"offer": "00000000-0000-4000-8000-000000000000", "quantity": -1}]', 'same_cut', 'PT422 quantity_invalid')) x(arrivals, rule, refusal);
select is(tests.refusal(who, pg_temp.deliver('{}')), refusal, who || ' delivers nothing')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('nobody', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);
select is(tests.refusal(who, pg_temp.preview('{}', 'same_cut')), refusal, who || ' previews nothing')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);
select is(tests.refusal('nadia', pg_temp.act('deliver_round', ', 1, ''[]'', ''same_cut''')), 'PT409 changed_meanwhile', 'an old screen delivers nothing');
select is(tests.refusal('nadia', pg_temp.act('deliver_round', ', null, ''[]'', ''same_cut''')), 'PT409 changed_meanwhile', 'nor does one without a version');
select is(tests.refusal('nadia', replace(statement, ']', ', ' || substr(pg_temp.arrivals('{"carrots": 1}')::text, 2))), 'PT422 value_invalid', 'the same product counted twice is refused')
	from unnest(array[pg_temp.deliver('{"carrots": 4.5}'), pg_temp.preview('{"carrots": 4.5}', 'same_cut')]) statement;

-- Delivering.
select is(tests.answer('nadia', pg_temp.deliver('{"carrots": 4.5, "eggs": 6, "baskets": 1}')), '3', 'three orders become smaller');
select is((select state from public.rounds where id = tests.id('farm week')), 'delivered', 'and the round is delivered');
select set_eq($$select h.staircase || h.door, o.total_cents from public.orders o join public.households h on h.id = o.household_id where o.round_id = tests.id('farm week')$$,
	$$values ('B14', 1591), ('B12', 362), ('C04', 379), ('D01', 272)$$, 'what each comes to: 0.5 kg is 0.91, 1.5 kg 2.72');
select is((select sum(e.amount_cents) from public.ledger_entries e where e.round_id = tests.id('farm week')), (select sum(total_cents) from public.orders where round_id = tests.id('farm week')), 'what is owed follows');
select is((select array_agg(kind || amount_cents order by id) from public.ledger_entries where household_id = tests.id('b12')), array['charge543', 'reversal-543', 'charge362'], 'by a reverse row, nothing is rewritten');
select is((select array_agg(kind || amount_cents order by id) from public.ledger_entries where household_id = tests.id('b14')), array['charge1591'], 'and only for those it concerns');
select is((select row(kind, by_member, detail ->> 'beforeCents', detail ->> 'rule')::text from public.order_changes where order_id = pg_temp.order_of('b12') order by id desc limit 1),
	row('received', tests.id('nadia'), '543', 'same_cut')::text, 'the history of the order says why');
select is(tests.answer('odile', format('select public.page_round(%L)', tests.id('farm week')))::jsonb #> '{order,lines,0,receivedQuantity}', '2'::jsonb, 'Odile reads what she gets');
set constraints all immediate;
set constraints all deferred;
-- A correction, twice: eggs are found broken; the carrots that were counted stay counted.
select is(tests.answer('nestor', pg_temp.deliver('{"carrots": 4.5, "eggs": 0, "baskets": 1}')), '1', 'a delivery can be corrected');
select is((select total_cents from public.orders where id = pg_temp.order_of('c04')), 91, 'Samia pays for half a kilo');
select is(tests.answer('nestor', pg_temp.deliver('{"eggs": 6}')), '1', 'a correction of one product alone');
select is((select total_cents from public.orders where id = pg_temp.order_of('b12')), 362, 'leaves what was counted of the others');
select is(tests.answer('nestor', pg_temp.deliver('{"carrots": 6.5}')), '3', 'the missing crate is found');
select is((select sum(amount_cents) from public.ledger_entries where household_id = tests.id('b12')), 543::bigint, 'and all is owed again');
select is((select arrived_quantity from public.offers where id = tests.id('farm week carrots')), 6.5, 'what arrived is kept');

-- Picking up.
create function pg_temp.pick(p_door text, p_state text, p_by text default '', p_note text default '') returns text language sql as $$
	select format('select public.pick_up(%L, %L, %L, %L)', pg_temp.order_of(p_door), p_state, p_by, p_note);
$$;
select is(tests.refusal('samia', pg_temp.pick('b12', 'collected', ' Paul ')), 'done', 'the relay hands Odile''s basket to Paul');
select is((select row(pickup_state, pickup_by, pickup_at is not null)::text from public.orders where id = pg_temp.order_of('b12')), '(collected,Paul,t)', 'which is kept');
select is(tests.refusal('nadia', pg_temp.pick('b12', 'collected', 'Paul')), 'done', 'a double tap, or the caretaker at the same moment');
select is((select count(*) from public.order_changes where order_id = pg_temp.order_of('b12') and kind = 'pickup'), 1::bigint, 'is once');
select is(tests.refusal('nadia', pg_temp.pick('b12', state)), 'done', 'it can be ' || state) from unnest(array['partly', 'carry_up', 'not_collected']) state;
select is(tests.refusal('nadia', pg_temp.pick('b12', 'waiting')), 'done', 'and be taken back');
select is((select pickup_at from public.orders where id = pg_temp.order_of('b12')), null, 'then it waits again');
select is(tests.refusal('nadia', pg_temp.pick('b12', state, who, note)), 'PT422 value_invalid', format('%s is refused', coalesce(state, 'nothing')))
	from (values ('lost', '', ''), (null, '', ''), ('collected', repeat('x', 81), ''), ('collected', '', repeat('x', 281))) x(state, who, note);
select is(tests.refusal(who, pg_temp.pick('b12', 'collected')), refusal, who || ' hands nothing over')
	from (values ('odile', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('zoe', 'PT404 not_found'), ('edith', 'PT404 not_found'), ('nobody', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);
select is(tests.refusal('nadia', format('select public.pick_up(%L, ''collected'')', gen_random_uuid())), 'PT404 not_found', 'a basket that does not exist is not found');

-- Paid and handed over in one act.
create function pg_temp.hand(p_door text, p_cents integer, p_key text) returns text language sql as $$
	select format('select public.hand_over(%L, ''cash'', %L, null, %L)', pg_temp.order_of(p_door), p_cents, tests.id(p_key));
$$;
create function pg_temp.basket(p_door text) returns text language sql as $$
	select row(o.pickup_state, private.owed_cents(o.round_id, o.household_id),
		(select count(*) from public.order_changes c where c.order_id = o.id and c.kind = 'pickup'))::text from public.orders o where o.id = pg_temp.order_of(p_door);
$$;
create temp table whole as select door, pg_temp.basket(door) as was from unnest(array['c04']) door;
select is(tests.refusal(who, pg_temp.hand('c04', 100, 'hand')), refusal, who || ' does not take money for a basket')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('edith', 'PT404 not_found'), ('anon', '42501'), ('worker', '42501')) x(who, refusal);
select is(tests.refusal('nadia', pg_temp.hand('c04', 100000, 'hand')), 'PT422 payment_invalid', 'not more than is owed');
select is(tests.refusal('nadia', format('select public.hand_over(%L, ''cash'', 1, null, gen_random_uuid())', gen_random_uuid())), 'PT404 not_found', 'not for a basket that does not exist');
update public.rounds set state = 'ordered' where id = tests.id('farm week');
select is(tests.refusal('nadia', pg_temp.hand('c04', 100, 'hand')), 'PT409 round_state', 'not before the delivery');
update public.rounds set state = 'delivered' where id = tests.id('farm week');
select is(pg_temp.basket('c04'), (select was from whole), 'and what is refused leaves neither money nor a mark');
select is(tests.answer('nadia', pg_temp.hand('c04', 100, 'hand'))::jsonb ->> 'owedCents', '369', 'a euro and the basket');
select is(pg_temp.basket('c04'), '(collected,369,1)', 'both are written');
select is(tests.answer('nadia', pg_temp.hand('c04', 100, 'hand'))::jsonb ->> 'owedCents', '369', 'the same request again');
select is(pg_temp.basket('c04'), '(collected,369,1)', 'is the same act');
select is(tests.refusal('nadia', pg_temp.pick('c04', 'waiting')), 'done', 'the basket is put back');
select is(tests.answer('nadia', pg_temp.hand('c04', 100, 'hand'))::jsonb ->> 'owedCents', '369', 'a repeat that arrives late');
select is(pg_temp.basket('c04'), '(waiting,369,2)', 'does not hand it over again');
select is(tests.refusal('nadia', pg_temp.hand('c04', 99, 'hand')), 'PT409 changed_meanwhile', 'with another sum it is another request');
select is(tests.refusal('nadia', format('select public.reverse_payment(%s)', (select id from public.ledger_entries where client_key = tests.id('hand')))), 'done', 'it was not Samia''s euro');

-- The lists.
create temp table lists as select who, tests.answer(who, pg_temp.act('page_pickup'))::jsonb as page from unnest(array['samia', 'nadia']) who;
select is(jsonb_path_query_array((select page from lists where who = 'samia'), '$.orders[*].household.label'), '["B 12", "B 14", "C 04", "D 01"]'::jsonb, 'baskets by staircase and door');
select is((select page -> 'orders' @? '$[*] ? (@.owedCents != null)' or page ->> 'cashCents' is not null from lists where who = 'samia'), false, 'the relay sees no money');
select is((select jsonb_path_query_array(page, '$.orders[*].owedCents') from lists where who = 'nadia'), '[543, 1591, 469, 362]'::jsonb, 'the caretaker does');
select is(tests.refusal(who, pg_temp.act('page_pickup')), refusal, who || ' does not see the list')
	from (values ('odile', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);
select is(tests.refusal(who, pg_temp.act('page_delivery')), refusal, who || ' does not see the delivery')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);

select is(tests.refusal('nadia', pg_temp.act('settle_round')), 'done', 'the round is settled');
select is(tests.refusal('nadia', pg_temp.pick('b12', 'collected')), 'PT409 round_state', 'then baskets rest');
select is(tests.refusal('nadia', pg_temp.deliver('{}')), 'PT409 round_state', 'and so do quantities');

select * from finish();
rollback;
