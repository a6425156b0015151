-- Wall time: what people set is said in the time of their residence, across the changes of the clocks.

begin;
select plan(36);
select tests.begin_story();

-- The instant of a wall time.
select is(private.local_instant(wall, zone), instant, format('%s in %s is %s', wall, zone, instant))
	from (values ('2026-10-24 18:00'::timestamp, 'Europe/Paris', '2026-10-24 16:00Z'::timestamptz), ('2026-10-25 01:59', 'Europe/Paris', '2026-10-24 23:59Z'), ('2026-10-25 03:00', 'Europe/Paris', '2026-10-25 02:00Z'),
		('2026-10-25 18:00', 'Europe/Paris', '2026-10-25 17:00Z'), ('2026-03-28 18:00', 'Europe/Paris', '2026-03-28 17:00Z'), ('2026-03-29 01:59', 'Europe/Paris', '2026-03-29 00:59Z'),
		('2026-03-29 03:00', 'Europe/Paris', '2026-03-29 01:00Z'), ('2026-03-29 18:00', 'Europe/Paris', '2026-03-29 16:00Z'),
		('2026-10-25 02:30', 'Pacific/Noumea', '2026-10-24 15:30Z'), ('2026-03-29 02:30', 'Pacific/Noumea', '2026-03-28 15:30Z'), ('2026-07-01 18:00', 'Pacific/Marquesas', '2026-07-02 03:30Z'),
		('2026-01-01 00:00', 'Indian/Reunion', '2025-12-31 20:00Z'), ('2026-10-04 03:00', 'Australia/Lord_Howe', '2026-10-03 16:00Z'), ('2026-06-01 12:00', 'UTC', '2026-06-01 12:00Z')) x(wall, zone, instant);
select throws_ok(format('select private.local_instant(%L, %L)', wall, zone), 'PT422', key, format('%s in %s: %s', wall, zone, key))
	from (values ('2026-10-25 02:00'::timestamp, 'Europe/Paris', 'local_time_twice'), ('2026-10-25 02:30', 'Europe/Paris', 'local_time_twice'), ('2026-10-25 02:59:59', 'Europe/Paris', 'local_time_twice'),
		('2026-03-29 02:00', 'Europe/Paris', 'local_time_missing'), ('2026-03-29 02:30', 'Europe/Paris', 'local_time_missing'), ('2026-03-29 02:59:59', 'Europe/Paris', 'local_time_missing'),
		-- Half an hour, on Lord Howe Island.
		('2026-04-05 01:45', 'Australia/Lord_Howe', 'local_time_twice'), ('2026-10-04 02:15', 'Australia/Lord_Howe', 'local_time_missing')) x(wall, zone, key);
-- Every quarter of an hour of two years is one instant that reads back the same, or is refused.
create function pg_temp.reads_back(p_wall timestamp, p_zone text) returns text language plpgsql as $$
begin
	return case when private.local_instant(p_wall, p_zone) at time zone p_zone = p_wall then 'same' else 'other' end;
exception when sqlstate 'PT422' then
	return sqlerrm;
end;
$$;
select is((select jsonb_object_agg(answer, n) from (select pg_temp.reads_back(wall, zone) as answer, count(*) as n
		from generate_series('2026-01-01'::timestamp, '2027-12-31 23:45', '15 minutes') wall group by 1) x), expected, 'two years in ' || zone)
	from (values ('Europe/Paris', '{"same": 70064, "local_time_twice": 8, "local_time_missing": 8}'::jsonb), ('Pacific/Noumea', '{"same": 70080}')) z(zone, expected);

-- In the form of a round and when one is opened again.
create function pg_temp.save(p_residence text, p_producer text, p_opens text, p_closes text, p_delivery text) returns text language sql as $$
	select format('select public.save_round(%L, null, 0, %L, ''[]'')', tests.id(p_residence), jsonb_build_object('producer', tests.id(p_producer), 'title', 'X', 'opens', p_opens, 'closes', p_closes,
		'deliveryOn', p_delivery, 'deliveryFrom', '10:00', 'deliveryTo', '12:00'));
$$;
select is(tests.refusal(who, pg_temp.save(residence, producer, opens, closes, delivery)), refusal, format('%s to %s in %s: %s', opens, closes, residence, refusal))
	from (values ('nadia', 'tilleuls', 'farm', '2030-10-20T08:00', '2030-10-27T02:30', '2030-10-30', 'PT422 local_time_twice'), ('nadia', 'tilleuls', 'farm', '2030-03-25T08:00', '2030-03-31T02:30', '2030-04-03', 'PT422 local_time_missing'),
		('nadia', 'tilleuls', 'farm', '2030-03-31T02:30', '2030-04-01T18:00', '2030-04-03', 'PT422 local_time_missing'),
		('nadia', 'tilleuls', 'farm', '2030-10-24T08:00', '2030-10-27T18:00', '2030-10-30', 'done'), ('yves', 'cedres', 'other farm', '2030-10-20T08:00', '2030-10-27T02:30', '2030-10-30', 'done'))
		x(who, residence, producer, opens, closes, delivery, refusal);
select set_eq($$select closes_local, closes_at from public.rounds$$, $$values ('2030-10-27 18:00'::timestamp, '2030-10-27 17:00Z'::timestamptz), ('2030-10-27 02:30', '2030-10-26 15:30Z')$$,
	'18:00 after the change is an hour later than before it; in Nouméa no clock moves');

-- Where the database or the device believes to be changes nothing.
set local timezone = 'America/Cayenne';
delete from public.rounds;
select is(tests.refusal('nadia', pg_temp.save('tilleuls', 'farm', '2030-10-24T08:00', '2030-10-27T18:00', '2030-10-30')), 'done', 'saved by a session on another clock');
select is((select closes_at from public.rounds), '2030-10-27 17:00Z'::timestamptz, 'it is the same instant');
delete from public.rounds;
set local timezone = 'UTC';

-- A weekly round keeps its hour on the wall across the change.
select tests.add_round('farm week', 'settled');
create function pg_temp.copy_of(p_closes timestamp) returns uuid language plpgsql as $$
begin
	-- A draft of a moment ago would be taken for a double tap.
	update public.rounds set state = 'cancelled' where state = 'draft';
	update public.rounds set opens_local = p_closes - interval '6 days', closes_local = p_closes, opens_at = (p_closes - interval '6 days') at time zone 'Europe/Paris',
		closes_at = p_closes at time zone 'Europe/Paris', delivery_on = p_closes::date + 3 where id = tests.id('farm week');
	return tests.answer('nadia', format('select public.duplicate_round(%L)', tests.id('farm week')))::uuid;
end;
$$;
create temp table copies as select wall, pg_temp.copy_of(wall) as id from unnest(array['2030-10-23 18:00', '2031-03-26 18:00']::timestamp[]) wall;
select is((select row(closes_local, closes_at)::text from public.rounds r where r.id = c.id), row(c.wall + interval '7 days', (c.wall + interval '7 days') at time zone 'Europe/Paris')::text,
	format('the week after %s it is 18:00 too', wall)) from copies c;
select is((select r.closes_at - (c.wall at time zone 'Europe/Paris') from public.rounds r where r.id = c.id), gap, format('which is %s later', gap))
	from copies c join (values ('2030-10-23 18:00'::timestamp, interval '7 days 1 hour'), ('2031-03-26 18:00', interval '6 days 23 hours')) x(wall, gap) using (wall);

select * from finish();
rollback;
