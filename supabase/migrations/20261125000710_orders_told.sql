-- What grouped orders tell: by the act itself, or by the clock.

create function private.told_round(p_round uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
	-- A round's own words as they are now: a date that was moved is told as it stands.
	return (select jsonb_build_object('title', r.title, 'producer', p.name, 'closesAt', r.closes_at,
			'deliveryOn', r.delivery_on, 'deliveryFrom', r.delivery_from, 'deliveryTo', r.delivery_to, 'place', r.place)
		from public.rounds r join public.producers p on p.id = r.producer_id where r.id = p_round);
end;
$$;
comment on function private.told_round(uuid) is
	'What the inbox says of a round; null for another subject. Called on what its reader was told.';
grant execute on function private.told_round(uuid) to authenticated;

create function private.staff_of(p_residence uuid) returns uuid[]
language sql stable security definer set search_path = '' as $$
	select array(select m.id from public.members m
		where m.residence_id = p_residence and m.ended_at is null and m.role in ('caretaker', 'manager')
		union
		select s.substitute_id from public.substitutions s
		where s.residence_id = p_residence and s.starts_at <= now() and s.ends_at > now() and s.revoked_at is null);
$$;
comment on function private.staff_of(uuid) is 'Who runs a residence now: caretakers, managers, and who stands in today.';

create function private.members_with_order(p_round uuid) returns uuid[]
language sql stable security definer set search_path = '' as $$
	select array(select m.id from public.orders o join public.members m on m.household_id = o.household_id
		where o.round_id = p_round and o.state = 'placed' and m.ended_at is null);
$$;
comment on function private.members_with_order(uuid) is 'Everybody behind a door that has ordered in a round.';

create function private.tell_round_moved(p_round public.rounds, p_to text, p_by uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	-- Undone and done again is told again.
	v_key text := p_to || ':' || p_round.id || ':' || p_round.version;
begin
	if p_to in ('closed', 'cancelled') then
		perform private.end_notifications(p_round.id, 'round_opened', 'round_closing');
	end if;
	if p_to = 'ordered' then
		perform private.notify('round_ordered', p_round.residence_id, private.members_with_order(p_round.id), p_round.id, v_key);
		perform private.settle_notifications(private.staff_of(p_round.residence_id), p_round.id, 'round_waits');
	elsif p_to = 'delivered' then
		perform private.notify('basket_ready', p_round.residence_id, private.members_with_order(p_round.id), p_round.id, v_key);
	elsif p_to = 'cancelled' then
		perform private.notify('round_cancelled', p_round.residence_id, private.members_with_order(p_round.id), p_round.id, v_key);
		perform private.settle_notifications(private.staff_of(p_round.residence_id), p_round.id, 'round_waits');
	-- The clock closed it, and somebody must decide.
	elsif p_to = 'closed' and p_by is null and private.minimum_missing(p_round) then
		perform private.notify('round_waits', p_round.residence_id, private.staff_of(p_round.residence_id), p_round.id, v_key);
	end if;
end;
$$;
comment on function private.tell_round_moved(public.rounds, text, uuid) is
	'Tells who is concerned that a round was moved (p_by null: by the clock). Within private.move_round.';

create function private.tell_order_changed(p_order public.orders, p_kind text, p_by public.members) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_members uuid[] := array(select m.id from public.members m
		where m.household_id = p_order.household_id and m.ended_at is null);
begin
	if p_kind = 'pickup' then
		if p_order.pickup_state <> 'waiting' then
			perform private.settle_notifications(v_members, p_order.round_id, 'basket_ready', 'basket_waiting');
		end if;
		return;
	end if;
	if p_kind = 'received' then
		perform private.notify('quantities_changed', p_order.residence_id, v_members, p_order.round_id,
			'received:' || p_order.id || ':' || p_order.total_cents);
		return;
	end if;
	if p_kind = 'placed' then
		perform private.settle_notifications(v_members, p_order.round_id, 'round_opened', 'round_closing');
	end if;
	if p_by.household_id is distinct from p_order.household_id then
		perform private.notify('order_recorded', p_order.residence_id, v_members, p_order.round_id,
			'order:' || p_order.id || ':' || p_order.version, null, jsonb_build_object('act', p_kind));
	end if;
end;
$$;
comment on function private.tell_order_changed(public.orders, text, public.members) is
	'Tells a household what somebody else did to its order. Within private.note_order.';

create function private.tell_round_changed(p_old public.rounds, p_new public.rounds) returns void
language plpgsql security definer set search_path = '' as $$
begin
	if p_new.state <> 'open' then
		return;
	end if;
	if p_old.closes_at <> p_new.closes_at then
		-- The clock reminds again when the new deadline comes near.
		perform private.end_notifications(p_new.id, 'round_closing');
		update public.notifications n set expires_at = p_new.closes_at
			from (select x.id from public.notifications x where x.subject_id = p_new.id and x.kind = 'round_opened'
				order by x.id for update) y
			where n.id = y.id;
	end if;
	if (p_old.delivery_on, p_old.delivery_from, p_old.delivery_to, p_old.place)
		is distinct from (p_new.delivery_on, p_new.delivery_from, p_new.delivery_to, p_new.place) then
		perform private.notify('delivery_moved', p_new.residence_id, private.members_with_order(p_new.id), p_new.id,
			'moved:' || p_new.id || ':' || p_new.version);
	end if;
end;
$$;
comment on function private.tell_round_changed(public.rounds, public.rounds) is
	'A running round has another deadline, or its delivery another day, hour or place: who has ordered is told. Within private.save_round.';

create function private.tell_due() returns integer
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds;
	v_told integer := 0;
begin
	-- Computed from the rounds as they are: a moved date moves what is told, and after hours of downtime only what
	-- still helps is told. Several processes at once: the key lets each person be told once.
	for v_round in
		select r.* from public.rounds r
		where r.state = 'open' and r.opens_at <= now() and r.closes_at > now()
			and not exists (select from public.notifications n where n.kind = 'round_opened' and n.subject_id = r.id)
		order by r.opens_at limit 200
	loop
		v_told := v_told + private.notify('round_opened', v_round.residence_id, array(select m.id from public.members m
			where m.residence_id = v_round.residence_id and m.ended_at is null and m.household_id is not null
				and m.id is distinct from v_round.created_by), v_round.id, 'opened:' || v_round.id, v_round.closes_at);
	end loop;
	for v_round in
		select r.* from public.rounds r
		where r.state = 'open' and r.closes_at > now() and r.closes_at <= now() + interval '1 day'
			-- Not for a round that opened this morning for tonight: everybody has just been told.
			and r.closes_at - r.opens_at >= interval '36 hours'
			and not exists (select from public.notifications n
				where n.kind = 'round_closing' and n.subject_id = r.id and n.key = 'closing:' || r.id || ':' || extract(epoch from r.closes_at))
		order by r.closes_at limit 200
	loop
		v_told := v_told + private.notify('round_closing', v_round.residence_id, array(select m.id from public.members m
			where m.residence_id = v_round.residence_id and m.ended_at is null and m.household_id is not null
				and not exists (select from public.orders o
					where o.round_id = v_round.id and o.household_id = m.household_id and o.state = 'placed')),
			v_round.id, 'closing:' || v_round.id || ':' || extract(epoch from v_round.closes_at), v_round.closes_at);
	end loop;
	for v_round in
		select r.* from public.rounds r join public.residences x on x.id = r.residence_id
		where r.state = 'delivered' and (r.delivery_on + r.delivery_to) at time zone x.time_zone < now() - interval '2 hours'
			and (r.delivery_on + r.delivery_to) at time zone x.time_zone > now() - interval '7 days'
			and not exists (select from public.notifications n where n.kind = 'basket_waiting' and n.subject_id = r.id)
		order by r.delivery_on limit 200
	loop
		v_told := v_told + private.notify('basket_waiting', v_round.residence_id, array(select m.id
			from public.orders o join public.members m on m.household_id = o.household_id
			where o.round_id = v_round.id and o.state = 'placed' and o.pickup_state = 'waiting' and m.ended_at is null),
			v_round.id, 'waiting:' || v_round.id);
	end loop;
	return v_told;
end;
$$;
create function public.tell_due() returns integer
language sql set search_path = '' as $$ select private.tell_due(); $$;
comment on function public.tell_due() is
	'Tells what is due by the clock: a round that opened, one that ends within a day (to those who have not ordered), a basket that still waits two hours after the delivery; answers how many were told. For the server''s worker.';
grant execute on function private.tell_due(), public.tell_due() to service_role;

create function private.tell_join_request(p_request public.join_requests) returns void
language plpgsql security definer set search_path = '' as $$
begin
	if p_request.state = 'waiting' then
		perform private.notify('join_asked', p_request.residence_id, private.staff_of(p_request.residence_id),
			p_request.id, 'asked:' || p_request.id);
		return;
	end if;
	perform private.settle_notifications(private.staff_of(p_request.residence_id), p_request.id, 'join_asked');
	if p_request.state = 'approved' then
		perform private.notify('join_accepted', p_request.residence_id, array[p_request.member_id], p_request.id,
			'accepted:' || p_request.id);
	end if;
end;
$$;
comment on function private.tell_join_request(public.join_requests) is
	'Tells the lodge that somebody asks to be let in, and the person that they were. Within the acts of joining.';
