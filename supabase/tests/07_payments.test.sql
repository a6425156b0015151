-- Money: rows that are never edited, what each door owes, who may see it.

begin;
select plan(96);
select tests.begin_story();
select tests.add_round('farm week');
select is(tests.refusal(who, tests.place('farm week', door, items)), 'done', format('%s orders for %s', who, door))
	from (values ('odile', 'b12', '{"carrots": 1.5}'::jsonb), ('karim', 'b14', '{"baskets": 2}'), ('samia', 'd01', '{"eggs": 6}')) x(who, door, items);
create function pg_temp.act(p_act text, p_more text default '') returns text language sql as $$
	select format('select public.%I(%L%s)', p_act, tests.id('farm week'), p_more);
$$;
create function pg_temp.pay(p_door text, p_cents integer, p_method text default 'cash', p_tendered integer default null, p_key text default null, p_kind text default 'payment')
returns text language sql as $$
	select format('select public.record_payment(%L, %L, %L, %L, %L, %L, '''', %L)', tests.id('farm week'), tests.id(p_door), p_kind, p_method, p_cents, p_tendered,
		coalesce(tests.id(p_key), gen_random_uuid()));
$$;
create function pg_temp.owed(p_door text) returns integer language sql as $$ select private.owed_cents(tests.id('farm week'), tests.id(p_door)); $$;
create function pg_temp.entry(p_door text, p_kind text) returns bigint language sql as $$
	select max(id) from public.ledger_entries where household_id = tests.id(p_door) and kind = p_kind;
$$;

-- While it runs, what the order comes to is owed.
select is(pg_temp.owed('b12'), 272, '1.5 kg of carrots');
select is(tests.answer('nadia', pg_temp.pay('b12', 200))::jsonb ->> 'owedCents', '72', 'somebody pays 2 euros in advance');
select is(tests.refusal('odile', tests.place('farm week', 'b12', '{"carrots": 0.5}', 1)), 'done', 'then orders less');
select is(pg_temp.owed('b12'), -109, 'and is owed change');
select is(tests.refusal('nadia', pg_temp.pay('b12', 1)), 'PT422 payment_invalid', 'nothing more is taken');
select is(tests.answer('nadia', pg_temp.pay('b12', 109, 'cash', null, null, 'refund'))::jsonb ->> 'owedCents', '0', 'the change is given back');
select is(tests.refusal('nadia', pg_temp.pay('b12', 1, 'cash', null, null, 'refund')), 'PT422 payment_invalid', 'not more than that');
select is(tests.answer('nadia', pg_temp.act('close_round', ', true')), 'ordered', 'the round closes');
select is(array[pg_temp.owed('b12'), pg_temp.owed('b14'), pg_temp.owed('d01')], array[0, 3000, 288], 'and what is owed stays what it was');
select is(pg_temp.owed('b12')::bigint, (select sum(amount_cents) from public.ledger_entries where household_id = tests.id('b12')), 'now by rows alone');

-- Paying.
select is(tests.answer('nadia', pg_temp.pay('b14', 1000, 'cheque', null, 'cheque'))::jsonb ->> 'owedCents', '2000', 'Karim pays a part by cheque');
select is(tests.answer('nadia', pg_temp.pay('b14', 1000, 'cheque', null, 'cheque'))::jsonb ->> 'owedCents', '2000', 'the same request again');
select is((select count(*) from public.ledger_entries where household_id = tests.id('b14') and kind = 'payment'), 1::bigint, 'is one row');
select is(tests.refusal('nadia', pg_temp.pay('b14', 999, 'cheque', null, 'cheque')), 'PT409 changed_meanwhile', 'with another amount it is another request');
select is(tests.refusal('nadia', pg_temp.pay('d01', 288, 'cash', null, 'cheque')), 'PT409 changed_meanwhile', 'or for another door');
select is(tests.refusal('nadia', pg_temp.pay('b14', 1000, 'cheque', null, 'cheque', 'refund')), 'PT409 changed_meanwhile', 'or the other way');
select is(tests.refusal('nadia', replace(pg_temp.pay('d01', 1, 'cash', null, 'no key'), quote_literal(tests.id('no key')), 'null')), 'PT422 value_invalid', 'a payment has a key');
select is(tests.answer('nestor', pg_temp.pay('b14', 2000, 'cash', 5000))::jsonb ->> 'owedCents', '0', 'the rest in cash, from a note of 50');
select is((select row(amount_cents, tendered_cents, by_member)::text from public.ledger_entries where id = pg_temp.entry('b14', 'payment')), row(-2000, 5000, tests.id('nestor'))::text, 'the note and who took it are kept');
select is(tests.refusal('nadia', pg_temp.pay(door, cents, method, tendered, null, kind)), refusal, format('%s %s of %s for %s from %s is refused', kind, method, cents, door, tendered))
	from (values ('b14', 1, 'cash', null::int, 'payment', 'PT422 payment_invalid'), ('d01', 289, 'cash', null, 'payment', 'PT422 payment_invalid'), ('d01', 0, 'cash', null, 'payment', 'PT422 payment_invalid'),
		('d01', -5, 'cash', null, 'payment', 'PT422 payment_invalid'), ('d01', null, 'cash', null, 'payment', 'PT422 payment_invalid'), ('d01', 288, 'card', null, 'payment', 'PT422 payment_invalid'),
		('d01', 288, null, null, 'payment', 'PT422 payment_invalid'), ('d01', 288, 'cash', 287, 'payment', 'PT422 payment_invalid'), ('d01', 288, 'cash', null, 'gift', 'PT422 payment_invalid'),
		('d01', 288, 'cash', null, null, 'PT422 payment_invalid'), ('d01', 1, 'cash', null, 'refund', 'PT422 payment_invalid'), ('x1', 1, 'cash', null, 'payment', 'PT404 not_found')) x(door, cents, method, tendered, kind, refusal);
select is(tests.refusal('nadia', format('select public.record_payment(%L, %L, ''payment'', ''cash'', 1, null, %L, gen_random_uuid())', tests.id('farm week'), tests.id('d01'), repeat('x', 281))),
	'PT422 value_invalid', 'a note that is too long is refused');
select is(tests.refusal(who, pg_temp.pay('d01', 1)), refusal, who || ' takes no money')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('zoe', 'PT404 not_found'), ('edith', 'PT404 not_found'), ('nobody', 'PT404 not_found'), ('anon', '42501'), ('worker', '42501')) x(who, refusal);

-- Correcting: a reverse row.
create function pg_temp.correct(p_entry bigint) returns text language sql as $$ select format('select public.reverse_payment(%s)', p_entry); $$;
select is(tests.refusal(who, pg_temp.correct(pg_temp.entry('b14', 'payment'))), refusal, who || ' corrects nothing')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);
select is(tests.refusal('nadia', pg_temp.correct(pg_temp.entry('b14', 'payment'))), 'done', 'it was not 20 euros');
select is(pg_temp.owed('b14'), 2000, 'then they are owed again');
select is(tests.refusal('nadia', pg_temp.correct(pg_temp.entry('b14', 'payment'))), 'done', 'twice');
select is(pg_temp.owed('b14'), 2000, 'is once');
select is(tests.refusal('nadia', pg_temp.correct(pg_temp.entry('b14', kind))), 'PT404 not_found', format('a %s is not corrected by hand', kind)) from unnest(array['charge', 'reversal']) kind;
select is(tests.refusal('nadia', pg_temp.correct(999999999)), 'PT404 not_found', 'nor what does not exist');
select is((select array_agg(kind || amount_cents order by id) from public.ledger_entries where household_id = tests.id('b14')), array['charge3000', 'payment-1000', 'payment-2000', 'reversal2000'], 'every row is there');
select throws_ok(format(statement, pg_temp.entry('b14', 'payment')), 'PT403', 'not_allowed', 'not even the owner of the database rewrites one: ' || left(statement, 6))
	from unnest(array['update public.ledger_entries set amount_cents = -1 where id = %s', 'delete from public.ledger_entries where id = %s']) statement;
select throws_ok($$insert into public.ledger_entries (residence_id, round_id, household_id, kind, amount_cents) values (tests.id('tilleuls'), tests.id('farm week'), tests.id('b14'), 'charge', -5)$$, '23514', null, 'a charge is positive');
select throws_ok($$insert into public.ledger_entries (residence_id, round_id, household_id, kind, method, amount_cents) values (tests.id('tilleuls'), tests.id('farm week'), tests.id('b14'), 'payment', 'cash', 5)$$, '23514', null, 'a payment negative');
select throws_ok(format($$insert into public.ledger_entries (residence_id, round_id, household_id, kind, amount_cents, reverses) values (tests.id('tilleuls'), tests.id('farm week'), tests.id('b14'), 'reversal', 5, %s)$$,
	pg_temp.entry('b14', 'payment')), '23505', null, 'and a row is reversed once');
select is(tests.refusal(who, statement), '42501', who || ' writes no money: ' || statement)
	from unnest(array['odile', 'nadia', 'worker']) who, unnest(array['update public.ledger_entries set amount_cents = 0', 'delete from public.ledger_entries', 'insert into public.ledger_entries default values']) statement;

-- Who sees what somebody owes.
select is(tests.count(who, 'select * from public.ledger_entries'), n, who || ' reads so many rows of money')
	from (values ('odile', 3), ('paul', 3), ('karim', 4), ('samia', 0), ('nadia', 8), ('claire', 8), ('yves', 0), ('zoe', 0), ('edith', 0), ('nobody', 0)) x(who, n);
select is(tests.refusal('anon', 'select * from public.ledger_entries'), '42501', 'a stranger none');
select is(tests.answer('karim', pg_temp.act('page_round'))::jsonb ->> 'owedCents', '2000', 'Karim reads what he owes');
select is(tests.answer('odile', pg_temp.act('page_round'))::jsonb ->> 'owedCents', '0', 'Odile what she does');
select is(jsonb_path_query_array(tests.answer('karim', format('select public.page_orders(%L)', tests.id('tilleuls')))::jsonb, '$.orders[*].owedCents'), '[2000]'::jsonb, 'in his history too');

-- The page of money and the cash sheet.
create temp table page as select tests.answer('nadia', pg_temp.act('page_money'))::jsonb as j;
select is((select j -> 'sums' from page), '{"expectedCents": 3379, "cashCents": 91, "chequeCents": 1000, "chequeCount": 1, "receivedCents": 1091, "balanceCents": 2288}'::jsonb, 'expected, in cash, by cheque, and the difference');
select is((select (j #>> '{sums,balanceCents}')::bigint from page), (select sum(amount_cents) from public.ledger_entries where round_id = tests.id('farm week')), 'the balance is the sum of all rows');
select is((select sum((h ->> 'owedCents')::int) from page, jsonb_array_elements(j -> 'households') h), (select (j #>> '{sums,balanceCents}')::bigint from page), 'and of what each door owes');
select is((select jsonb_agg(h - array['id', 'building', 'staircase', 'floor'] order by h ->> 'label') from page, jsonb_array_elements(j -> 'households') h),
	'[{"label": "B 12", "names": "Odile, Paul", "orderCents": 91, "paidCents": 91, "owedCents": 0}, {"label": "B 14", "names": "Karim", "orderCents": 3000, "paidCents": 1000, "owedCents": 2000},
		{"label": "D 01", "names": "Marcel", "orderCents": 288, "paidCents": 0, "owedCents": 288}]'::jsonb, 'ordered, paid and owed by door');
select is((select jsonb_path_query_array(j, '$.entries[*] ? (@.reversed == true).amountCents') from page), '[-2000]'::jsonb, 'what was corrected is marked');
select is(tests.refusal(who, pg_temp.act('page_money')), refusal, who || ' does not see it')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('edith', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);

-- A round that is cancelled gives the money back.
select is(tests.refusal('nadia', pg_temp.act('cancel_round', ', ''''')), 'done', 'the round is cancelled');
select is(array[pg_temp.owed('b12'), pg_temp.owed('b14'), pg_temp.owed('d01')], array[-91, -1000, 0], 'those who paid are owed it');
select is(tests.answer('nadia', pg_temp.pay('b14', 1000, 'cash', null, null, 'refund'))::jsonb ->> 'owedCents', '0', 'and get it back');

select * from finish();
rollback;
