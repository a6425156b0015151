-- Who may touch what, written down once more by hand: a grant, a table or a function that nobody meant fails here.
-- Mistakes in how they are made are looked for in 91_footguns.

begin;
select plan(13);

-- Functions of ours: those of extensions (pgTAP itself) are not.
create temp view our_functions as
select n.nspname::text as schema, p.proname::text as name, p.oid, p.prosecdef as definer, p.proowner,
	coalesce(p.proconfig, '{}') as config, coalesce(obj_description(p.oid, 'pg_proc'), '') as comment, (
		select coalesce(string_agg(case a.grantee when 0 then 'everybody' else a.grantee::regrole::text end, ' '
			order by a.grantee::regrole::text), '')
		from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee <> p.proowner) as callers
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('public', 'private')
	and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e');
create temp view our_tables as
select n.nspname::text as schema, c.relname::text as name, c.oid, c.relowner, c.relacl, c.relkind, c.relrowsecurity
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'private') and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
	and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e');

select cmp_ok((select count(*) from our_tables where schema = 'public' and relkind = 'r'), '>=', 16::bigint, 'the tables are there');
select is_empty($$select schema, name from our_tables where relkind = 'r' and obj_description(oid, 'pg_class') is null$$,
	'every table says what it is for');
select is_empty($$select schema, name from our_tables where relkind in ('v', 'm', 'f')$$,
	'there is no view, which would read past the policies unless told not to');
-- A foreign key without an index makes every delete and many policies read the whole table.
select is_empty($$select k.conrelid::regclass, k.conname from pg_constraint k join our_tables t on t.oid = k.conrelid
	where k.contype = 'f' and not exists (select from pg_index i where i.indrelid = k.conrelid
		and k.conkey[1] = any (i.indkey::smallint[]) and (i.indkey::smallint[])[0] = any (k.conkey))$$,
	'every foreign key can be followed backwards by an index');

select set_eq($$
	select t.name, a.grantee::regrole::text, lower(a.privilege_type), 'all columns'::text
		from our_tables t, aclexplode(t.relacl) a
		where t.schema = 'public' and a.grantee <> t.relowner
	union all
	select t.name, a.grantee::regrole::text, lower(a.privilege_type), string_agg(c.attname, ' ' order by c.attname)
		from our_tables t join pg_attribute c on c.attrelid = t.oid, aclexplode(c.attacl) a
		where t.schema = 'public' and a.grantee <> t.relowner group by 1, 2, 3
$$, $$values
	('organisations', 'authenticated', 'select', 'all columns'),
	('residences', 'authenticated', 'select', 'all columns'),
	('households', 'authenticated', 'select', 'all columns'),
	('members', 'authenticated', 'select', 'created_at ended_at household_id id name residence_id role'),
	('member_contacts', 'authenticated', 'select', 'all columns'),
	('devices', 'authenticated', 'select', 'all columns'),
	('join_codes', 'authenticated', 'select', 'all columns'),
	('join_requests', 'authenticated', 'select', 'answered_at answered_by created_at household_id id member_id name residence_id state user_id'),
	('access_log', 'authenticated', 'select', 'all columns'),
	('profiles', 'authenticated', 'select', 'all columns'), ('preferences', 'authenticated', 'select', 'all columns'),
	('role_changes', 'authenticated', 'select', 'all columns'), ('substitutions', 'authenticated', 'select', 'all columns'),
	('notifications', 'authenticated', 'select', 'all columns'),
	('letters', 'authenticated', 'select', 'created_at created_by expires_at household_id id most_uses residence_id revoked_at uses'),
	('letter_uses', 'authenticated', 'select', 'at id letter_id member_id residence_id'),
	('retention_rules', 'authenticated', 'select', 'all columns'),
	('mandates', 'authenticated', 'select', 'all columns'), ('mandate_changes', 'authenticated', 'select', 'all columns'),
	('producers', 'authenticated', 'select', 'all columns'),
	('producers', 'authenticated', 'insert', 'email name phone place residence_id'),
	('producers', 'authenticated', 'update', 'archived_at email name phone place'),
	('products', 'authenticated', 'select', 'all columns'),
	('products', 'authenticated', 'insert', 'allergens description months name origin photo_path pictogram price_cents producer_id residence_id step unit'),
	('products', 'authenticated', 'update', 'allergens archived_at description months name origin photo_path pictogram price_cents step unit'),
	('rounds', 'authenticated', 'select', 'all columns'),
	('round_changes', 'authenticated', 'select', 'all columns'),
	('offers', 'authenticated', 'select', 'all columns'),
	('orders', 'authenticated', 'select', 'all columns'),
	('order_lines', 'authenticated', 'select', 'all columns'),
	('order_changes', 'authenticated', 'select', 'all columns'),
	('sheets', 'authenticated', 'select', 'answer_note answered_at computed_at id orders_count read_at residence_id revoked_at round_id send_failed_at sent_at superseded_at total_cents'),
	('sheet_lines', 'authenticated', 'select', 'all columns'),
	('ledger_entries', 'authenticated', 'select', 'all columns')
$$, 'tables are granted exactly so: nothing to strangers, nothing to the jobs, no writing but the catalogue');
select is_empty($$select t.name, a.grantee::regrole::text, a.privilege_type from our_tables t, aclexplode(t.relacl) a
	where t.schema = 'private' and a.grantee <> t.relowner$$, 'private tables are granted to nobody');
select is_empty($$select t.name from our_tables t, aclexplode(t.relacl) a
	where t.schema = 'public' and t.relkind = 'S' and a.grantee <> t.relowner$$, 'sequences are granted to nobody');
select is_empty($$select d.defaclrole::regrole, a.grantee::regrole::text, a.privilege_type
	from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace, aclexplode(d.defaclacl) a
	where d.defaclrole = current_user::regrole and (n.nspname in ('public', 'private') or n.nspname is null)
		and a.grantee <> d.defaclrole$$, 'what a later migration creates is granted to nobody by default');

select is_empty($$select name from our_functions where schema = 'public' and comment = ''$$,
	'every function that the API shows says what it does');
select is_empty($$select schema, name from our_functions group by schema, name having count(*) > 1$$,
	'no function has two shapes');

select set_eq($$select name, callers from our_functions where schema = 'public'$$, $$values
	('setup_status', 'anon authenticated service_role'),
	('demo_people', 'anon authenticated'),
	('producer_sheet', 'anon authenticated'), ('confirm_sheet', 'anon authenticated'), ('answer_sheet', 'anon authenticated'),
	('try_setup_code', 'service_role'), ('create_residence', 'service_role'),
	('request_code', 'service_role'), ('try_code', 'service_role'), ('code_worked', 'service_role'),
	('begin_email_proof', 'service_role'), ('confirm_email_proof', 'service_role'), ('find_password', 'service_role'),
	('password_worked', 'service_role'), ('prove_session', 'service_role'), ('save_password', 'service_role'), ('people_of_sessions', 'service_role'),
	('rounds_not_closed', 'service_role'), ('unused_photos', 'service_role'), ('drop_old_imports', 'service_role'), ('end_due_mandates', 'service_role'), ('tell_due', 'service_role'),
	('applied_migrations', 'service_role'), ('ensure_setup_code', 'service_role'), ('close_due_rounds', 'service_role'),
	('claim_mails', 'service_role'), ('mail_sent', 'service_role'), ('mail_failed', 'service_role'),
	('claim_memberships', 'authenticated'), ('my_residences', 'authenticated'),
	('register_device', 'authenticated'), ('touch_device', 'authenticated'), ('rename_device', 'authenticated'),
	('sign_out_device', 'authenticated'), ('sign_out_other_devices', 'authenticated'),
	('page_devices', 'authenticated'), ('page_credentials', 'authenticated'), ('end_household_devices', 'authenticated'), ('begin_upload', 'authenticated'),
	('look_at_code', 'service_role'), ('use_letter', 'service_role'), ('may_ask_to_join', 'service_role'),
	('finish_letter', 'authenticated'), ('ask_to_join', 'authenticated'), ('withdraw_join_request', 'authenticated'), ('page_waiting', 'authenticated'),
	('renew_join_code', 'authenticated'), ('issue_letters', 'authenticated'), ('issue_helper_code', 'authenticated'), ('revoke_letter', 'authenticated'),
	('answer_join_request', 'authenticated'), ('page_joining', 'authenticated'),
	('stage_import', 'authenticated'), ('page_import', 'authenticated'), ('apply_import', 'authenticated'), ('drop_import', 'authenticated'), ('export_people', 'authenticated'),
	('show_contacts', 'authenticated'), ('show_phone_list', 'authenticated'), ('show_request_contacts', 'authenticated'),
	('page_access', 'authenticated'), ('page_profile', 'authenticated'), ('save_profile', 'authenticated'),
	('page_reach', 'authenticated'), ('show_phone', 'authenticated'),
	('page_privacy', 'anon authenticated'), ('page_retention', 'authenticated'), ('save_retention', 'authenticated'),
	('start_retention', 'authenticated'), ('run_retention', 'service_role'), ('forget_leftovers', 'service_role'),
	('page_my_data', 'authenticated'), ('ask_deletion', 'authenticated'), ('cancel_deletion', 'authenticated'), ('my_data', 'authenticated'),
	('due_deletions', 'service_role'), ('erase_account', 'service_role'),
	('give_mandate', 'authenticated'), ('record_mandate', 'authenticated'), ('end_mandate', 'authenticated'), ('page_helpers', 'authenticated'),
	('save_push_subscription', 'authenticated'), ('end_push_subscription', 'authenticated'), ('end_phone', 'authenticated'), ('send_test_push', 'authenticated'),
	('send_test_to_all', 'authenticated'), ('page_notification_settings', 'authenticated'), ('report_delivery', 'anon authenticated'),
	('ensure_push_keys', 'service_role'), ('claim_deliveries', 'service_role'), ('record_deliveries', 'service_role'), ('push_health', 'service_role'),
	('page_inbox', 'authenticated'), ('read_notification', 'authenticated'), ('read_all_notifications', 'authenticated'),
	('add_households', 'authenticated'), ('rename_household', 'authenticated'), ('delete_household', 'authenticated'),
	('change_role', 'authenticated'), ('see_roles', 'authenticated'), ('name_substitute', 'authenticated'), ('revoke_substitute', 'authenticated'),
	('page_person', 'authenticated'), ('open_residence', 'authenticated'), ('page_landlord', 'authenticated'),
	('save_member', 'authenticated'), ('end_member', 'authenticated'), ('save_residence', 'authenticated'),
	('save_round', 'authenticated'), ('open_round', 'authenticated'), ('close_round', 'authenticated'),
	('reopen_round', 'authenticated'), ('order_round', 'authenticated'), ('cancel_round', 'authenticated'),
	('settle_round', 'authenticated'), ('duplicate_round', 'authenticated'),
	('place_order', 'authenticated'), ('cancel_order', 'authenticated'),
	('resend_sheet', 'authenticated'), ('revoke_sheet', 'authenticated'), ('renew_sheet_link', 'authenticated'),
	('preview_delivery', 'authenticated'), ('deliver_round', 'authenticated'), ('pick_up', 'authenticated'), ('hand_over', 'authenticated'),
	('record_payment', 'authenticated'), ('reverse_payment', 'authenticated'),
	('page_home', 'authenticated'), ('page_rounds', 'authenticated'), ('page_round', 'authenticated'),
	('page_orders', 'authenticated'), ('page_desk', 'authenticated'), ('page_desk_order', 'authenticated'),
	('page_slips', 'authenticated'), ('page_round_admin', 'authenticated'), ('page_round_edit', 'authenticated'),
	('page_catalogue', 'authenticated'), ('page_delivery', 'authenticated'), ('page_pickup', 'authenticated'),
	('page_money', 'authenticated'), ('page_people', 'authenticated'), ('page_settings', 'authenticated')
$$, 'functions of the API are called by exactly these');
select set_eq($$select name, callers from our_functions where schema = 'private' and callers ~ 'anon|service_role'$$, $$values
	('refuse', 'anon authenticated service_role'), ('setup_status', 'anon authenticated service_role'),
	('demo_people', 'anon authenticated'),
	('producer_sheet', 'anon authenticated'), ('confirm_sheet', 'anon authenticated'), ('answer_sheet', 'anon authenticated'),
	('try_setup_code', 'service_role'), ('create_residence', 'service_role'),
	('request_code', 'service_role'), ('try_code', 'service_role'), ('code_worked', 'service_role'),
	('begin_email_proof', 'service_role'), ('confirm_email_proof', 'service_role'), ('find_password', 'service_role'),
	('password_worked', 'service_role'), ('prove_session', 'service_role'), ('save_password', 'service_role'), ('people_of_sessions', 'service_role'),
	('rounds_not_closed', 'service_role'), ('unused_photos', 'service_role'), ('drop_old_imports', 'service_role'), ('end_due_mandates', 'service_role'), ('tell_due', 'service_role'),
	('look_at_code', 'service_role'), ('use_letter', 'service_role'), ('may_ask_to_join', 'service_role'),
	('page_privacy', 'anon authenticated'), ('run_retention', 'service_role'), ('forget_leftovers', 'service_role'),
	('due_deletions', 'service_role'), ('erase_account', 'service_role'),
	('migration_versions', 'service_role'), ('ensure_setup_code', 'service_role'), ('close_due_rounds', 'service_role'),
	('report_delivery', 'anon authenticated'), ('ensure_push_keys', 'service_role'),
	('claim_deliveries', 'service_role'), ('record_deliveries', 'service_role'), ('push_health', 'service_role'),
	('claim_mails', 'service_role'), ('mail_sent', 'service_role'), ('mail_failed', 'service_role')
$$, 'strangers and jobs reach no other helper');
-- Steps of an act that check nothing themselves.
select is_empty($$select name, callers from our_functions where schema = 'private' and callers <> '' and name in (
	'person_of_session', 'own_email', 'is_proven', 'require_proven', 'take_address', 'write_address', 'take_code_attempt', 'make_address', 'is_made_address', 'live_letter', 'secret_hash', 'random_letters', 'bare_code', 'end_devices', 'session_limits', 'check_attempts', 'note_attempt', 'code_subject', 'is_setup_code', 'lock_door_of', 'leave_door', 'cancel_orders_of',
	'memberships_of', 'require_appointer', 'lock_caretakers', 'check_may_change', 'note_role', 'end_substitutions_of', 'hand_on_caretaker', 'bring_colleague', 'landlord_rows',
	'link_ends_at', 'stop_sheet_mails', 'lock_round', 'lock_open_round', 'move_round', 'save_offers', 'compute_sheet', 'close_locked',
	'reverse_charges', 'recharge', 'note_order', 'send_sheet', 'live_sheet', 'stock_left', 'line_problem', 'allocate',
	'text_hash', 'phones_of', 'put_deliveries', 'put_phone_message',
	'notify', 'settle_notifications', 'end_notifications', 'staff_of', 'members_with_order', 'tell_round_moved', 'tell_order_changed', 'tell_round_changed', 'tell_join_request',
	'shares', 'check_arrivals', 'act_for', 'add_mandate', 'find_helper', 'name_words', 'end_mandates_of_leaver', 'forbid_change', 'note_access', 'is_reachable', 'reach_view', 'keep_request_looks', 'keep_access_log', 'only_forget',
	'deletion_view', 'last_caretaker_of', 'retention_steps', 'retention_view', 'months_kept', 'check_months', 'first_retention_run', 'unname_orders', 'erase_rounds', 'drop_devices',
	'erasure_steps', 'data_sections', 'is_ours', 'forget', 'all_memberships_of', 'emails_of', 'keep_shown_price', 'check_order_total')$$,
	'the inner steps of acts are called by nobody from outside');

select * from finish();
rollback;
