-- Producers and products are written directly, under row-level security.

begin;
select plan(87);
select tests.begin_story();
select tests.add_round('farm week', 'open');
select tests.add_round('next week', 'draft');

create function pg_temp.add_producer(p_residence text, p_more text default '') returns text language sql as $$
	select format('insert into public.producers (residence_id, name, email) values (%L, ''Rucher'', %L)', tests.id(p_residence), nullif(p_more, ''));
$$;
create function pg_temp.add_product(p_residence text, p_producer text, p_step text default '1', p_price text default '100',
	p_unit text default 'piece', p_months text default '{}') returns text language sql as $$
	select format('insert into public.products (residence_id, producer_id, name, unit, step, price_cents, months)
		values (%L, %L, ''Miel'', %L, %L, %L, %L)', tests.id(p_residence), tests.id(p_producer), p_unit, p_step, p_price, p_months);
$$;
create function pg_temp.change(p_table text, p_name text, p_set text) returns text language sql as $$
	select format('update public.%I set %s where id = %L', p_table, p_set, tests.id(p_name));
$$;

-- Reading.
select is(array[tests.count(who, 'select * from public.producers'), tests.count(who, 'select * from public.products')],
	array[producers, products], who || ' sees so many producers and products')
	from (values ('odile', 0, 4), ('samia', 2, 4), ('nadia', 2, 4), ('claire', 2, 4), ('zoe', 0, 1), ('yves', 1, 1),
		('edith', 0, 0), ('nobody', 0, 0)) x(who, producers, products);
select is(tests.refusal('anon', 'select * from public.' || name), '42501', 'a stranger reads no ' || name)
	from unnest(array['producers', 'products']) name;

-- Adding.
select is(tests.count(who, pg_temp.add_producer('tilleuls')), 1, who || ' adds a producer') from unnest(array['nadia', 'claire']) who;
select is(tests.count(who, pg_temp.add_product('tilleuls', 'farm')), 1, who || ' adds a product') from unnest(array['nadia', 'claire']) who;
select is(tests.refusal(who, pg_temp.add_producer('tilleuls')), '42501', who || ' adds no producer')
	from unnest(array['anon', 'odile', 'samia', 'zoe', 'yves', 'edith', 'nobody', 'worker']) who;
select is(tests.refusal(who, pg_temp.add_product('tilleuls', 'farm')), '42501', who || ' adds no product')
	from unnest(array['anon', 'odile', 'samia', 'zoe', 'yves', 'edith', 'nobody', 'worker']) who;
select is(tests.refusal('nadia', pg_temp.add_producer('cedres')), '42501', 'a caretaker adds nothing in another residence');
select is(tests.refusal('nadia', pg_temp.add_product('tilleuls', 'other farm')), '23503', 'a product is of a producer of its residence');
select is(tests.refusal('nadia', format('insert into public.producers (id, residence_id, name) values (%L, %L, ''X'')', tests.id('x'), tests.id('tilleuls'))),
	'42501', 'ids are given by the database');

-- What the database itself holds about them.
select is(tests.refusal('nadia', pg_temp.add_product('tilleuls', 'farm', step, price, unit, months)), '23514',
	format('step %s, price %s, unit %s, months %s is refused', step, price, unit, months))
	from (values ('0', '100', 'piece', '{}'), ('-1', '100', 'piece', '{}'), ('101', '100', 'piece', '{}'), ('1', '-1', 'piece', '{}'),
		('1', '100001', 'piece', '{}'), ('1', '100', 'ton', '{}'), ('1', '100', 'piece', '{0}'), ('1', '100', 'piece', '{13}')) x(step, price, unit, months);
select is(tests.refusal('nadia', pg_temp.add_producer('tilleuls', email)), '23514', 'the address ' || email || ' is refused')
	from unnest(array['farm', 'a b@c.d', '@']) email;

-- Changing: what one may not change is not found, which the app must notice.
select is(tests.count('nadia', pg_temp.change('producers', 'farm', 'name = ''Ferme'', archived_at = now()')), 1, 'the caretaker changes a producer');
select is(tests.count('nadia', pg_temp.change('products', 'bread', 'price_cents = 390')), 1, 'and a product');
select is(tests.count(who, pg_temp.change('producers', 'farm', 'name = ''Pirate''')), 0, who || ' changes no producer')
	from unnest(array['odile', 'samia', 'zoe', 'yves', 'edith', 'nobody']) who;
select is(tests.count(who, pg_temp.change('products', 'carrots', 'price_cents = 1')), 0, who || ' changes no product')
	from unnest(array['odile', 'samia', 'zoe', 'yves', 'edith', 'nobody']) who;
select is(tests.refusal(who, pg_temp.change('products', 'carrots', 'price_cents = 1')), '42501', who || ' cannot even try') from unnest(array['anon', 'worker']) who;
select is(tests.count('nadia', pg_temp.change('products', 'yams', 'price_cents = 1')), 0, 'nor the caretaker in another residence');
select is(tests.refusal('nadia', pg_temp.change('products', 'carrots', format('residence_id = %L', tests.id('cedres')))), '42501', 'a product does not move away');
select is(tests.refusal('nadia', pg_temp.change('products', 'carrots', format('producer_id = %L', tests.id('bakery')))), '42501', 'nor to another producer');
select is(tests.refusal(who, 'delete from public.' || name), '42501', who || ' deletes nothing from ' || name)
	from unnest(array['odile', 'nadia', 'claire', 'anon', 'worker']) who, unnest(array['producers', 'products']) name;

-- The price that a round shows.
select is(tests.count('nadia', pg_temp.change('products', 'carrots', 'price_cents = 250, name = ''Carottes''')), 1, 'the price in the catalogue changes');
select is((select price_cents || name from public.offers where id = tests.id('farm week carrots')), '181Carrots', 'the one people were shown does not');
select throws_ok($$update public.offers set price_cents = 250 where id = tests.id('farm week carrots')$$, 'PT409', 'price_changed',
	'once a round is open nothing changes its prices, whoever writes');
select throws_ok($$update public.offers set step = 1 where id = tests.id('farm week carrots')$$, 'PT409', 'price_changed', 'nor its steps');
select throws_ok($$update public.offers set unit = 'piece' where id = tests.id('farm week carrots')$$, 'PT409', 'price_changed', 'nor its units');
select lives_ok($$update public.offers set price_cents = 250 where id = tests.id('next week carrots')$$, 'a draft may change');
select lives_ok($$update public.offers set stock_limit = 12 where id = tests.id('farm week carrots')$$, 'a limit may change while it is open');

-- The page.
select is(jsonb_array_length(tests.answer('nadia', format('select public.page_catalogue(%L)', tests.id('tilleuls')))::jsonb -> 'producers'), 4,
	'the caretaker sees the whole catalogue');
select is(tests.refusal(who, format('select public.page_catalogue(%L)', tests.id('tilleuls'))), refusal, who || ' does not')
	from (values ('odile', 'PT403 not_allowed'), ('samia', 'PT403 not_allowed'), ('yves', 'PT404 not_found'), ('edith', 'PT404 not_found'),
		('nobody', 'PT404 not_found'), ('anon', '42501')) x(who, refusal);

select * from finish();
rollback;
