-- Being told: what happened that concerns somebody, kept in the app until they have read it. Everybody may call
-- private.notify, which calls nobody.

create table private.notification_kinds (
	kind text primary key,
	-- How long it is worth telling, where nothing else says when it is over.
	life interval not null,
	-- How long a phone that is off may still be rung for it.
	ttl interval not null,
	urgency text not null check (urgency in ('very-low', 'low', 'normal', 'high')),
	-- Of one topic about one subject, a phone shows the newest alone.
	topic text not null,
	channels text[] not null default '{push}'
);
comment on table private.notification_kinds is
	'Everything that people are told. Its sentence and its page stand under the same name in src/lib/notifications/kinds.ts.';
insert into private.notification_kinds (kind, life, ttl, urgency, topic) values
	('round_opened', '14 days', '2 days', 'normal', 'ordering'), ('round_closing', '2 days', '1 day', 'normal', 'ordering'),
	('order_recorded', '30 days', '2 days', 'normal', 'order'), ('round_ordered', '14 days', '2 days', 'low', 'round'),
	('round_cancelled', '30 days', '3 days', 'normal', 'round'), ('round_waits', '14 days', '2 days', 'normal', 'round'),
	('delivery_moved', '14 days', '3 days', 'high', 'delivery'), ('quantities_changed', '30 days', '2 days', 'normal', 'order'),
	('basket_ready', '14 days', '1 day', 'high', 'basket'), ('basket_waiting', '14 days', '1 day', 'normal', 'basket'),
	('join_asked', '30 days', '2 days', 'normal', 'joining'), ('join_accepted', '30 days', '3 days', 'normal', 'joining'),
	-- To a phone alone: nothing of these stays in the app.
	('push_welcome', '1 hour', '1 hour', 'high', 'phone'), ('push_test', '1 hour', '1 hour', 'high', 'phone');

create table public.notifications (
	id uuid primary key default gen_random_uuid(),
	residence_id uuid not null,
	member_id uuid not null,
	kind text not null references private.notification_kinds (kind),
	subject_id uuid,
	key text not null check (char_length(key) between 1 and 200),
	detail jsonb not null default '{}',
	created_at timestamptz not null default clock_timestamp(),
	expires_at timestamptz not null,
	read_at timestamptz,
	foreign key (residence_id, member_id) references public.members (residence_id, id) on delete cascade,
	unique (member_id, key)
);
comment on table public.notifications is 'What each person is told: one row for each person and thing, told once.';
comment on column public.notifications.subject_id is 'What it is about (a round, a request to join): the inbox groups by it.';
comment on column public.notifications.key is 'The same thing told again to the same person is one row.';
comment on column public.notifications.read_at is 'When they opened it, said that they had read it, or did what it asked for.';
create index notifications_unread_idx on public.notifications (member_id, created_at) where read_at is null;
create index notifications_member_created_idx on public.notifications (member_id, created_at desc);
create index notifications_residence_idx on public.notifications (residence_id, member_id);
create index notifications_kind_subject_idx on public.notifications (kind, subject_id);

grant select on public.notifications to authenticated;
alter table public.notifications enable row level security;
create policy "people read what they are told" on public.notifications for select to authenticated
	using (member_id in (select private.my_member_ids()));

create function private.notify(
	p_kind text, p_residence uuid, p_members uuid[], p_subject uuid, p_key text,
	p_expires timestamptz default null, p_detail jsonb default '{}'
) returns integer
language plpgsql security definer set search_path = '' as $$
declare
	v_told uuid[];
begin
	-- In the order of the members, as two acts that tell the same people may meet.
	with told as (
		insert into public.notifications (residence_id, member_id, kind, subject_id, key, detail, expires_at)
			select p_residence, m.id, p_kind, p_subject, p_key, p_detail, coalesce(p_expires, clock_timestamp() + k.life)
			from public.members m, private.notification_kinds k
			where m.id = any (p_members) and m.residence_id = p_residence and m.ended_at is null and k.kind = p_kind
			order by m.id
			on conflict (member_id, key) do nothing
			returning id)
		select coalesce(array_agg(id), '{}') into v_told from told;
	perform private.put_deliveries(v_told);
	return cardinality(v_told);
end;
$$;
comment on function private.notify(text, uuid, uuid[], uuid, text, timestamptz, jsonb) is
	'Tells members of a residence something once (p_key), until p_expires or the end of the kind''s life; answers how many were told. Called inside the act that it is about.';

create function private.settle_notifications(p_members uuid[], p_subject uuid, variadic p_kinds text[]) returns void
language sql security definer set search_path = '' as $$
	-- Locked in one order, as everywhere below: two acts may settle the same rows.
	update public.notifications n set read_at = clock_timestamp()
		from (select x.id from public.notifications x
			where x.member_id = any (p_members) and x.subject_id = p_subject and x.kind = any (p_kinds) and x.read_at is null
			order by x.id for update) y
		where n.id = y.id;
$$;
comment on function private.settle_notifications(uuid[], uuid, text[]) is
	'What these asked for is done: they wait for nobody any more.';

create function private.end_notifications(p_subject uuid, variadic p_kinds text[]) returns void
language sql security definer set search_path = '' as $$
	update public.notifications n set expires_at = now()
		from (select x.id from public.notifications x
			where x.subject_id = p_subject and x.kind = any (p_kinds) and x.expires_at > now()
			order by x.id for update) y
		where n.id = y.id;
$$;
comment on function private.end_notifications(uuid, text[]) is 'What these told is over, for everybody.';

create function private.unread_notifications(p_member uuid) returns integer
language plpgsql stable security definer set search_path = '' as $$
begin
	-- Counted up to a hundred: nobody reads the difference, and a page must not slow down with a full inbox.
	return (select count(*) from (select from public.notifications n
		where n.member_id = p_member and n.read_at is null and n.expires_at > now() limit 100) x);
end;
$$;
comment on function private.unread_notifications(uuid) is 'How many things wait to be read, 100 at most.';

create function private.read_notification(p_notification uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_row public.notifications;
begin
	perform private.require_session();
	update public.notifications set read_at = coalesce(read_at, clock_timestamp())
		where id = p_notification and member_id in (select private.my_member_ids())
			and residence_id = coalesce(private.address_residence(), residence_id)
		returning * into v_row;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	return jsonb_build_object('kind', v_row.kind, 'residenceId', v_row.residence_id, 'subjectId', v_row.subject_id,
		'detail', v_row.detail);
end;
$$;
create function public.read_notification(p_notification uuid) returns jsonb
language sql set search_path = '' as $$ select private.read_notification($1); $$;
comment on function public.read_notification(uuid) is
	'Opens one of one''s own: it is read from now on; answers what it is about. Refuses: not_found.';

create function private.read_all_notifications(p_residence uuid, p_until timestamptz) returns integer
language plpgsql security definer set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
	v_count integer;
begin
	update public.notifications n set read_at = clock_timestamp()
		from (select x.id from public.notifications x
			where x.member_id = v_me.id and x.read_at is null and x.created_at <= coalesce(p_until, clock_timestamp())
			order by x.id for update) y
		where n.id = y.id;
	get diagnostics v_count = row_count;
	return v_count;
end;
$$;
create function public.read_all_notifications(p_residence uuid, p_until timestamptz) returns integer
language sql set search_path = '' as $$ select private.read_all_notifications($1, $2); $$;
comment on function public.read_all_notifications(uuid, timestamptz) is
	'Everything that came until then is read: what came while the page stood open stays. Refuses: not_found.';

create function public.page_inbox(p_residence uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'notifications', (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'kind', n.kind, 'subjectId', n.subject_id,
				'createdAt', n.created_at, 'isRead', n.read_at is not null, 'detail', n.detail,
				'round', private.told_round(n.subject_id)) order by n.created_at desc, n.id), '[]')
			from (select * from public.notifications x
				where x.member_id = v_me.id and x.expires_at > now()
				order by x.created_at desc limit 100) n)
	);
end;
$$;
comment on function public.page_inbox(uuid) is 'The last hundred things that one was told and that are not over.';

grant execute on function private.unread_notifications(uuid),
	private.read_notification(uuid), public.read_notification(uuid),
	private.read_all_notifications(uuid, timestamptz), public.read_all_notifications(uuid, timestamptz),
	public.page_inbox(uuid) to authenticated;
