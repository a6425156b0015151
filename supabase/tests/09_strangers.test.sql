-- Ids of another residence, in every act and every page: not found, and nothing changes.

begin;
-- One test for each act and person: the list of acts is compared with what there is.
select no_plan();
select tests.begin_story();
select tests.add_round('their week', 'open', 'cedres', 'other farm');
select is(tests.refusal('zoe', tests.place('their week', 'x1', '{"yams": 1}')), 'done', 'Zoe orders in her residence');
select is(tests.answer('yves', format('select public.close_round(%L, true)', tests.id('their week'))), 'ordered', 'Yves closes');
select is(tests.refusal('yves', format('select public.record_payment(%L, %L, ''payment'', ''cash'', 100, null, '''', gen_random_uuid())', tests.id('their week'), tests.id('x1'))), 'done', 'and takes a euro');

select is(tests.refusal('yves', format('select public.renew_join_code(%L)', tests.id('cedres'))), 'done', 'Yves makes the code of the poster');
select is(tests.refusal('yves', format('select public.issue_letters(%L, array[%L]::uuid[], 4, 60)', tests.id('cedres'), tests.id('x1'))), 'done', 'and a letter');
select is(tests.refusal('zoe', format('select public.save_profile(%L, '''', true, ''residence'', ''fr'', ''normal'', ''auto'', true)', tests.id('cedres'))), 'done', 'Zoe lets her neighbours see her phone');
select is(tests.refusal('yves', format('select public.show_contacts(%L, %L)', tests.id('cedres'), tests.id('zoe'))), 'done', 'Yves looks at Zoe''s contacts');
insert into auth.users (id, email) values (tests.id('ines user'), 'ines@tests.invalid');
select is(tests.refusal('ines', format('select public.ask_to_join(%L, %L, ''Ines'', null, null)', (select code from public.join_codes), tests.id('x1'))), 'done', 'Ines asks to be let in');

select is(tests.refusal('yves', format('select public.name_substitute(%L, %L, %L, current_date + 30, current_date + 40)', tests.id('cedres'), tests.id('yves'), tests.id('zoe'))), 'done', 'Zoe will stand in for Yves');
select is(tests.refusal('yves', format('select public.change_role(%L, %L, ''relay'')', tests.id('cedres'), tests.id('zoe'))), 'done', 'and helps him until then');

select is(tests.refusal('zoe', format('select public.give_mandate(%L, ''Ines'', null, ''ines@x.fr'', array[''orders''], 12)', tests.id('cedres'))), 'done', 'Zoe trusts Ines');
create temp table acts as select * from (values
	('place_order', tests.place('their week', 'x1', '{"yams": 1}', 1)), ('place_order for ours', tests.place('their week', 'b12', '{"yams": 1}', 0)),
	('cancel_order', format('select public.cancel_order(%L, 1)', (select id from public.orders))),
	('save_round', format('select public.save_round(%L, null, 0, ''{}'', ''[]'')', tests.id('cedres'))),
	('open_round', format('select public.open_round(%L, 1)', tests.id('their week'))), ('close_round', format('select public.close_round(%L, true)', tests.id('their week'))),
	('reopen_round', format('select public.reopen_round(%L, ''2030-01-01'')', tests.id('their week'))), ('order_round', format('select public.order_round(%L)', tests.id('their week'))),
	('cancel_round', format('select public.cancel_round(%L, '''')', tests.id('their week'))), ('settle_round', format('select public.settle_round(%L)', tests.id('their week'))),
	('duplicate_round', format('select public.duplicate_round(%L)', tests.id('their week'))), ('resend_sheet', format('select public.resend_sheet(%L)', tests.id('their week'))),
	('revoke_sheet', format('select public.revoke_sheet(%L)', tests.id('their week'))), ('renew_sheet_link', format('select public.renew_sheet_link(%L)', tests.id('their week'))),
	('preview_delivery', format('select public.preview_delivery(%L, ''[]'', ''same_cut'')', tests.id('their week'))),
	('deliver_round', format('select public.deliver_round(%L, 1, ''[]'', ''same_cut'')', tests.id('their week'))),
	('pick_up', format('select public.pick_up(%L, ''collected'')', (select id from public.orders))),
	('record_payment', format('select public.record_payment(%L, %L, ''payment'', ''cash'', 1, null, '''', gen_random_uuid())', tests.id('their week'), tests.id('x1'))),
	('hand_over', format('select public.hand_over(%L, ''cash'', 1, null, gen_random_uuid())', (select id from public.orders))),
	('reverse_payment', format('select public.reverse_payment(%s)', (select id from public.ledger_entries where kind = 'payment'))),
	('add_households', format('select public.add_households(%L, '''', ''A'', ''[{"floor": 1, "door": "1"}]'')', tests.id('cedres'))),
	('rename_household', format('select public.rename_household(%L, %L, '''', ''A'', 1, ''1'')', tests.id('cedres'), tests.id('x1'))),
	('delete_household', format('select public.delete_household(%L, %L)', tests.id('cedres'), tests.id('x1'))),
	('change_role', format('select public.change_role(%L, %L, ''relay'')', tests.id('cedres'), tests.id('zoe'))), ('see_roles', format('select public.see_roles(%L)', tests.id('cedres'))),
	('name_substitute', format('select public.name_substitute(%L, %L, %L, current_date + 2, current_date + 3)', tests.id('cedres'), tests.id('yves'), tests.id('zoe'))),
	('revoke_substitute', format('select public.revoke_substitute(%L)', (select id from public.substitutions))),
	('page_person', format('select public.page_person(%L, %L)', tests.id('cedres'), tests.id('zoe'))),
	('open_residence', format('select public.open_residence(%L, ''X'', '''', ''Europe/Paris'', ''X'', ''x@x.invalid'')', tests.id('cedres'))), ('page_landlord', format('select public.page_landlord(%L)', tests.id('cedres'))),
	('save_member', format('select public.save_member(%L, null, null, ''X'', null, null)', tests.id('cedres'))),
	('save_member of theirs', format('select public.save_member(%L, %L, null, ''X'', null, null)', tests.id('cedres'), tests.id('zoe'))),
	('end_member', format('select public.end_member(%L, %L)', tests.id('cedres'), tests.id('zoe'))),
	('renew_join_code', format('select public.renew_join_code(%L)', tests.id('cedres'))),
	('issue_letters', format('select public.issue_letters(%L, array[%L]::uuid[], 4, 60)', tests.id('cedres'), tests.id('x1'))),
	('revoke_letter', format('select public.revoke_letter(%L)', (select id from public.letters))),
	('answer_join_request', format('select public.answer_join_request(%L, true, null, null)', (select id from public.join_requests))),
	('show_contacts', format('select public.show_contacts(%L, %L)', tests.id('cedres'), tests.id('zoe'))),
	('show_phone_list', format('select public.show_phone_list(%L)', tests.id('cedres'))),
	('show_request_contacts', format('select public.show_request_contacts(%L)', (select id from public.join_requests))),
	('page_access', format('select public.page_access(%L, %L, null)', tests.id('cedres'), tests.id('zoe'))),
	('save_profile', format('select public.save_profile(%L, '''', true, ''residence'', ''fr'', ''normal'', ''auto'', true)', tests.id('cedres'))),
	('show_phone', format('select public.show_phone(%L, %L)', tests.id('cedres'), tests.id('zoe'))),
	('read_notification', format('select public.read_notification(%L)', (select id from public.notifications where residence_id = tests.id('cedres') limit 1))),
	('send_test_push', format('select public.send_test_push(%L)', tests.id('cedres'))), ('send_test_to_all', format('select public.send_test_to_all(%L)', tests.id('cedres'))),
	('page_notification_settings', format('select public.page_notification_settings(%L)', tests.id('cedres'))),
	('read_all_notifications', format('select public.read_all_notifications(%L, null)', tests.id('cedres'))),
	('end_household_devices', format('select public.end_household_devices(%L, %L)', tests.id('cedres'), tests.id('x1'))),
	('begin_upload', format('select public.begin_upload(%L)', tests.id('cedres'))),
	('give_mandate', format('select public.give_mandate(%L, ''X'', null, ''x@x.fr'', array[''orders''], 12)', tests.id('cedres'))),
	('record_mandate', format('select public.record_mandate(%L, %L, ''X'', null, ''x@x.fr'', array[''orders''], 12, ''person'', repeat(''x'', 30))', tests.id('cedres'), tests.id('zoe'))),
	('end_mandate', format('select public.end_mandate(%L)', (select id from public.mandates where residence_id = tests.id('cedres')))),
	('issue_helper_code', format('select public.issue_helper_code(%L)', (select id from public.mandates where residence_id = tests.id('cedres')))),
	('save_retention', format('select public.save_retention(%L, ''{"letters": 1}'')', tests.id('cedres'))),
	('stage_import', format('select public.stage_import(%L, ''x.csv'', ''[]'', ''[{"row": 2}]'')', tests.id('cedres'))),
	('apply_import', format('select public.apply_import(%L, %L, '''')', tests.id('cedres'), tests.id('an import'))),
	('drop_import', format('select public.drop_import(%L)', tests.id('cedres'))), ('export_people', format('select public.export_people(%L)', tests.id('cedres'))),
	('save_residence', format('select public.save_residence(%L, ''X'', '''', '''', '''')', tests.id('cedres')))) x(act, sql)
union all
select name, format('select public.%I(%L)', name, id) from (values ('page_home', tests.id('cedres')), ('page_inbox', tests.id('cedres')), ('page_devices', tests.id('cedres')), ('page_profile', tests.id('cedres')), ('page_credentials', tests.id('cedres')), ('page_my_data', tests.id('cedres')), ('page_retention', tests.id('cedres')), ('start_retention', tests.id('cedres')), ('page_reach', tests.id('cedres')), ('page_joining', tests.id('cedres')), ('page_helpers', tests.id('cedres')), ('page_import', tests.id('cedres')), ('page_rounds', tests.id('cedres')), ('page_orders', tests.id('cedres')),
	('page_people', tests.id('cedres')), ('page_settings', tests.id('cedres')), ('page_catalogue', tests.id('cedres')), ('page_round', tests.id('their week')), ('page_desk', tests.id('their week')), ('page_slips', tests.id('their week')),
	('page_round_admin', tests.id('their week')), ('page_delivery', tests.id('their week')), ('page_pickup', tests.id('their week')), ('page_money', tests.id('their week'))) y(name, id)
union all
select 'page_desk_order', format('select public.page_desk_order(%L, %L)', tests.id('their week'), tests.id('x1'))
union all
select 'page_round_edit', format('select public.page_round_edit(%L, %L)', tests.id('cedres'), tests.id('their week'))
union all
select 'page_round_edit through ours', format('select public.page_round_edit(%L, %L)', tests.id('tilleuls'), tests.id('their week'));

-- A new act or page must be added above.
select set_eq($$select distinct split_part(act, ' ', 1) from acts$$, $$select p.proname::text from pg_proc p where p.pronamespace = 'public'::regnamespace
	and not has_function_privilege('anon', p.oid, 'execute') and has_function_privilege('authenticated', p.oid, 'execute')
	-- One's own account and devices: 12_devices, 19_privacy. Getting in: 13_joining.
	and p.proname not in ('save_push_subscription', 'end_push_subscription', 'end_phone', 'my_data', 'ask_deletion', 'cancel_deletion', 'claim_memberships', 'my_residences', 'register_device', 'touch_device', 'rename_device', 'sign_out_device',
		'sign_out_other_devices', 'finish_letter', 'ask_to_join', 'withdraw_join_request', 'page_waiting') and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')$$, 'every act and every page is tried');
create function pg_temp.state_of_things() returns text language sql as $$
	select md5(concat((select jsonb_agg(r) from public.rounds r), (select jsonb_agg(o) from public.orders o), (select jsonb_agg(e) from public.ledger_entries e), (select jsonb_agg(m) from public.members m), (select jsonb_agg(m) from public.substitutions m), (select jsonb_agg(m) from public.role_changes m),
		(select jsonb_agg(h) from public.households h), (select jsonb_agg(r) from public.residences r), (select jsonb_agg(s) from public.sheets s), (select jsonb_agg(x) from private.mails x),
		(select jsonb_agg(x) from public.retention_rules x), (select jsonb_agg(x) from private.retention_runs x)));
$$;
create temp table before as select pg_temp.state_of_things() as things;
select is(tests.refusal('nadia', sql), 'PT404 not_found', format('%s: the caretaker of another residence finds nothing', act)) from acts;
select is(tests.refusal('claire', sql), 'PT404 not_found', format('%s: nor does a manager of another landlord', act)) from acts;
select is(tests.refusal('edith', sql), 'PT404 not_found', format('%s: nor somebody who left', act)) from acts;
select is(tests.refusal('nobody', sql), 'PT404 not_found', format('%s: nor an account without a residence', act)) from acts;
select is(tests.refusal('hana', sql), 'PT404 not_found', format('%s: nor a helper of another residence', act)) from acts where act not like '%through ours';
select is(tests.refusal('anon', sql), '42501', format('%s: a stranger may not ask', act)) from acts;
select is(tests.refusal('nadia', replace(replace(sql, tests.id('their week')::text, tests.id('nothing')::text), tests.id('cedres')::text, tests.id('nothing')::text)), 'PT404 not_found',
	format('%s: what does not exist reads the same', act)) from acts where act not in ('revoke_letter', 'read_notification', 'end_mandate', 'revoke_substitute', 'answer_join_request', 'show_request_contacts', 'cancel_order', 'pick_up', 'hand_over', 'reverse_payment');
select is(pg_temp.state_of_things(), (select things from before), 'and nothing changed');

-- The helpers behind the pages that count what their reader may not read line by line.
select is(tests.answer('nadia', format('select private.round_progress(%L)', tests.id('their week')))::jsonb, '{"households": 0, "totalCents": 0}'::jsonb, 'sums of orders are for members');
select is(tests.answer('nadia', format('select private.chart_view(%L)', tests.id('cedres')))::jsonb, '[]'::jsonb, 'the chart is for their caretaker');
select is(tests.answer('nadia', format('select private.money_sums(%L)', tests.id('their week')))::jsonb ->> 'balanceCents', '0', 'so are sums of money');
select is(tests.answer('nadia', format('select private.money_sums(%L)', tests.id('their week')))::jsonb ->> 'cashCents', '0', 'and what is in the box');

-- Reading tables: 90_matrix.
select * from finish();
rollback;
