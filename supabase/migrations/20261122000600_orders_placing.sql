-- Placing, changing and cancelling an order. Locks, always in this order: the round, the household, offers by id.

create function private.parse_lines(p_lines jsonb)
returns table (offer_id uuid, quantity numeric, shown_price integer)
language plpgsql immutable set search_path = '' as $$
declare
	v_line jsonb;
begin
	if p_lines is null or jsonb_typeof(p_lines) <> 'array' or jsonb_array_length(p_lines) > 500 then
		perform private.refuse(422, 'value_invalid', '{"field": "lines"}');
	end if;
	for v_line in select * from jsonb_array_elements(p_lines) loop
		if jsonb_typeof(v_line) <> 'object' or coalesce(v_line ->> 'offer', '') !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
			perform private.refuse(422, 'value_invalid', '{"field": "lines"}');
		end if;
		if coalesce(v_line ->> 'priceCents', '0') !~ '^\d{1,6}$' then
			perform private.refuse(422, 'value_invalid', '{"field": "priceCents"}');
		end if;
		offer_id := (v_line ->> 'offer')::uuid;
		quantity := case when v_line ->> 'quantity' ~ '^\d{1,3}(\.\d{1,3})?$' then (v_line ->> 'quantity')::numeric end;
		shown_price := (v_line ->> 'priceCents')::integer;
		if quantity is distinct from 0 then
			return next;
		end if;
	end loop;
end;
$$;
comment on function private.parse_lines(jsonb) is
	'Reads [{"offer", "quantity", "priceCents"}]; zero quantities are left out, a quantity that is none is null, anything else that is not an order line is refused.';

create function private.lock_open_round(p_round uuid) returns public.rounds
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds;
begin
	-- Shared: orders run side by side, but a closing waits for them and they for it.
	select * into v_round from public.rounds where id = p_round for share;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	return v_round;
end;
$$;

create function private.check_open(p_round public.rounds) returns void
language plpgsql stable set search_path = '' as $$
begin
	if p_round.state = 'draft' then
		perform private.refuse(404, 'not_found');
	end if;
	-- The clock of this moment, not of the transaction's start: waiting for a lock may have passed the deadline.
	if p_round.state in ('closed', 'ordered', 'delivered', 'settled')
		or (p_round.state = 'open' and clock_timestamp() >= p_round.closes_at) then
		perform private.refuse(409, 'deadline_passed', jsonb_build_object('closesAt', p_round.closes_at));
	end if;
	if p_round.state <> 'open' or clock_timestamp() < p_round.opens_at then
		perform private.refuse(409, 'round_not_open', jsonb_build_object('opensAt', p_round.opens_at));
	end if;
end;
$$;
comment on function private.check_open(public.rounds) is 'Refuses unless orders are accepted now, by the clock of the database.';

create function private.stock_left(p_offer public.offers, p_without_order uuid) returns numeric
language sql volatile security definer set search_path = '' as $$
	select p_offer.stock_limit - coalesce(sum(l.quantity), 0)
	from public.order_lines l join public.orders o on o.id = l.order_id
	where l.round_id = p_offer.round_id and l.offer_id = p_offer.id and o.state = 'placed'
		and o.id is distinct from p_without_order;
$$;
comment on function private.stock_left(public.offers, uuid) is
	'Limit minus the sum of live lines (leaving one order out); null without a limit. Nothing is counted down.';

create function private.line_problem(
	p_offer public.offers, p_asked uuid, p_quantity numeric, p_shown integer, p_order uuid
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
	v_left numeric;
	v_about jsonb := jsonb_build_object('offer', p_asked, 'name', p_offer.name, 'unit', p_offer.unit, 'step', p_offer.step);
begin
	if p_offer.id is null then
		return jsonb_build_object('status', 422, 'key', 'offer_unavailable', 'offer', p_asked);
	end if;
	if p_quantity is null or p_quantity > 999 then
		return v_about || '{"status": 422, "key": "quantity_invalid"}';
	end if;
	if p_offer.withdrawn_at is not null and not exists (
		select from public.order_lines where order_id = p_order and offer_id = p_offer.id and quantity >= p_quantity
	) then
		return v_about || '{"status": 409, "key": "offer_unavailable"}';
	end if;
	if p_shown is not null and p_shown <> p_offer.price_cents then
		return v_about || jsonb_build_object('status', 409, 'key', 'price_changed', 'priceCents', p_offer.price_cents);
	end if;
	if mod(p_quantity, p_offer.step) <> 0 then
		return v_about || '{"status": 422, "key": "quantity_step"}';
	end if;
	if p_offer.stock_limit is not null then
		v_left := private.stock_left(p_offer, p_order);
		if p_quantity > v_left then
			return v_about || jsonb_build_object('status', 409, 'key', 'sold_out', 'left', greatest(v_left, 0));
		end if;
	end if;
	return null;
end;
$$;
comment on function private.line_problem(public.offers, uuid, numeric, integer, uuid) is
	'Why a line cannot be ordered as it is: its status, key and facts; null when it can.';

create function private.place_order(
	p_round uuid, p_household uuid, p_lines jsonb, p_client_key uuid, p_base_version integer, p_for_member uuid
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds := private.lock_open_round(p_round);
	v_me public.members := private.require_member(v_round.residence_id);
	v_household public.households;
	v_order public.orders;
	v_offer public.offers;
	v_key private.order_keys;
	v_print text := md5(p_household::text || coalesce(p_for_member::text, '') || coalesce(p_lines, '[]')::text);
	v_answer jsonb;
	v_new boolean;
	v_line record;
	v_problems jsonb := '[]';
	v_mandate jsonb;
begin
	select * into v_household from public.households
		where id = p_household and residence_id = v_round.residence_id for no key update;
	-- Asked once more: while this waited for the door they may have left it.
	v_me := private.require_member(v_round.residence_id);
	if v_household.id is null then
		perform private.refuse(404, 'not_found');
	elsif v_household.id is distinct from v_me.household_id then
		v_mandate := private.act_for(v_me, p_household, p_for_member);
	end if;
	-- A repeated request (double tap, lost answer) gets the answer it got, even after the deadline.
	select * into v_key from private.order_keys where client_key = p_client_key;
	if found then
		if v_key.fingerprint = v_print and v_key.round_id = p_round and v_key.member_id = v_me.id then
			return v_key.answer;
		end if;
		perform private.refuse(409, 'changed_meanwhile');
	end if;
	if p_client_key is null then
		perform private.refuse(422, 'value_invalid', '{"field": "clientKey"}');
	end if;
	perform private.check_open(v_round);
	if p_for_member is not null and not exists (
		select from public.members where id = p_for_member and household_id = p_household and ended_at is null
	) then
		perform private.refuse(404, 'not_found');
	end if;

	select * into v_order from public.orders
		where round_id = p_round and household_id = p_household and state = 'placed' for update;
	v_new := not found;
	if coalesce(v_order.version, 0) <> coalesce(p_base_version, 0) then
		perform private.refuse(409, 'changed_meanwhile');
	end if;
	if not exists (select from private.parse_lines(p_lines)) then
		perform private.refuse(422, 'empty_order');
	end if;
	if exists (select from private.parse_lines(p_lines) group by offer_id having count(*) > 1) then
		perform private.refuse(422, 'value_invalid', '{"field": "lines"}');
	end if;

	for v_line in select * from private.parse_lines(p_lines) order by offer_id loop
		-- Rows without a limit need no lock: nobody can take them from anybody.
		select * into v_offer from public.offers where id = v_line.offer_id and round_id = p_round;
		if v_offer.stock_limit is not null then
			select * into v_offer from public.offers where id = v_line.offer_id for update;
		end if;
		v_problems := v_problems || coalesce(private.line_problem(
			v_offer, v_line.offer_id, v_line.quantity, v_line.shown_price, v_order.id), '[]');
	end loop;
	-- All that is wrong at once, so that nobody corrects one line only to be told of the next.
	if v_problems <> '[]' then
		perform private.refuse((v_problems -> 0 ->> 'status')::integer, v_problems -> 0 ->> 'key',
			(v_problems -> 0) - 'status' - 'key' || case when jsonb_array_length(v_problems) > 1
				then jsonb_build_object('lines', v_problems) else '{}' end);
	end if;
	-- Sums of money stay far from the end of their type, whatever the prices are.
	if (select sum(x.quantity * o.price_cents) from private.parse_lines(p_lines) x
		join public.offers o on o.id = x.offer_id) > 10000000 then
		perform private.refuse(422, 'quantity_invalid');
	end if;

	if v_new then
		insert into public.orders (residence_id, round_id, household_id, member_id, total_cents)
			values (v_round.residence_id, p_round, p_household,
				coalesce(p_for_member, (v_mandate ->> 'person')::uuid, case when v_me.household_id = p_household then v_me.id end), 0)
			returning * into v_order;
	end if;
	delete from public.order_lines l where l.order_id = v_order.id
		and l.offer_id not in (select x.offer_id from private.parse_lines(p_lines) x);
	insert into public.order_lines as l (order_id, offer_id, round_id, residence_id, quantity, price_cents)
		select v_order.id, x.offer_id, p_round, v_round.residence_id, x.quantity, o.price_cents
		from private.parse_lines(p_lines) x join public.offers o on o.id = x.offer_id
		on conflict (order_id, offer_id) do update set quantity = excluded.quantity;
	update public.orders set
			total_cents = (select sum(l.line_cents) from public.order_lines l where l.order_id = v_order.id),
			member_id = coalesce(p_for_member, member_id),
			version = case when v_new then 1 else version + 1 end,
			changed_at = clock_timestamp()
		where id = v_order.id returning * into v_order;
	perform private.note_order(v_order, case when v_new then 'placed' else 'changed' end, v_me, coalesce(v_mandate, '{}'));
	v_answer := jsonb_build_object('orderId', v_order.id, 'version', v_order.version, 'totalCents', v_order.total_cents,
		'created', v_new);
	insert into private.order_keys (client_key, round_id, member_id, fingerprint, answer)
		values (p_client_key, p_round, v_me.id, v_print, v_answer);
	return v_answer;
exception when unique_violation then
	-- The same key at once from two households' devices: only one of them made it.
	perform private.refuse(409, 'changed_meanwhile');
end;
$$;

create function private.note_order(p_order public.orders, p_kind text, p_by public.members, p_detail jsonb default '{}')
returns void
language plpgsql security definer set search_path = '' as $$
begin
	insert into public.order_changes (residence_id, round_id, order_id, kind, by_member, for_member, on_behalf, total_cents, detail)
	values (p_order.residence_id, p_order.round_id, p_order.id, p_kind, p_by.id, p_order.member_id,
		p_by.household_id is distinct from p_order.household_id, p_order.total_cents, p_detail || jsonb_build_object('lines', (
			select coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'quantity', l.quantity, 'unit', f.unit) order by f.position, f.name), '[]')
			from public.order_lines l join public.offers f on f.id = l.offer_id where l.order_id = p_order.id)));
	perform private.tell_order_changed(p_order, p_kind, p_by);
end;
$$;
comment on function private.note_order(public.orders, text, public.members, jsonb) is
	'Keeps who did what to an order, with its lines as they became, and tells the household what others did.';

create function private.cancel_order(p_order uuid, p_base_version integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_order public.orders;
	v_round public.rounds;
	v_me public.members;
	v_mandate jsonb;
begin
	select * into v_order from public.orders where id = p_order;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	v_round := private.lock_open_round(v_order.round_id);
	v_me := private.require_member(v_round.residence_id);
	perform 1 from public.households where id = v_order.household_id for no key update;
	v_me := private.require_member(v_round.residence_id);
	if v_order.household_id is distinct from v_me.household_id then
		v_mandate := private.act_for(v_me, v_order.household_id, null);
	end if;
	select * into v_order from public.orders where id = p_order for update;
	if v_order.state = 'cancelled' then
		return jsonb_build_object('orderId', v_order.id, 'version', v_order.version);
	end if;
	perform private.check_open(v_round);
	if v_order.version is distinct from p_base_version then
		perform private.refuse(409, 'changed_meanwhile');
	end if;
	update public.orders set state = 'cancelled', version = version + 1, changed_at = clock_timestamp()
		where id = p_order returning * into v_order;
	perform private.note_order(v_order, 'cancelled', v_me, coalesce(v_mandate, '{}'));
	return jsonb_build_object('orderId', v_order.id, 'version', v_order.version);
end;
$$;

create function private.cancel_orders_of(p_household uuid, p_by public.members) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_order public.orders;
begin
	-- After the deadline the goods are as good as bought.
	for v_order in
		select o.* from public.orders o join public.rounds r on r.id = o.round_id
		where o.household_id = p_household and o.state = 'placed' and r.state = 'open'
			and r.closes_at > clock_timestamp()
		order by o.id for update of o
	loop
		update public.orders set state = 'cancelled', version = version + 1, changed_at = clock_timestamp()
			where id = v_order.id returning * into v_order;
		perform private.note_order(v_order, 'cancelled', p_by, '{"reason": "left"}');
	end loop;
end;
$$;
comment on function private.cancel_orders_of(uuid, public.members) is
	'Cancels what can still be cancelled of a household that has left: nobody will come for it, and its stock is free again.';

create function public.place_order(
	p_round uuid, p_household uuid, p_lines jsonb, p_client_key uuid, p_base_version integer, p_for_member uuid default null
) returns jsonb language sql set search_path = '' as $$
	select private.place_order($1, $2, $3, $4, $5, $6);
$$;
comment on function public.place_order(uuid, uuid, jsonb, uuid, integer, uuid) is
	'Places or replaces the one live order of a household in a round. p_lines: [{"offer", "quantity", "priceCents" as shown}]; p_client_key: made by the device, a repeat answers the same; p_base_version: 0 for a first order, else the version that was on screen; p_for_member: who asked, when somebody enters it for them. Refuses: not_found, mandate_ended, round_not_open, deadline_passed, changed_meanwhile, empty_order, and with all wrong lines in its detail quantity_invalid, quantity_step, offer_unavailable, price_changed, sold_out.';
create function public.cancel_order(p_order uuid, p_base_version integer) returns jsonb
language sql set search_path = '' as $$ select private.cancel_order($1, $2); $$;
comment on function public.cancel_order(uuid, integer) is
	'Cancels a live order before the deadline. Refuses: not_found, mandate_ended, deadline_passed, round_not_open, changed_meanwhile.';
grant execute on function private.place_order(uuid, uuid, jsonb, uuid, integer, uuid),
	public.place_order(uuid, uuid, jsonb, uuid, integer, uuid),
	private.cancel_order(uuid, integer), public.cancel_order(uuid, integer) to authenticated;
