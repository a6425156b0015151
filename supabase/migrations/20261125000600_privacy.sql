-- Rights of the people: deleting one's account. What is taken away and how long things are kept: the files after.

alter table public.members
	add column erased_at timestamptz,
	drop constraint members_name_check,
	add constraint members_name_check check (char_length(name) between 1 and 80 or (name = '' and erased_at is not null));
comment on column public.members.erased_at is
	'When this person was forgotten. The row stays, without name, door and role, for the orders and the money that point at it.';

create table private.account_deletions (
	user_id uuid primary key references auth.users (id) on delete cascade,
	asked_at timestamptz not null default clock_timestamp(),
	due_at timestamptz not null,
	erased_at timestamptz,
	held_by text check (held_by in ('last_caretaker'))
);
comment on table private.account_deletions is
	'Accounts that their owners want deleted, seven days later. The row goes with the account.';
comment on column private.account_deletions.erased_at is
	'Everything of ours is erased; the account itself is deleted next (hosted Supabase: through its admin API).';
comment on column private.account_deletions.held_by is 'Why the day has passed and nothing was deleted yet.';
create index account_deletions_due_at_idx on private.account_deletions (due_at);

create function private.deletion_view(p_user uuid) returns json
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select row_to_json(x) from (
		select d.due_at as "dueAt", d.held_by as "heldBy"
		from private.account_deletions d where d.user_id = p_user) x);
end;
$$;
comment on function private.deletion_view(uuid) is 'When an account will be deleted; null when nobody asked for it.';

create function private.last_caretaker_of(p_user uuid) returns text
language sql stable security definer set search_path = '' as $$
	select r.name from public.members m join public.residences r on r.id = m.residence_id
	where m.user_id = p_user and m.role = 'caretaker' and m.ended_at is null and not exists (
		select from public.members o where o.residence_id = m.residence_id and o.role = 'caretaker'
			and o.ended_at is null and o.id <> m.id
			-- On paper, nobody can open the lodge; who stands in is gone when the caretaker is back.
			and private.has_account(o.id))
	order by r.name limit 1;
$$;
comment on function private.last_caretaker_of(uuid) is 'A residence that would be left without a caretaker who can get in; null when none would.';

create function private.ask_deletion() returns timestamptz
language plpgsql security definer set search_path = '' as $$
declare
	v_me uuid := private.require_session();
	v_residence text := private.last_caretaker_of(v_me);
begin
	if v_residence is not null then
		perform private.refuse(409, 'last_caretaker', jsonb_build_object('residence', v_residence));
	end if;
	-- Asked twice is asked once: the day that was told stays. Who is in no residence loses nothing that they could
	-- miss in seven days.
	insert into private.account_deletions (user_id, due_at)
		select v_me, clock_timestamp() + case when exists (select from public.members m
			where m.user_id = v_me and m.ended_at is null) then interval '7 days' else interval '0' end
		on conflict (user_id) do nothing;
	return (select due_at from private.account_deletions where user_id = v_me);
end;
$$;
create function public.ask_deletion() returns timestamptz
language sql set search_path = '' as $$ select private.ask_deletion(); $$;
comment on function public.ask_deletion() is
	'One''s account is to be deleted; answers when (seven days later, at once for somebody without a residence). Refuses: last_caretaker.';

create function private.cancel_deletion() returns void
language plpgsql security definer set search_path = '' as $$
begin
	delete from private.account_deletions where user_id = private.require_session() and erased_at is null;
end;
$$;
create function public.cancel_deletion() returns void
language sql set search_path = '' as $$ select private.cancel_deletion(); $$;
comment on function public.cancel_deletion() is 'One''s account stays after all; nothing happens when nobody asked for its deletion.';

create function public.page_my_data(p_residence uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'residences', private.my_residences(),
		'lastCaretakerOf', private.my_last_place());
end;
$$;
comment on function public.page_my_data(uuid) is 'What one can do with one''s own data, and what deleting the account would mean.';
create function private.my_last_place() returns text
language sql stable security definer set search_path = '' as $$ select private.last_caretaker_of(private.me()); $$;
comment on function private.my_last_place() is 'A residence that would lose its last caretaker with the person who asks.';
grant execute on function private.ask_deletion(), public.ask_deletion(), private.cancel_deletion(), public.cancel_deletion(),
	private.my_last_place(), public.page_my_data(uuid) to authenticated;

-- Every place that tells of a person, and what becomes of it when they go. A new table adds its line here (a test
-- finds it when it is forgotten). In each statement: $1 the account, $2 its memberships, $3 its e-mail addresses,
-- $4 the person's names in small letters, $5 the doors that nobody lives behind any more.
create function private.erasure_steps() returns table (source text, statement text)
language sql immutable set search_path = '' as $steps$ values
	('public.member_contacts', 'delete from public.member_contacts where member_id = any ($2)'),
	('public.devices', 'delete from public.devices where user_id = $1'),
	('public.profiles', 'delete from public.profiles where member_id = any ($2)'),
	('public.preferences', 'delete from public.preferences where user_id = $1'),
	('private.imports', 'delete from private.imports where member_id = any ($2)'),
	('public.join_requests', 'delete from public.join_requests where user_id = $1 or member_id = any ($2)'),
	('public.letter_uses', 'delete from public.letter_uses where member_id = any ($2) or address = any ($3)'),
	('private.order_keys', 'delete from private.order_keys where member_id = any ($2)'),
	('private.passwords', 'delete from private.passwords where user_id = $1'),
	('private.email_proofs', 'delete from private.email_proofs where user_id = $1'),
	('public.notifications', 'delete from public.notifications where member_id = any ($2)'),
	('private.deliveries', 'delete from private.deliveries where member_id = any ($2)'),
	('private.push_subscriptions', 'delete from private.push_subscriptions where user_id = $1'),
	-- The invitation of a helper from elsewhere names both.
	('private.mails', $$delete from private.mails where to_address = any ($3) or dedupe_key in (
		select 'helper:' || d.id from public.mandates d where d.person_id = any ($2) or d.helper_id = any ($2))$$),
	-- They ended with the membership; the sentence that was read out names both.
	('public.mandates', $$update public.mandates set ended_at = coalesce(ended_at, clock_timestamp()), read_out = null
		where person_id = any ($2) or helper_id = any ($2)$$),
	-- What somebody wrote about them stands in their own orders, or under their name in the residence.
	('public.orders', $$update public.orders o set pickup_by = '', pickup_note = ''
		where (o.pickup_by <> '' or o.pickup_note <> '')
			and (o.member_id = any ($2) or o.household_id = any ($5) or (lower(o.pickup_by) = any ($4)
				and o.residence_id in (select m.residence_id from public.members m where m.id = any ($2))))$$),
	('public.order_changes', $$update public.order_changes c set detail = c.detail - 'by' - 'note'
		where c.detail ?| array['by', 'note']
			and (c.for_member = any ($2) or c.order_id in (select o.id from public.orders o where o.household_id = any ($5))
				or (lower(c.detail ->> 'by') = any ($4)
					and c.residence_id in (select m.residence_id from public.members m where m.id = any ($2))))$$),
	('public.ledger_entries', $$update public.ledger_entries e set note = ''
		where e.note <> '' and (e.household_id = any ($5) or (e.residence_id in (
			select m.residence_id from public.members m where m.id = any ($2)) and exists (
			select from unnest($4::text[]) n where char_length(n) >= 3 and position(n in lower(e.note)) > 0)))$$),
	-- Photos of products stay in the catalogue, but nobody has put them there.
	('storage.objects', 'update storage.objects set owner = null, owner_id = null where owner_id = $1::text'),
	-- What Auth writes down about sign-ins has no foreign key, and names the address.
	('auth.audit_log_entries', $$delete from auth.audit_log_entries where payload::text like '%' || $1::text || '%'$$),
	('auth.flow_state', 'delete from auth.flow_state where user_id = $1'),
	-- Last: the steps above find their rows through it.
	('public.members', $$update public.members set name = '', household_id = null, role = 'tenant', user_id = null,
		ended_at = coalesce(ended_at, now()), erased_at = now() where id = any ($2)$$)
$steps$;
comment on function private.erasure_steps() is 'What is done, table by table, when a person is forgotten.';

-- A plain database that only checks migrations has no Storage, and a hosted project may keep tables of Auth to itself.
create function private.is_ours(p_source text, p_privileges text) returns boolean
language sql stable security definer set search_path = '' as $$
	select case when to_regclass(p_source) is null then false
		else (select bool_and(has_table_privilege(to_regclass(p_source), trim(x))) from regexp_split_to_table(p_privileges, ',') x) end;
$$;
comment on function private.is_ours(text, text) is 'Whether a table is there and our functions may do this with it.';

create function private.forget(p_user uuid, p_members uuid[], p_emails text[], p_doors uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_names text[] := array(select distinct lower(m.name) from public.members m
		where m.id = any (p_members) and m.name <> '');
	v_step record;
begin
	for v_step in select s.source, s.statement from private.erasure_steps() s loop
		if private.is_ours(v_step.source, 'select, delete') then
			execute v_step.statement using p_user, p_members, p_emails, v_names, p_doors;
		end if;
	end loop;
end;
$$;
comment on function private.forget(uuid, uuid[], text[], uuid[]) is
	'Erases what tells of a person, by the list above. Orders and money stay, without them.';

-- Memberships of an account, also those that ended: these lost their account, but how it came in is known.
create function private.all_memberships_of(p_user uuid, p_emails text[]) returns uuid[]
language sql stable security definer set search_path = '' as $$
	select array(select m.id from public.members m where m.user_id = p_user or (m.user_id is null and m.ended_at is not null
		and (exists (select from public.join_requests q where q.member_id = m.id and q.user_id = p_user)
			or exists (select from public.letter_uses u where u.member_id = m.id and u.address = any (p_emails))
			or exists (select from public.mandates d join private.mails x on x.dedupe_key = 'helper:' || d.id
				where d.helper_id = m.id and x.to_address = any (p_emails)))));
$$;

create function private.emails_of(p_user uuid) returns text[]
language sql stable security definer set search_path = '' as $$
	select array(select lower(u.email) from auth.users u where u.id = p_user and u.email is not null
		union select c.email from public.members m join public.member_contacts c on c.member_id = m.id
			where m.user_id = p_user and c.email is not null);
$$;

create function private.erase_account(p_user uuid, p_with_account boolean) returns text
language plpgsql security definer set search_path = '' as $$
declare
	v_emails text[];
	v_members uuid[];
	v_doors uuid[];
	v_member public.members;
begin
	-- Of several workers one comes through; who takes the wish back comes before it or too late.
	perform from private.account_deletions
		where user_id = p_user and due_at <= clock_timestamp() and erased_at is null for update skip locked;
	if not found then
		return 'gone';
	end if;
	-- The order of locks of every act: rounds, doors, people.
	perform from public.rounds r where r.state = 'open' and r.residence_id in (
		select m.residence_id from public.members m where m.user_id = p_user and m.ended_at is null) order by r.id for share;
	perform from public.households h where h.id in (
		select m.household_id from public.members m where m.user_id = p_user and m.ended_at is null)
		order by h.id for no key update;
	perform from public.members m where m.ended_at is null and (m.user_id = p_user or (m.role = 'caretaker'
		and m.residence_id in (select x.residence_id from public.members x where x.user_id = p_user and x.ended_at is null)))
		order by m.id for update;
	if private.last_caretaker_of(p_user) is not null then
		update private.account_deletions set held_by = 'last_caretaker', due_at = clock_timestamp() + interval '1 day'
			where user_id = p_user;
		return 'last_caretaker';
	end if;
	v_emails := private.emails_of(p_user);
	v_members := private.all_memberships_of(p_user, v_emails);
	perform private.end_devices(array(select d.session_id from public.devices d where d.user_id = p_user));
	v_doors := '{}';
	for v_member in select m.* from public.members m where m.user_id = p_user and m.ended_at is null order by m.id loop
		perform private.end_substitutions_of(v_member.id, null);
		-- Mandates given and held end by the trigger of members.
		update public.members set ended_at = now(), user_id = null where id = v_member.id;
		perform private.leave_door(v_member.household_id, v_member);
		if v_member.household_id is not null and not exists (
			select from public.members m where m.household_id = v_member.household_id and m.ended_at is null) then
			v_doors := v_doors || v_member.household_id;
		end if;
	end loop;
	perform private.forget(p_user, v_members, v_emails, v_doors);
	if p_with_account then
		delete from auth.users where id = p_user;
	else
		update private.account_deletions set erased_at = clock_timestamp() where user_id = p_user;
	end if;
	return 'erased';
end;
$$;
create function public.erase_account(p_user uuid, p_with_account boolean) returns text
language sql set search_path = '' as $$ select private.erase_account($1, $2); $$;
comment on function public.erase_account(uuid, boolean) is
	'Deletes a person whose day has come, in one transaction: "erased", "gone" (taken back, already done, or another worker is at it) or "last_caretaker" (tried again tomorrow). p_with_account: the account too, where it is in this database. For the worker.';

create function private.due_deletions(p_limit integer) returns table (user_id uuid, is_erased boolean)
language sql stable security definer set search_path = '' as $$
	select d.user_id, d.erased_at is not null from private.account_deletions d
	where d.due_at <= clock_timestamp() order by d.due_at limit least(greatest(p_limit, 1), 100);
$$;
create function public.due_deletions(p_limit integer) returns table (user_id uuid, is_erased boolean)
language sql stable set search_path = '' as $$ select * from private.due_deletions($1); $$;
comment on function public.due_deletions(integer) is
	'Accounts whose day has come; is_erased: only the account itself is left to delete. For the worker.';
grant execute on function private.erase_account(uuid, boolean), public.erase_account(uuid, boolean),
	private.due_deletions(integer), public.due_deletions(integer) to service_role;

-- What a person takes away: one section for each kind of thing. A new table adds its line here (a test finds it when
-- it is forgotten). A statement answers jsonb rows, oldest first. $1: the account, $2: its memberships, living or
-- ended, $3: its e-mail addresses. Nobody else's name, door or number: only what pages have shown to this person.
-- Never a token, code or hash.
create function private.data_sections() returns table (section text, sources text[], statement text)
language sql immutable set search_path = '' as $steps$ values
	('memberships', array['public.members', 'public.residences', 'public.households'],
		$$select jsonb_build_object('id', m.id, 'residence', r.name, 'door', (select private.door_label(h)
				from public.households h where h.id = m.household_id), 'name', m.name, 'role', m.role,
				'since', m.created_at, 'endedAt', m.ended_at)
			from public.members m join public.residences r on r.id = m.residence_id
			where m.id = any ($2) order by m.created_at, m.id$$),
	('contacts', array['public.member_contacts'],
		$$select jsonb_build_object('membership', c.member_id, 'email', c.email, 'phone', c.phone)
			from public.member_contacts c where c.member_id = any ($2) order by c.member_id$$),
	('profile', array['public.profiles'],
		$$select jsonb_build_object('membership', p.member_id, 'displayName', p.display_name,
				'showsStaircase', p.shows_staircase, 'phoneTo', p.phone_to)
			from public.profiles p where p.member_id = any ($2) order by p.member_id$$),
	('preferences', array['public.preferences'],
		$$select jsonb_build_object('language', f.language, 'textSize', f.text_size, 'theme', f.theme,
				'readsAloud', f.reads_aloud, 'changedAt', f.changed_at)
			from public.preferences f where f.user_id = $1$$),
	-- As the page of one's own log says it: who, what and when.
	('lookedAt', array['public.access_log'],
		$$select jsonb_build_object('membership', a.subject_id, 'what', a.what, 'by', private.seen_name(a.reader_id), 'at', a.at)
			from public.access_log a where a.subject_id = any ($2) order by a.id$$),
	('joinRequests', array['public.join_requests'],
		$$select jsonb_build_object('residence', r.name, 'name', q.name, 'email', q.email, 'phone', q.phone,
				'state', q.state, 'askedAt', q.created_at, 'answeredAt', q.answered_at)
			from public.join_requests q join public.residences r on r.id = q.residence_id
			where q.user_id = $1 or q.member_id = any ($2) order by q.created_at, q.id$$),
	('lettersUsed', array['public.letter_uses', 'public.letters'],
		$$select jsonb_build_object('membership', u.member_id, 'at', u.at, 'letterMadeAt', l.created_at,
				'letterExpiresAt', l.expires_at)
			from public.letter_uses u join public.letters l on l.id = u.letter_id
			where u.member_id = any ($2) order by u.at, u.id$$),
	('devices', array['public.devices'],
		$$select jsonb_build_object('name', d.name, 'via', d.via, 'since', d.created_at, 'lastSeenAt', d.last_seen_at,
				'endedAt', d.ended_at)
			from public.devices d where d.user_id = $1 order by d.created_at, d.session_id$$),
	-- That there is one, never its hash.
	('password', array['private.passwords'],
		$$select jsonb_build_object('since', p.set_at) from private.passwords p where p.user_id = $1$$),
	-- An address that waits for its code.
	('emailProofs', array['private.email_proofs'],
		$$select jsonb_build_object('email', p.email, 'askedAt', p.asked_at) from private.email_proofs p where p.user_id = $1$$),
	-- Whom one trusts and who trusts one, as both read it on their page.
	('mandates', array['public.mandates', 'public.mandate_changes'],
		$$select jsonb_build_object('residence', r.name, 'person', private.member_name(d.person_id),
				'helper', private.member_name(d.helper_id), 'scopes', d.scopes, 'givenAt', d.given_at,
				'given', case when d.asked_by is null then 'by_person' else 'by_voice' end, 'askedBy', d.asked_by,
				'recordedBy', case when d.asked_by is not null then private.member_name(d.given_by) end,
				'readOut', d.read_out, 'endsAt', d.ends_at, 'endedAt', d.ended_at,
				'ending', (select c.kind from public.mandate_changes c where c.mandate_id = d.id
					and c.residence_id = d.residence_id and c.kind <> 'given' order by c.id desc limit 1))
			from public.mandates d join public.residences r on r.id = d.residence_id
			where d.person_id = any ($2) or d.helper_id = any ($2) order by d.given_at, d.id$$),
	('roleChanges', array['public.role_changes'],
		$$select jsonb_build_object('membership', c.member_id, 'from', c.from_role, 'role', c.to_role,
				'by', private.member_name(c.by_member), 'at', c.at)
			from public.role_changes c where c.member_id = any ($2) order by c.id$$),
	('substitutions', array['public.substitutions'],
		$$select jsonb_build_object('residence', r.name, 'absent', private.member_name(s.absent_id),
				'substitute', private.member_name(s.substitute_id), 'startsOn', s.starts_on, 'endsOn', s.ends_on,
				'by', private.member_name(s.created_by), 'at', s.created_at, 'endedAt', s.revoked_at)
			from public.substitutions s join public.residences r on r.id = s.residence_id
			where s.absent_id = any ($2) or s.substitute_id = any ($2) order by s.created_at, s.id$$),
	('notifications', array['public.notifications'],
		$$select jsonb_build_object('membership', n.member_id, 'kind', n.kind, 'at', n.created_at, 'readAt', n.read_at,
				'round', (select r.title from public.rounds r where r.id = n.subject_id))
			from public.notifications n where n.member_id = any ($2) order by n.created_at, n.id$$),
	-- On which phones, never their addresses and keys.
	('phones', array['private.push_subscriptions'],
		$$select jsonb_build_object('name', (select d.name from public.devices d where d.session_id = s.session_id),
				'language', s.language, 'since', s.created_at, 'lastSeenAt', s.refreshed_at)
			from private.push_subscriptions s where s.user_id = $1 order by s.created_at, s.id$$),
	('deliveries', array['private.deliveries'],
		$$select jsonb_build_object('membership', d.member_id, 'kind', d.kind, 'at', d.created_at, 'sentAt', d.sent_at,
				'shownAt', d.shown_at, 'openedAt', d.opened_at)
			from private.deliveries d where d.member_id = any ($2) order by d.id$$),
	-- What Auth wrote down about coming and going.
	('signIns', array['auth.audit_log_entries'],
		$$select jsonb_build_object('what', substring(l.payload::text from 'action[\\"]+: ?[\\"]+([a-z_]+)'), 'at', l.created_at)
			from auth.audit_log_entries l where l.payload::text like '%' || $1::text || '%' order by l.created_at, l.id$$),
	-- Of the household since it is theirs, as "my orders" shows them; of an ended membership, one's own.
	('orders', array['public.orders', 'public.order_lines', 'public.order_changes'],
		$$select jsonb_build_object('id', o.id, 'round', r.title, 'producer', p.name, 'state', o.state,
				'placedAt', o.placed_at, 'changedAt', o.changed_at, 'forMe', o.member_id = any ($2),
				'totalCents', o.total_cents, 'pickupState', o.pickup_state, 'pickupAt', o.pickup_at,
				'pickupBy', o.pickup_by, 'pickupNote', o.pickup_note,
				'lines', (select coalesce(jsonb_agg(jsonb_build_object('product', f.name, 'unit', f.unit,
						'quantity', l.quantity, 'priceCents', l.price_cents, 'lineCents', l.line_cents,
						'receivedQuantity', l.received_quantity, 'receivedCents', l.received_cents) order by f.position, f.name), '[]')
					from public.order_lines l join public.offers f on f.id = l.offer_id where l.order_id = o.id),
				'changes', (select coalesce(jsonb_agg(jsonb_build_object('kind', c.kind, 'at', c.at,
						'byMe', c.by_member = any ($2), 'onBehalf', c.on_behalf, 'totalCents', c.total_cents,
						'collectedBy', c.detail ->> 'by') order by c.id), '[]')
					from public.order_changes c where c.order_id = o.id))
			from public.orders o join public.rounds r on r.id = o.round_id join public.producers p on p.id = r.producer_id
			where o.member_id = any ($2) or exists (select from public.members m
				where m.id = any ($2) and m.ended_at is null and m.household_id = o.household_id
					and o.placed_at >= private.lived_since(o.household_id))
			order by o.placed_at, o.id$$),
	('payments', array['public.ledger_entries'],
		$$select jsonb_build_object('id', e.id, 'round', r.title, 'kind', e.kind, 'method', e.method,
				'amountCents', e.amount_cents, 'tenderedCents', e.tendered_cents, 'corrects', e.reverses,
				'note', e.note, 'at', e.at)
			from public.ledger_entries e join public.rounds r on r.id = e.round_id
			where exists (select from public.members m where m.id = any ($2) and m.ended_at is null
				and m.household_id = e.household_id and e.at >= private.lived_since(e.household_id))
			order by e.id$$),
	-- What one did for the residence or for others, without saying for whom.
	('acts', array['public.order_changes', 'public.ledger_entries', 'public.round_changes', 'public.rounds', 'public.letters', 'public.join_requests',
			'public.mandates', 'public.mandate_changes', 'public.role_changes', 'public.substitutions'],
		$$select x.act from (
			select jsonb_build_object('what', 'order_' || c.kind, 'at', c.at, 'round', r.title) as act, c.at
				from public.order_changes c join public.rounds r on r.id = c.round_id
				where c.by_member = any ($2) and c.on_behalf
			union all select jsonb_build_object('what', 'money_' || e.kind, 'at', e.at, 'round', r.title), e.at
				from public.ledger_entries e join public.rounds r on r.id = e.round_id where e.by_member = any ($2)
			union all select jsonb_build_object('what', 'round_' || c.to_state, 'at', c.at, 'round', r.title), c.at
				from public.round_changes c join public.rounds r on r.id = c.round_id where c.by_member = any ($2)
			union all select jsonb_build_object('what', 'round_made', 'at', r.created_at, 'round', r.title), r.created_at
				from public.rounds r where r.created_by = any ($2)
			union all select jsonb_build_object('what', 'letter_made', 'at', l.created_at), l.created_at
				from public.letters l where l.created_by = any ($2)
			union all select jsonb_build_object('what', 'request_' || q.state, 'at', q.answered_at), q.answered_at
				from public.join_requests q where q.answered_by = any ($2)
			union all select jsonb_build_object('what', 'mandate_recorded', 'at', d.given_at), d.given_at
				from public.mandates d where d.given_by = any ($2) and d.person_id <> all ($2)
			union all select jsonb_build_object('what', 'mandate_withdrawn', 'at', c.at), c.at
				from public.mandate_changes c where c.by_member = any ($2) and c.kind = 'withdrawn'
			union all select jsonb_build_object('what', 'role_given', 'at', c.at), c.at
				from public.role_changes c where c.by_member = any ($2) and c.member_id <> all ($2)
			union all select jsonb_build_object('what', 'substitute_named', 'at', s.created_at), s.created_at
				from public.substitutions s where s.created_by = any ($2)
			union all select jsonb_build_object('what', 'substitute_revoked', 'at', s.revoked_at), s.revoked_at
				from public.substitutions s where s.revoked_by = any ($2)) x order by x.at$$),
	('mails', array['private.mails'],
		$$select jsonb_build_object('kind', m.kind, 'to', m.to_address, 'dueAt', m.due_at, 'sentAt', m.sent_at)
			from private.mails m where m.to_address = any ($3) order by m.id$$),
	('repeatedRequests', array['private.order_keys'],
		$$select jsonb_build_object('round', r.title, 'at', k.at, 'answer', k.answer)
			from private.order_keys k join public.rounds r on r.id = k.round_id where k.member_id = any ($2) order by k.at$$),
	('deletion', array['private.account_deletions'],
		$$select jsonb_build_object('askedAt', d.asked_at, 'dueAt', d.due_at) from private.account_deletions d where d.user_id = $1$$),
	-- Files one has put here, by their place: the ZIP holds them beside.
	('files', array['storage.objects'],
		$$select jsonb_build_object('bucket', o.bucket_id, 'path', o.name, 'at', o.created_at)
			from storage.objects o where o.owner_id = $1::text order by o.created_at, o.name limit 200$$)
$steps$;
comment on function private.data_sections() is 'What is handed out, section by section, when a person asks for their data.';

create function private.my_data() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_me uuid := private.require_session();
	v_emails text[] := private.emails_of(v_me);
	v_members uuid[] := private.all_memberships_of(v_me, v_emails);
	v_step record;
	v_rows jsonb;
	v_data jsonb := '{}';
begin
	-- All of somebody's life here is heavy to gather, and worth stealing.
	perform private.check_attempts('my_data', md5('my_data ' || v_me::text), 5, interval '1 hour');
	perform private.note_attempt('my_data', md5('my_data ' || v_me::text));
	for v_step in select * from private.data_sections() loop
		v_rows := '[]';
		if (select bool_and(private.is_ours(s, 'select')) from unnest(v_step.sources) s) then
			execute format('select coalesce(jsonb_agg(x.row), ''[]'') from (%s) x(row)', v_step.statement)
				into v_rows using v_me, v_members, v_emails;
		end if;
		v_data := v_data || jsonb_build_object(v_step.section, v_rows);
	end loop;
	return jsonb_build_object('format', 'palier-my-data-1', 'madeAt', now(),
		'account', (select jsonb_build_object('email', case when not private.is_made_address(u.email) then u.email end,
			'createdAt', u.created_at, 'lastSignInAt', u.last_sign_in_at) from auth.users u where u.id = v_me),
		'timeZone', coalesce((select r.time_zone from public.members m join public.residences r on r.id = m.residence_id
			where m.id = any (v_members) order by m.created_at limit 1), 'Europe/Paris')) || v_data;
end;
$$;
create function public.my_data() returns jsonb
language sql set search_path = '' as $$ select private.my_data(); $$;
comment on function public.my_data() is
	'Everything that is kept about the person who asks, in all residences; keys are stable within a format. Five times an hour. Refuses: too_many_tries.';
grant execute on function private.my_data(), public.my_data() to authenticated;
