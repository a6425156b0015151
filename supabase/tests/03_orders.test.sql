-- Placing, changing and cancelling an order: money, stock, deadline, repeats, and who may see it.

begin;
select plan(181);
select tests.begin_story();
select tests.add_round('farm week');
select tests.add_round('coming', 'draft');
select tests.add_round('other week', 'open', 'cedres', 'other farm');

create temp view b12 as select * from public.orders where household_id = tests.id('b12') and round_id = tests.id('farm week') and state = 'placed';

-- The order desk: a relay sees who orders on paper, though not the addresses that tell.
select is(jsonb_path_query_array(tests.answer(who, format('select public.page_desk(%L)', tests.id('farm week')))::jsonb, '$.households[*] ? (@.paper == true).label'), '["D 01"]'::jsonb, who || ' sees which door has no account')
	from unnest(array['nadia', 'samia']) who;

-- The first order, and its money.
select is(tests.answer('odile', tests.place('farm week', 'b12', '{"carrots": 0.5, "eggs": 6, "baskets": 1}', 0, 'first'))::jsonb
	- 'orderId', '{"version": 1, "totalCents": 1879, "created": true}'::jsonb,
	'0.5 kg at 1.81 is 0.91, rounded once; 6 eggs 2.88; a basket 15.00: 18.79');
select set_eq($$select offer_id, quantity, price_cents, line_cents from public.order_lines where order_id = (select id from b12)$$,
	$$values (tests.id('farm week carrots'), 0.5, 181, 91), (tests.id('farm week eggs'), 6, 48, 288), (tests.id('farm week baskets'), 1, 1500, 1500)$$,
	'every line keeps the price it was placed at');
select is((select row(member_id, total_cents, version, pickup_state)::text from b12), row(tests.id('odile'), 1879, 1, 'waiting')::text, 'it is Odile''s');
select is((select row(kind, by_member, for_member, on_behalf, total_cents)::text from public.order_changes where order_id = (select id from b12)),
	row('placed', tests.id('odile'), tests.id('odile'), false, 1879)::text, 'and who placed it is kept');
select is((select detail -> 'lines' -> 1 from public.order_changes where order_id = (select id from b12)),
	'{"name": "Carrots", "quantity": 0.5, "unit": "kg"}'::jsonb, 'with its lines as they were');
set constraints all immediate;
select throws_ok($$update public.orders set total_cents = 1 where id = (select id from b12)$$, '23514', null, 'a total that is not the sum of its lines is not kept');
select throws_ok($$update public.order_lines set quantity = 1 where order_id = (select id from b12) and offer_id = tests.id('farm week carrots')$$,
	'23514', null, 'nor a line that does not fit its total');
select throws_ok($$delete from public.order_lines where order_id = (select id from b12) and offer_id = tests.id('farm week carrots')$$, '23514', null, 'nor one that is gone');
select throws_ok($$update public.order_changes set total_cents = 1$$, 'PT403', 'not_allowed', 'what was done to an order is never rewritten');
set constraints all deferred;

-- The same request again: a double tap, an answer that was lost.
select is(tests.answer('odile', tests.place('farm week', 'b12', '{"carrots": 0.5, "eggs": 6, "baskets": 1}', 0, 'first'))::jsonb ->> 'version', '1', 'a repeat answers the same');
select is((select count(*) from public.orders where household_id = tests.id('b12')), 1::bigint, 'and makes no second order');
select is(tests.refusal('odile', tests.place('farm week', 'b12', '{"carrots": 1}', 0, 'first')), 'PT409 changed_meanwhile', 'the same key with other lines is not the same request');
select is(tests.refusal('paul', tests.place('farm week', 'b12', '{"carrots": 0.5, "eggs": 6, "baskets": 1}', 0, 'first')), 'PT409 changed_meanwhile', 'nor from another person');
select is(tests.refusal('karim', tests.place('farm week', 'b14', '{"carrots": 0.5}', 0, 'first')), 'PT409 changed_meanwhile', 'nor for another door');

-- Changing it.
select is(tests.refusal('odile', tests.place('farm week', 'b12', '{"carrots": 1}', 0)), 'PT409 changed_meanwhile', 'a second first order is refused: there is one live order for a door and a round');
select is(tests.answer('paul', tests.place('farm week', 'b12', '{"carrots": 1.5, "eggs": 6}', 1, 'second'))::jsonb - 'orderId',
	'{"version": 2, "totalCents": 560, "created": false}'::jsonb, 'Paul, of the same door, changes it: 1.5 kg is 2.715, kept as 2.72');
select is(tests.refusal('odile', tests.place('farm week', 'b12', '{"carrots": 2}', 1)), 'PT409 changed_meanwhile', 'Odile''s screen is out of date now');
select is((select count(*) from public.order_lines where order_id = (select id from b12)), 2::bigint, 'the basket is gone from it');
select is(tests.answer('odile', tests.place('farm week', 'b12', '{"carrots": 0.5, "eggs": 6, "baskets": 1}', 0, 'first'))::jsonb ->> 'version', '1',
	'a repeat that arrives late still gets its own answer');
select is((select version from b12), 2, 'and changes nothing');

-- Quantities.
create function pg_temp.lines(p_lines text) returns text language sql as $$
	select format('select public.place_order(%L, %L, %L, gen_random_uuid(), 2)', tests.id('farm week'), tests.id('b12'),
		replace(p_lines, 'CARROTS', '"offer": "' || tests.id('farm week carrots') || '"'));
$$;
select is(tests.refusal('odile', pg_temp.lines(lines)), refusal, lines || ' is refused: ' || refusal)
	from (values ('[{CARROTS, "quantity": 0.25}]', 'PT422 quantity_step'), ('[{CARROTS, "quantity": 0.501}]', 'PT422 quantity_step'),
		('[{CARROTS, "quantity": -0.5}]', 'PT422 quantity_invalid'), ('[{CARROTS, "quantity": "many"}]', 'PT422 quantity_invalid'),
		('[{CARROTS, "quantity": "0,5"}]', 'PT422 quantity_invalid'), ('[{CARROTS, "quantity": 1000}]', 'PT422 quantity_invalid'),
		('[{CARROTS, "quantity": 999.5}]', 'PT422 quantity_invalid'), ('[{CARROTS, "quantity": 1e300}]', 'PT422 quantity_invalid'),
		('[{CARROTS, "quantity": "NaN"}]', 'PT422 quantity_invalid'), ('[{CARROTS}]', 'PT422 quantity_invalid'),
		('[{CARROTS, "quantity": null}]', 'PT422 quantity_invalid'), ('[{CARROTS, "quantity": 0}]', 'PT422 empty_order'),
		('[]', 'PT422 empty_order'), ('null', 'PT422 value_invalid'), ('{}', 'PT422 value_invalid'), ('[1]', 'PT422 value_invalid'),
		('[{"offer": "x", "quantity": 1}]', 'PT422 value_invalid'), ('[{"quantity": 1}]', 'PT422 value_invalid'),
		('[{CARROTS, "quantity": 1}, {CARROTS, "quantity": 1}]', 'PT422 value_invalid'),
		('[{CARROTS, "quantity": 1, "priceCents": "cheap"}]', 'PT422 value_invalid'), ('[{CARROTS, "quantity": 1, "priceCents": -1}]', 'PT422 value_invalid'),
		('[{CARROTS, "quantity": 1, "priceCents": 180}]', 'PT409 price_changed'),
		('[{"offer": "00000000-0000-4000-8000-000000000000", "quantity": 1}]', 'PT422 offer_unavailable')) x(lines, refusal);
select is(tests.refusal('odile', format('select public.place_order(%L, %L, null, gen_random_uuid(), 2)', tests.id('farm week'), tests.id('b12'))), 'PT422 value_invalid', 'so are no lines at all');
select is(tests.refusal('odile', pg_temp.lines((select jsonb_agg(jsonb_build_object('offer', gen_random_uuid(), 'quantity', 1))::text from generate_series(1, 501)))),
	'PT422 value_invalid', 'and five hundred and one');
select is(tests.refusal('odile', pg_temp.lines(format('[{"offer": "%s", "quantity": 1}]', tests.id('other week yams')))), 'PT422 offer_unavailable', 'an article of another round is not offered here');
select is(tests.refusal_detail('odile', pg_temp.lines('[{CARROTS, "quantity": 0.25}]')), jsonb_build_object('offer', tests.id('farm week carrots'), 'name', 'Carrots', 'unit', 'kg', 'step', 0.5),
	'the refusal names the article and its step');
select is((select row(version, total_cents)::text from b12), '(2,560)', 'after all that the order is as it was');

-- What is left.
update public.offers set stock_limit = 3 where id = tests.id('farm week carrots');
select is(tests.answer('karim', format('select public.page_round(%L)', tests.id('farm week')))::jsonb #> '{offers,1,left}', '1.5'::jsonb, 'of 3 kg, Karim is shown what Odile''s door leaves');
select is(tests.answer('odile', format('select public.page_round(%L)', tests.id('farm week')))::jsonb #> '{offers,1,left}', '3'::jsonb, 'her own 1.5 kg do not stand in her own way');
select is(tests.refusal('karim', tests.place('farm week', 'b14', '{"carrots": 2}')), 'PT409 sold_out', 'more than is left is refused');
select is((tests.refusal_detail('karim', tests.place('farm week', 'b14', '{"carrots": 2}')) ->> 'left')::numeric, 1.5, 'saying how much there is');
select is(tests.refusal('karim', tests.place('farm week', 'b14', '{"carrots": 1.5}')), 'done', 'exactly what is left is sold');
select is(tests.refusal('odile', tests.place('farm week', 'b12', '{"carrots": 2, "eggs": 6}', 2)), 'PT409 sold_out', 'then Odile cannot take more');
select is(tests.refusal('odile', tests.place('farm week', 'b12', '{"carrots": 1, "eggs": 6}', 2)), 'done', 'but less');
select is(private.stock_left(f, null), 0.5, 'what is left is the limit minus the live lines') from public.offers f where id = tests.id('farm week carrots');
update public.offers set stock_limit = 0 where id = tests.id('farm week eggs');
select is(tests.refusal('karim', tests.place('farm week', 'b14', '{"carrots": 1.5, "eggs": 6}', 1)), 'PT409 sold_out', 'nothing is left of nothing');
update public.offers set withdrawn_at = now(), stock_limit = null where id = tests.id('farm week eggs');
select is(tests.refusal('karim', tests.place('farm week', 'b14', '{"carrots": 1.5, "eggs": 6}', 1)), 'PT409 offer_unavailable', 'what is no longer offered is not sold');
select is(tests.refusal('odile', tests.place('farm week', 'b12', '{"carrots": 1, "eggs": 12}', 3)), 'PT409 offer_unavailable', 'those who have it get no more of it');
select is(tests.refusal('odile', tests.place('farm week', 'b12', '{"carrots": 0.5, "eggs": 6}', 3)), 'done', 'but keep it');

-- Several wrong lines are told at once.
update public.offers set stock_limit = 1 where id = tests.id('farm week baskets');
create temp table wrong as select tests.refusal_detail('karim', format('select public.place_order(%L, %L, %L, gen_random_uuid(), 1)', tests.id('farm week'), tests.id('b14'), jsonb_build_array(
	jsonb_build_object('offer', tests.id('farm week carrots'), 'quantity', 0.7), jsonb_build_object('offer', tests.id('farm week eggs'), 'quantity', 6),
	jsonb_build_object('offer', tests.id('farm week baskets'), 'quantity', 2), jsonb_build_object('offer', tests.id('nothing'), 'quantity', 1)))) as detail;
select set_eq($$select l ->> 'offer' as o, l ->> 'key' as k, l ->> 'name' as n, (l ->> 'left')::numeric as q from wrong, jsonb_array_elements(detail -> 'lines') l$$,
	$$values (tests.id('farm week carrots')::text, 'quantity_step', 'Carrots', null), (tests.id('farm week eggs')::text, 'offer_unavailable', 'Eggs', null),
		(tests.id('farm week baskets')::text, 'sold_out', 'Baskets', 1), (tests.id('nothing')::text, 'offer_unavailable', null, null)$$, 'each with its reason');
select is((select detail ->> 'offer' = detail #>> '{lines,0,offer}' from wrong), true, 'and as a whole for the first of them');
select is(tests.refusal_detail('karim', tests.place('farm week', 'b14', '{"baskets": 2, "carrots": 1.5}', 1)) -> 'lines', null, 'one wrong line is told as ever');
update public.offers set stock_limit = null where id = tests.id('farm week baskets');

-- Cancelling.
select is(tests.refusal('karim', format('select public.cancel_order(%L, 4)', (select id from b12))), 'PT404 not_found', 'a neighbour does not cancel it');
select is(tests.refusal('odile', format('select public.cancel_order(%L, 3)', (select id from b12))), 'PT409 changed_meanwhile', 'an old screen does not either');
select is(tests.refusal('odile', format('select public.cancel_order(%L, null)', (select id from b12))), 'PT409 changed_meanwhile', 'nor one that does not say how old it is');
select is(tests.refusal('odile', replace(tests.place('farm week', 'b12', '{"carrots": 1}', 4, 'no key'), quote_literal(tests.id('no key')), 'null')),
	'PT422 value_invalid', 'an order has a key');
create temp table cancelled as select id from b12;
select is(tests.answer('odile', format('select public.cancel_order(%L, 4)', (select id from cancelled)))::jsonb ->> 'version', '5', 'Odile cancels');
select is(tests.answer('odile', format('select public.cancel_order(%L, 4)', (select id from cancelled)))::jsonb ->> 'version', '5', 'twice is once');
select is(private.stock_left(f, null), 1.5, 'and what she had is for others again') from public.offers f where id = tests.id('farm week carrots');
select is(tests.answer('odile', tests.place('farm week', 'b12', '{"baskets": 2}', 0))::jsonb - 'orderId', '{"version": 1, "totalCents": 3000, "created": true}'::jsonb, 'then she orders anew');
select is((select count(*) from public.orders where household_id = tests.id('b12')), 2::bigint, 'which is another order');
select throws_ok($$insert into public.orders (residence_id, round_id, household_id, total_cents) values (tests.id('tilleuls'), tests.id('farm week'), tests.id('b12'), 0)$$,
	'23505', null, 'the table itself holds one live order for a door and a round');

-- At the desk, for somebody else.
select is(tests.answer('samia', tests.place('farm week', 'd01', '{"baskets": 1}', 0, null, 'marcel'))::jsonb ->> 'totalCents', '1500', 'the relay enters Marcel''s order, who has no account');
select is((select row(by_member, for_member, on_behalf)::text from public.order_changes where for_member = tests.id('marcel')),
	row(tests.id('samia'), tests.id('marcel'), true)::text, 'that she did it at his wish is kept');
select is(tests.answer('nadia', tests.place('farm week', 'd01', '{"baskets": 2}', 1, null, 'marcel'))::jsonb ->> 'version', '2', 'the caretaker changes it');
select is(tests.refusal('nadia', tests.place('farm week', 'd01', '{"baskets": 2}', 2, null, 'karim')), 'PT404 not_found', 'for somebody who lives there, not next door');
select is(tests.refusal('nadia', tests.place('farm week', 'b14', '{"baskets": 2}', 1, null, 'edith')), 'PT404 not_found', 'and who still does');
select is(tests.refusal('odile', tests.place('farm week', 'd01', '{"baskets": 2}', 2)), 'PT404 not_found', 'a tenant does not order for other doors');
select is(tests.refusal(who, tests.place('farm week', door, '{"baskets": 1}', 0)), refusal, format('%s ordering for %s: %s', who, door, refusal))
	from (values ('claire', 'x1', 'PT404 not_found'), ('zoe', 'x1', 'PT404 not_found'), ('yves', 'b12', 'PT404 not_found'), ('edith', 'b14', 'PT404 not_found'),
		('nobody', 'b12', 'PT404 not_found'), ('anon', 'b12', '42501'), ('worker', 'b12', '42501')) x(who, door, refusal);
select is(tests.refusal('odile', format('select public.place_order(%L, %L, ''[]'', gen_random_uuid(), 0)', gen_random_uuid(), tests.id('b12'))), 'PT404 not_found', 'a round that does not exist is not found');
select is(tests.refusal(who, tests.place('coming', door, '{"baskets": 1}')), 'PT404 not_found', who || ' finds no draft to order from')
	from (values ('odile', 'b12'), ('nadia', 'a01')) x(who, door);

-- The deadline is the clock of the database.
update public.rounds set closes_at = clock_timestamp() - interval '1 millisecond' where id = tests.id('farm week');
select is(tests.refusal('karim', tests.place('farm week', 'b14', '{"carrots": 1}', 1)), 'PT409 deadline_passed', 'past the deadline nothing is changed, though nothing has closed the round yet');
select is(tests.refusal('samia', tests.place('farm week', 'c04', '{"carrots": 1}', 0)), 'PT409 deadline_passed', 'nothing is placed, not even at the desk');
select is(tests.refusal('odile', format('select public.cancel_order(%L, 1)', (select id from b12))), 'PT409 deadline_passed', 'and nothing is cancelled');
select is(tests.answer('paul', tests.place('farm week', 'b12', '{"carrots": 1.5, "eggs": 6}', 1, 'second'))::jsonb ->> 'version', '2', 'who was answered in time is answered again');
select is(tests.answer('odile', format('select public.cancel_order(%L, 4)', (select id from cancelled)))::jsonb ->> 'version', '5', 'the same for a cancelled one');
select is((tests.refusal_detail('karim', tests.place('farm week', 'b14', '{"carrots": 1}', 1)) ->> 'closesAt')::timestamptz,
	(select closes_at from public.rounds where id = tests.id('farm week')), 'the refusal says when it was');
update public.rounds set closes_at = now() - interval '1 millisecond' where id = tests.id('farm week');
select is(tests.answer('karim', format('select public.page_round(%L)', tests.id('farm week')))::jsonb #>> '{round,phase}', 'closing', 'and the page says that it is over');
update public.rounds set opens_at = clock_timestamp() + interval '1 hour', closes_at = clock_timestamp() + interval '2 hours' where id = tests.id('farm week');
select is(tests.refusal('karim', tests.place('farm week', 'b14', '{"carrots": 1}', 1)), 'PT409 round_not_open', 'before the opening nothing is placed either');
update public.rounds set opens_at = now() - interval '1 hour', state = 'cancelled' where id = tests.id('farm week');
select is(tests.refusal('karim', tests.place('farm week', 'b14', '{"carrots": 1}', 1)), 'PT409 round_not_open', 'nor in a round that is cancelled');
create function pg_temp.ordering_when(p_state text) returns text language plpgsql as $$
begin
	update public.rounds set state = p_state where id = tests.id('farm week');
	return tests.refusal('karim', tests.place('farm week', 'b14', '{"carrots": 1}', 1));
end;
$$;
select is(pg_temp.ordering_when(state), 'PT409 deadline_passed', 'nor in one that is ' || state)
	from unnest(array['closed', 'ordered', 'delivered', 'settled']) state;
update public.rounds set state = 'open' where id = tests.id('farm week');

-- Who sees orders.
select is(array[tests.count(who, 'select * from public.orders'), tests.count(who, 'select * from public.order_lines'), tests.count(who, 'select * from public.order_changes')],
	array[orders, lines, changes], who || ' sees so many orders, lines and changes')
	from (values ('odile', 2, 3, 6), ('paul', 2, 3, 6), ('karim', 1, 1, 1), ('samia', 4, 5, 9), ('nadia', 4, 5, 9), ('nestor', 4, 5, 9), ('claire', 4, 5, 9),
		('zoe', 0, 0, 0), ('yves', 0, 0, 0), ('edith', 0, 0, 0), ('nobody', 0, 0, 0)) x(who, orders, lines, changes);
select is(tests.refusal('anon', 'select * from public.' || name), '42501', 'a stranger reads no ' || name) from unnest(array['orders', 'order_lines', 'order_changes']) name;
select is(tests.refusal(who, statement || name), '42501', format('%s writes nothing past the acts: %s%s', who, statement, name))
	from unnest(array['odile', 'nadia', 'worker']) who, unnest(array['delete from public.', 'truncate public.']) statement,
		unnest(array['orders', 'order_lines', 'order_changes', 'offers', 'rounds']) name;
select is(tests.refusal(who, 'update public.orders set total_cents = 0'), '42501', who || ' makes nothing free') from unnest(array['odile', 'nadia', 'worker']) who;
select is(tests.refusal(who, 'update public.offers set price_cents = 0'), '42501', who || ' makes nothing cheaper') from unnest(array['odile', 'nadia', 'worker']) who;

-- A draft is for the caretakers.
select is(array[tests.count(who, format('select * from public.rounds where id = %L', tests.id('coming'))), tests.count(who, format('select * from public.offers where round_id = %L', tests.id('coming')))],
	array[case when sees then 1 else 0 end, case when sees then 3 else 0 end], who || case when sees then ' sees' else ' does not see' end || ' the draft')
	from (values ('odile', false), ('samia', false), ('nadia', true), ('claire', true), ('yves', false), ('nobody', false)) x(who, sees);
select is(tests.refusal('odile', format('select public.page_round(%L)', tests.id('coming'))), 'PT404 not_found', 'its page is not found by a tenant');
select is(tests.answer('odile', format('select public.page_home(%L)', tests.id('tilleuls')))::jsonb @? '$.rounds[*] ? (@.state == "draft")', false, 'and her home does not show it');
select is(tests.answer('odile', format('select public.page_rounds(%L)', tests.id('tilleuls')))::jsonb @? '$.** ? (@.state == "draft")', false, 'nor the list of rounds');

-- What the pages tell a tenant of the others: numbers only.
select is(tests.answer('karim', format('select public.page_round(%L)', tests.id('farm week')))::jsonb #> '{round,progress}', '{"households": 3, "totalCents": 6272}'::jsonb, 'how many and how much, all together');
select is(tests.answer('karim', format('select public.page_round(%L)', tests.id('farm week')))::text ~ '(Odile|Marcel|Samia|B 12|D 01)', false, 'but no name and no door');
select is(tests.answer('karim', format('select public.page_home(%L)', tests.id('tilleuls')))::text ~ '(Odile|Marcel|Samia|B 12|D 01)', false, 'not at home either');
select is(jsonb_array_length(tests.answer('odile', format('select public.page_orders(%L)', tests.id('tilleuls')))::jsonb -> 'orders'), 2, 'her history has both orders');
select is(tests.answer('paul', format('select public.page_round(%L)', tests.id('farm week')))::jsonb #>> '{order,totalCents}', '3000', 'the other person behind the door sees the same order');

-- A new family behind the door: what was before is not theirs to see.
select is(tests.refusal('nadia', format('select public.end_member(%L, %L)', tests.id('tilleuls'), tests.id('paul'))), 'done', 'Paul leaves');
select is(tests.count('odile', 'select * from public.orders') > 0, true, 'Odile, who stays, still sees their orders');
select is(tests.refusal('nadia', format('select public.save_member(%L, %L, %L, ''Odile'', ''odile@tests.invalid'', '''')', tests.id('tilleuls'), tests.id('odile'), tests.id('a01'))), 'done', 'then moves to another door');
select is(tests.count('odile', format('select * from public.orders where household_id = %L', tests.id('b12'))), 0, 'and sees nothing of the old one');
select tests.add_person('tilleuls', 'b12', 'nina', 'tenant');
select is(tests.count('nina', 'select * from ' || name), 0, 'Nina, who comes, sees none of their ' || name)
	from unnest(array['public.orders', 'public.order_lines', 'public.order_changes', 'public.ledger_entries']) name;
select is(tests.answer('nina', 'select string_agg(name, '','') from public.members'), 'Nina', 'nor their names');
select is(jsonb_array_length(tests.answer('nina', format('select public.page_orders(%L)', tests.id('tilleuls')))::jsonb -> 'orders'), 0, 'nor does her page');
select is(tests.count('nadia', format('select * from public.orders where household_id = %L', tests.id('b12'))) > 0, true, 'the caretaker keeps them');

-- The dearest order.
update public.products set price_cents = 100000 where id = tests.id('baskets');
select tests.add_round('dear week');
select is(tests.refusal('odile', tests.place('dear week', 'a01', '{"baskets": 101}')), 'PT422 quantity_invalid', 'nobody orders for more than a hundred thousand euros');
select is(tests.refusal('odile', tests.place('dear week', 'a01', '{"baskets": 100}')), 'done', 'that much they may');

select * from finish();
rollback;
