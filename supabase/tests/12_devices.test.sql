-- Odile's phone and tablet, and Karim's: a device that was signed out is nobody, whatever its token still says.

begin;
select plan(31);
select tests.begin_story();
select tests.add_round('week');

create temp view pages as select format('select public.page_home(%L)', tests.id('tilleuls')) as home,
	format('select public.page_devices(%L)', tests.id('tilleuls')) as devices;
create function pg_temp.devices_seen(p_who text) returns text language sql as $$
	select string_agg(d ->> 'name' || case when (d ->> 'isThis')::boolean then ' (here)' else '' end, ', ')
	from jsonb_array_elements(tests.answer(p_who, (select devices from pages))::jsonb -> 'devices') d;
$$;

select is(tests.refusal('odile@phone', (select home from pages)), 'PT401 session_ended', 'a session that never registered is nobody');
select is(tests.refusal('odile@phone', $$select public.register_device('', 'code')$$), 'PT422 value_invalid', 'a device has a name');
select is(tests.refusal('odile@phone', $$select public.register_device('Phone', 'magic')$$), 'PT422 value_invalid', 'and came in by a known way');
select is(tests.refusal('odile@phone', $$select public.register_device('Phone', 'code')$$), 'done', 'Odile''s phone registers');
select is(tests.refusal('odile@tablet', $$select public.register_device('Tablet', 'letter')$$), 'done', 'and her tablet');
select is(tests.refusal('karim@karim phone', $$select public.register_device('Karim', 'code')$$), 'done', 'and Karim''s phone');
select is(tests.refusal('odile@phone', (select home from pages)), 'done', 'now she reads her home');
select is(tests.refusal('karim@phone', (select home from pages)), 'PT401 session_ended', 'her session is no use to Karim''s token');
select is(pg_temp.devices_seen('odile@tablet'), 'Tablet (here), Phone', 'she sees her two, this one first');
select is(pg_temp.devices_seen('karim@karim phone'), 'Karim (here)', 'he sees his');
select is(tests.answer('odile@phone', 'select count(*) from public.devices'), '2', 'nor do the rows tell more');
select is(tests.refusal('odile', $$update public.devices set ended_at = null$$), '42501', 'nobody writes them by hand');
select is(tests.refusal('anon', 'select * from public.devices'), '42501', 'strangers read none');
select is(tests.refusal('nadia', $$select private.end_devices(array[gen_random_uuid()])$$), '42501', 'the inner act is nobody''s');

select is(tests.refusal('odile@phone', format('select public.rename_device(%L, %L)', tests.id('tablet'), 'Tablette du salon')), 'done', 'she names the tablet');
select is(tests.refusal('karim@karim phone', format('select public.rename_device(%L, %L)', tests.id('tablet'), 'x')), 'PT404 not_found', 'Karim cannot');
select is(tests.refusal('karim@karim phone', format('select public.sign_out_device(%L)', tests.id('tablet'))), 'PT404 not_found', 'nor sign it out');
select is(tests.refusal('odile@phone', format('select public.sign_out_device(%L)', tests.id('tablet'))), 'done', 'she signs it out from her phone');
select is(tests.refusal('odile@tablet', (select home from pages)), 'PT401 session_ended', 'at once it reads nothing');
select is(tests.refusal('odile@tablet', tests.place('week', 'b12', '{"carrots": 0.5}')), 'PT401 session_ended', 'and orders nothing');
select is(tests.answer('odile@tablet', 'select count(*) from public.members'), '0', 'no table answers');
select is(tests.answer('odile@tablet', 'select public.my_residences()'), '[]', 'it has no residence');
select is(tests.refusal('odile@tablet', $$select public.register_device('Tablet', 'code')$$), 'done', 'registering again');
select is(tests.answer('odile@tablet', 'select public.touch_device()'), 'false', 'does not bring it back');
select is(tests.answer('odile@phone', 'select public.touch_device()'), 'true', 'the phone lives on');

update public.devices set idle_until = now() where session_id = tests.id('phone');
select is(tests.refusal('odile@phone', (select home from pages)), 'PT401 session_ended', 'a device that was not used for long is signed out');
update public.devices set idle_until = now() + interval '1 day', expires_at = now() where session_id = tests.id('phone');
select is(tests.answer('odile@phone', 'select public.touch_device()'), 'false', 'so is one that is too old, however much it is used');

insert into public.devices (session_id, user_id, name, via, created_at, idle_until, expires_at)
	values (tests.id('old'), tests.id('samia user'), 'Old', 'code', now() - interval '181 days', now() + interval '1 day', now() + interval '200 days');
select is(tests.answer('samia@old', 'select public.touch_device()'), 'false', 'who became relay has the shorter limits');

select is(tests.refusal('karim@karim phone', format('select public.end_household_devices(%L, %L)', tests.id('tilleuls'), tests.id('b14'))), 'PT403 not_allowed', 'a tenant ends no household''s devices');
select is(tests.answer('nadia', format('select public.end_household_devices(%L, %L)', tests.id('tilleuls'), tests.id('b14'))), '1', 'the caretaker does, after a phone was lost');
select is(tests.refusal('karim@karim phone', (select home from pages)), 'PT401 session_ended', 'and Karim signs in again');

select * from finish();
rollback;
