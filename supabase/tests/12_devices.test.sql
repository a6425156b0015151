-- Odile's phone and tablet, and Karim's: a device that was signed out is nobody, whatever its token still says.

begin;
select plan(31);
select tests.begin_story();
select tests.add_round('week');

-- Becomes a person on a device of theirs: the token carries its session.
create function pg_temp.be_on(p_who text, p_device text) returns void language plpgsql as $$
declare
	v_claims text := jsonb_build_object('sub', tests.id(p_who || ' user'), 'role', 'authenticated',
		'session_id', tests.id(p_device))::text;
begin
	perform tests.be(p_who);
	perform set_config('request.jwt.claims', v_claims, true);
end;
$$;
create function pg_temp.refusal_on(p_who text, p_device text, p_sql text) returns text language plpgsql as $$
declare
	v_message text;
begin
	perform pg_temp.be_on(p_who, p_device);
	execute p_sql;
	perform set_config('role', 'none', true);
	return 'done';
exception when others then
	get stacked diagnostics v_message = message_text;
	return sqlstate || case when sqlstate like 'PT%' then ' ' || v_message else '' end;
end;
$$;
create function pg_temp.answer_on(p_who text, p_device text, p_sql text) returns text language plpgsql as $$
declare
	v_answer text;
begin
	perform pg_temp.be_on(p_who, p_device);
	execute p_sql into v_answer;
	perform set_config('role', 'none', true);
	return v_answer;
end;
$$;
create temp view pages as select format('select public.page_home(%L)', tests.id('tilleuls')) as home,
	format('select public.page_devices(%L)', tests.id('tilleuls')) as devices;
create function pg_temp.devices_seen(p_who text, p_device text) returns text language sql as $$
	select string_agg(d ->> 'name' || case when (d ->> 'isThis')::boolean then ' (here)' else '' end, ', ')
	from jsonb_array_elements(pg_temp.answer_on(p_who, p_device, (select devices from pages))::jsonb -> 'devices') d;
$$;

select is(pg_temp.refusal_on('odile', 'phone', (select home from pages)), 'PT401 session_ended', 'a session that never registered is nobody');
select is(pg_temp.refusal_on('odile', 'phone', $$select public.register_device('', 'code')$$), 'PT422 value_invalid', 'a device has a name');
select is(pg_temp.refusal_on('odile', 'phone', $$select public.register_device('Phone', 'magic')$$), 'PT422 value_invalid', 'and came in by a known way');
select is(pg_temp.refusal_on('odile', 'phone', $$select public.register_device('Phone', 'code')$$), 'done', 'Odile''s phone registers');
select is(pg_temp.refusal_on('odile', 'tablet', $$select public.register_device('Tablet', 'letter')$$), 'done', 'and her tablet');
select is(pg_temp.refusal_on('karim', 'karim phone', $$select public.register_device('Karim', 'code')$$), 'done', 'and Karim''s phone');
select is(pg_temp.refusal_on('odile', 'phone', (select home from pages)), 'done', 'now she reads her home');
select is(pg_temp.refusal_on('karim', 'phone', (select home from pages)), 'PT401 session_ended', 'her session is no use to Karim''s token');
select is(pg_temp.devices_seen('odile', 'tablet'), 'Tablet (here), Phone', 'she sees her two, this one first');
select is(pg_temp.devices_seen('karim', 'karim phone'), 'Karim (here)', 'he sees his');
select is(pg_temp.answer_on('odile', 'phone', 'select count(*) from public.devices'), '2', 'nor do the rows tell more');
select is(tests.refusal('odile', $$update public.devices set ended_at = null$$), '42501', 'nobody writes them by hand');
select is(tests.refusal('anon', 'select * from public.devices'), '42501', 'strangers read none');
select is(tests.refusal('nadia', $$select private.end_devices(array[gen_random_uuid()])$$), '42501', 'the inner act is nobody''s');

select is(pg_temp.refusal_on('odile', 'phone', format('select public.rename_device(%L, %L)', tests.id('tablet'), 'Tablette du salon')), 'done', 'she names the tablet');
select is(pg_temp.refusal_on('karim', 'karim phone', format('select public.rename_device(%L, %L)', tests.id('tablet'), 'x')), 'PT404 not_found', 'Karim cannot');
select is(pg_temp.refusal_on('karim', 'karim phone', format('select public.sign_out_device(%L)', tests.id('tablet'))), 'PT404 not_found', 'nor sign it out');
select is(pg_temp.refusal_on('odile', 'phone', format('select public.sign_out_device(%L)', tests.id('tablet'))), 'done', 'she signs it out from her phone');
select is(pg_temp.refusal_on('odile', 'tablet', (select home from pages)), 'PT401 session_ended', 'at once it reads nothing');
select is(pg_temp.refusal_on('odile', 'tablet', tests.place('week', 'b12', '{"carrots": 0.5}')), 'PT401 session_ended', 'and orders nothing');
select is(pg_temp.answer_on('odile', 'tablet', 'select count(*) from public.members'), '0', 'no table answers');
select is(pg_temp.answer_on('odile', 'tablet', 'select public.my_residences()'), '[]', 'it has no residence');
select is(pg_temp.refusal_on('odile', 'tablet', $$select public.register_device('Tablet', 'code')$$), 'done', 'registering again');
select is(pg_temp.answer_on('odile', 'tablet', 'select public.touch_device()'), 'false', 'does not bring it back');
select is(pg_temp.answer_on('odile', 'phone', 'select public.touch_device()'), 'true', 'the phone lives on');

update public.devices set idle_until = now() where session_id = tests.id('phone');
select is(pg_temp.refusal_on('odile', 'phone', (select home from pages)), 'PT401 session_ended', 'a device that was not used for long is signed out');
update public.devices set idle_until = now() + interval '1 day', expires_at = now() where session_id = tests.id('phone');
select is(pg_temp.answer_on('odile', 'phone', 'select public.touch_device()'), 'false', 'so is one that is too old, however much it is used');

insert into public.devices (session_id, user_id, name, via, created_at, idle_until, expires_at)
	values (tests.id('old'), tests.id('samia user'), 'Old', 'code', now() - interval '181 days', now() + interval '1 day', now() + interval '200 days');
select is(pg_temp.answer_on('samia', 'old', 'select public.touch_device()'), 'false', 'who became relay has the shorter limits');

select is(pg_temp.refusal_on('karim', 'karim phone', format('select public.end_household_devices(%L, %L)', tests.id('tilleuls'), tests.id('b14'))), 'PT403 not_allowed', 'a tenant ends no household''s devices');
select is(tests.answer('nadia', format('select public.end_household_devices(%L, %L)', tests.id('tilleuls'), tests.id('b14'))), '1', 'the caretaker does, after a phone was lost');
select is(pg_temp.refusal_on('karim', 'karim phone', (select home from pages)), 'PT401 session_ended', 'and Karim signs in again');

select * from finish();
rollback;
