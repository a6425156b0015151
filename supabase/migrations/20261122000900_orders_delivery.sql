-- Delivery day: what arrived, who gets what, who came for it; and the money.

create function private.allocate(p_offer public.offers, p_arrived numeric, p_rule text)
returns table (order_id uuid, quantity numeric)
language sql stable security definer set search_path = '' as $$
	with wanted as (
		select l.order_id, l.quantity, l.quantity / p_offer.step as units, o.placed_at,
			(select sum(x.line_cents) from public.order_lines x where x.order_id = o.id) as order_cents
		from public.order_lines l join public.orders o on o.id = l.order_id
		where l.round_id = p_offer.round_id and l.offer_id = p_offer.id and o.state = 'placed'
	), total as (
		select sum(units) as units, floor(p_arrived / p_offer.step) as cap, sum(quantity) as quantity from wanted
	), shared as (
		select w.*, t.cap, t.units as all_units, t.quantity as all_quantity,
			floor(w.units * t.cap / t.units) as base,
			mod(w.units * t.cap, t.units) as remainder,
			sum(w.units) over (order by w.placed_at, w.order_id) - w.units as before_oldest,
			sum(w.units) over (order by w.order_cents, w.placed_at, w.order_id) - w.units as before_small
		from wanted w cross join total t
	), ranked as (
		select s.*, s.cap - sum(s.base) over () as rest,
			row_number() over (order by s.remainder desc, s.placed_at, s.order_id) as rank
		from shared s
	)
	select r.order_id, case
			when p_arrived >= r.all_quantity then r.quantity
			when p_rule = 'same_cut' then (r.base + case when r.rank <= r.rest then 1 else 0 end) * p_offer.step
			when p_rule = 'oldest_first' then greatest(0, least(r.units, r.cap - r.before_oldest)) * p_offer.step
			else greatest(0, least(r.units, r.cap - r.before_small)) * p_offer.step
		end
	from ranked r;
$$;
comment on function private.allocate(public.offers, numeric, text) is
	'Shares what arrived among the orders, in whole steps: same_cut (same share for all, largest remainder), oldest_first or small_first (smallest orders first). Nobody gets more than they asked.';

create function private.check_arrivals(p_round public.rounds, p_arrivals jsonb, p_rule text) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
	if p_rule is null or p_rule not in ('same_cut', 'oldest_first', 'small_first') then
		perform private.refuse(422, 'value_invalid', '{"field": "rule"}');
	end if;
	if exists (select from private.parse_quantities(p_arrivals) a
		where not exists (select from public.offers f where f.id = a.offer_id and f.round_id = p_round.id))
		-- Twice the same product: which of the counts is true?
		or exists (select from private.parse_quantities(p_arrivals) a group by a.offer_id having count(*) > 1) then
		perform private.refuse(422, 'value_invalid', '{"field": "lines"}');
	end if;
end;
$$;

create function private.shares(p_round uuid, p_arrivals jsonb, p_rule text)
returns table (offer_id uuid, order_id uuid, quantity numeric)
language sql stable security definer set search_path = '' as $$
	select f.id, s.order_id, s.quantity
	from public.offers f
	left join private.parse_quantities(p_arrivals) a on a.offer_id = f.id
	-- What is not counted now stays as it was counted before; what nobody counted came as ordered.
	cross join lateral private.allocate(f, coalesce(a.quantity, f.arrived_quantity, 9999999), p_rule) s
	where f.round_id = p_round;
$$;

create function private.household_names(p_household uuid) returns text
language sql stable security definer set search_path = '' as $$
	select string_agg(m.name, ', ' order by m.created_at, m.name)
	from public.members m where m.household_id = p_household and m.ended_at is null;
$$;

create function private.preview_delivery(p_round uuid, p_arrivals jsonb, p_rule text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
	v_round public.rounds;
begin
	select * into v_round from public.rounds where id = p_round;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	perform private.require_staff(v_round.residence_id);
	perform private.check_arrivals(v_round, p_arrivals, p_rule);
	return (
		select coalesce(jsonb_agg(jsonb_build_object('orderId', x.order_id, 'door', x.door, 'names', x.names,
			'beforeCents', x.before_cents, 'afterCents', x.after_cents, 'lines', x.lines)
			order by x.building, x.staircase, x.floor, private.door_order(x.plain_door)), '[]')
		from (
			select o.id as order_id, private.door_label(h) as door, h.building, h.staircase, h.floor,
				h.door as plain_door,
				private.household_names(h.id) as names,
				sum(l.line_cents) as before_cents, sum(round(s.quantity * l.price_cents)) as after_cents,
				jsonb_agg(jsonb_build_object('name', f.name, 'unit', f.unit, 'ordered', l.quantity, 'gets', s.quantity)
					order by f.position, f.name) filter (where s.quantity <> l.quantity) as lines
			from private.shares(p_round, p_arrivals, p_rule) s
			join public.order_lines l on l.order_id = s.order_id and l.offer_id = s.offer_id
			join public.offers f on f.id = s.offer_id
			join public.orders o on o.id = s.order_id
			join public.households h on h.id = o.household_id
			group by o.id, h.id
			having bool_or(s.quantity <> l.quantity)
		) x);
end;
$$;

comment on function private.household_names(uuid) is 'Names on a door, for lists of relay, caretaker and manager.';
grant execute on function private.household_names(uuid) to authenticated;

create function private.deliver_round(p_round uuid, p_base_version integer, p_arrivals jsonb, p_rule text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds := private.lock_round(p_round);
	v_me public.members := private.require_staff(v_round.residence_id);
	v_order public.orders;
	v_before integer;
	v_affected integer := 0;
begin
	perform private.require_state(v_round, 'ordered', 'delivered');
	if v_round.version is distinct from p_base_version then
		perform private.refuse(409, 'changed_meanwhile');
	end if;
	perform private.check_arrivals(v_round, p_arrivals, p_rule);
	update public.offers f set arrived_quantity = a.quantity
		from private.parse_quantities(p_arrivals) a where f.id = a.offer_id and f.round_id = p_round;
	update public.order_lines l set received_quantity = s.quantity
		from private.shares(p_round, p_arrivals, p_rule) s
		where l.order_id = s.order_id and l.offer_id = s.offer_id
			and coalesce(l.received_quantity, -1) <> s.quantity;
	for v_order in
		select * from public.orders where round_id = p_round and state = 'placed' order by id for update
	loop
		v_before := v_order.total_cents;
		update public.orders set total_cents =
				(select sum(l.received_cents) from public.order_lines l where l.order_id = v_order.id)
			where id = v_order.id returning * into v_order;
		if v_order.total_cents <> v_before then
			v_affected := v_affected + 1;
			perform private.recharge(v_order, v_me.id);
			perform private.note_order(v_order, 'received', v_me,
				jsonb_build_object('beforeCents', v_before, 'rule', p_rule));
		end if;
	end loop;
	if v_round.state = 'ordered' then
		perform private.move_round(v_round, 'delivered', v_me.id, jsonb_build_object('rule', p_rule));
	else
		update public.rounds set version = version + 1 where id = p_round;
	end if;
	return v_affected;
end;
$$;

create function private.recharge(p_order public.orders, p_by uuid) returns void
language sql security definer set search_path = '' as $$
	insert into public.ledger_entries (residence_id, round_id, household_id, kind, amount_cents, reverses, by_member)
	select e.residence_id, e.round_id, e.household_id, 'reversal', -e.amount_cents, e.id, p_by
	from public.ledger_entries e
	where e.round_id = p_order.round_id and e.household_id = p_order.household_id and e.kind = 'charge'
		and not exists (select from public.ledger_entries r where r.reverses = e.id);
	insert into public.ledger_entries (residence_id, round_id, household_id, kind, amount_cents, by_member)
	select p_order.residence_id, p_order.round_id, p_order.household_id, 'charge', p_order.total_cents, p_by
	where p_order.total_cents > 0;
$$;
comment on function private.recharge(public.orders, uuid) is 'What a household owes changed: the old charge is reversed by a row, the new one added.';

create function private.pick_up(p_order uuid, p_state text, p_by text, p_note text) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_order public.orders;
	v_round public.rounds;
	v_me public.members;
begin
	select * into v_order from public.orders where id = p_order and state = 'placed';
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	v_me := private.require_desk(v_order.residence_id);
	if p_state is null or p_state not in ('waiting', 'collected', 'partly', 'carry_up', 'not_collected')
		or char_length(coalesce(p_by, '')) > 80 or char_length(coalesce(p_note, '')) > 280 then
		perform private.refuse(422, 'value_invalid', '{"field": "state"}');
	end if;
	select * into v_round from public.rounds where id = v_order.round_id for share;
	perform private.require_state(v_round, 'delivered');
	update public.orders set pickup_state = p_state, pickup_by = trim(coalesce(p_by, '')),
			pickup_note = trim(coalesce(p_note, '')),
			pickup_at = case when p_state = 'waiting' then null else clock_timestamp() end
		where id = p_order and (pickup_state, pickup_by, pickup_note)
			is distinct from (p_state, trim(coalesce(p_by, '')), trim(coalesce(p_note, '')))
		returning * into v_order;
	if found then
		perform private.note_order(v_order, 'pickup', v_me, jsonb_build_object('state', p_state, 'by', trim(coalesce(p_by, ''))));
	end if;
end;
$$;

-- Money: what is owed is the sum of rows; before closing, what the live order comes to counts too.
create function private.owed_cents(p_round uuid, p_household uuid) returns integer
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select coalesce((select sum(e.amount_cents) from public.ledger_entries e
				where e.round_id = p_round and e.household_id = p_household), 0)::integer
			+ coalesce((select o.total_cents from public.orders o join public.rounds r on r.id = o.round_id
				where o.round_id = p_round and o.household_id = p_household and o.state = 'placed' and r.state = 'open'), 0));
end;
$$;
comment on function private.owed_cents(uuid, uuid) is 'What a household still owes for a round, in cents; negative when it is owed change.';
create function private.own_owed_cents(p_round uuid, p_household uuid) returns integer
language plpgsql stable security definer set search_path = '' as $$
begin
	-- Whoever lived here before took their debt along, and what they pay of it later. A round may be closed, and
	-- its people gone, before its deadline: dates of the round say nothing.
	return (select case when exists (select from public.orders o where o.household_id = h.id and o.round_id = p_round
			and o.placed_at >= h.lived_since) then private.owed_cents(p_round, h.id)
			- coalesce((select sum(e.amount_cents) from public.ledger_entries e
				where e.round_id = p_round and e.household_id = h.id and e.at < h.lived_since), 0)::integer
		else 0 end from public.households h where h.id = p_household);
end;
$$;
comment on function private.own_owed_cents(uuid, uuid) is
	'The same for those who live there now, to be shown to them: nothing of the people before. Null without a door.';

create function private.record_payment(
	p_round uuid, p_household uuid, p_kind text, p_method text, p_amount_cents integer, p_tendered_cents integer,
	p_note text, p_client_key uuid
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds := private.lock_open_round(p_round);
	v_me public.members := private.require_staff(v_round.residence_id);
	v_entry public.ledger_entries;
	v_owed integer;
begin
	-- One after the other for a household: two caretakers cannot both take the last euro.
	perform 1 from public.households where id = p_household and residence_id = v_round.residence_id for no key update;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	select * into v_entry from public.ledger_entries where client_key = p_client_key;
	if found then
		if (v_entry.round_id, v_entry.household_id, v_entry.kind, abs(v_entry.amount_cents))
			is distinct from (p_round, p_household, p_kind, p_amount_cents) then
			perform private.refuse(409, 'changed_meanwhile');
		end if;
		return jsonb_build_object('entryId', v_entry.id, 'owedCents', private.owed_cents(p_round, p_household));
	end if;
	if p_client_key is null then
		perform private.refuse(422, 'value_invalid', '{"field": "clientKey"}');
	end if;
	perform private.check_text(p_note, 'note', 0, 280);
	v_owed := private.owed_cents(p_round, p_household);
	if p_kind is null or p_kind not in ('payment', 'refund') or p_method is null or p_method not in ('cash', 'cheque')
		or p_amount_cents is null or p_amount_cents <= 0
		or (p_kind = 'payment' and p_amount_cents > v_owed)
		or (p_kind = 'refund' and p_amount_cents > -v_owed)
		or p_tendered_cents < p_amount_cents then
		perform private.refuse(422, 'payment_invalid', jsonb_build_object('owedCents', v_owed));
	end if;
	insert into public.ledger_entries (residence_id, round_id, household_id, kind, method, amount_cents, tendered_cents,
			note, by_member, client_key)
		values (v_round.residence_id, p_round, p_household, p_kind, p_method,
			case p_kind when 'payment' then -p_amount_cents else p_amount_cents end,
			case when p_kind = 'payment' and p_method = 'cash' then p_tendered_cents end,
			trim(coalesce(p_note, '')), v_me.id, p_client_key)
		returning * into v_entry;
	return jsonb_build_object('entryId', v_entry.id, 'owedCents', private.owed_cents(p_round, p_household));
end;
$$;

create function private.hand_over(
	p_order uuid, p_method text, p_amount_cents integer, p_tendered_cents integer, p_client_key uuid, p_by text
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	v_order public.orders;
	v_answer jsonb;
begin
	select * into v_order from public.orders where id = p_order and state = 'placed';
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	v_answer := private.record_payment(v_order.round_id, v_order.household_id, 'payment', p_method, p_amount_cents,
		p_tendered_cents, '', p_client_key);
	-- A repeated request leaves the basket as somebody may have marked it since.
	if not exists (select from public.order_changes c join public.ledger_entries e on e.client_key = p_client_key
		where c.order_id = p_order and c.kind = 'pickup' and c.at >= e.at) then
		perform private.pick_up(p_order, 'collected', p_by, '');
	end if;
	return v_answer;
end;
$$;

create function private.reverse_payment(p_entry bigint) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_entry public.ledger_entries;
	v_me public.members;
begin
	select * into v_entry from public.ledger_entries where id = p_entry and kind in ('payment', 'refund');
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	perform private.lock_open_round(v_entry.round_id);
	v_me := private.require_staff(v_entry.residence_id);
	perform 1 from public.households where id = v_entry.household_id for no key update;
	-- Twice is once.
	insert into public.ledger_entries (residence_id, round_id, household_id, kind, amount_cents, reverses, by_member)
		select v_entry.residence_id, v_entry.round_id, v_entry.household_id, 'reversal', -v_entry.amount_cents, p_entry, v_me.id
		where not exists (select from public.ledger_entries where reverses = p_entry);
end;
$$;

create function public.preview_delivery(p_round uuid, p_arrivals jsonb, p_rule text) returns jsonb
language sql stable set search_path = '' as $$ select private.preview_delivery($1, $2, $3); $$;
comment on function public.preview_delivery(uuid, jsonb, text) is
	'Who would get less and what they would owe, before confirming. Nothing is written.';
create function public.deliver_round(p_round uuid, p_base_version integer, p_arrivals jsonb, p_rule text) returns integer
language sql set search_path = '' as $$ select private.deliver_round($1, $2, $3, $4); $$;
comment on function public.deliver_round(uuid, integer, jsonb, text) is
	'Records what arrived [{"offer", "quantity"}] and shares it by the rule; ordered → delivered, or corrects a delivery. Answers how many orders changed.';
create function public.pick_up(p_order uuid, p_state text, p_by text default '', p_note text default '') returns void
language sql set search_path = '' as $$ select private.pick_up($1, $2, $3, $4); $$;
comment on function public.pick_up(uuid, text, text, text) is
	'Checks a basket off (or back to waiting): collected, partly, carry_up, not_collected; by whom, with a note.';
create function public.record_payment(
	p_round uuid, p_household uuid, p_kind text, p_method text, p_amount_cents integer, p_tendered_cents integer,
	p_note text, p_client_key uuid
) returns jsonb language sql set search_path = '' as $$ select private.record_payment($1, $2, $3, $4, $5, $6, $7, $8); $$;
comment on function public.record_payment(uuid, uuid, text, text, integer, integer, text, uuid) is
	'Adds a payment or a refund, in cents; tendered is the cash that was handed over. Refuses more than is owed (payment_invalid).';
create function public.hand_over(
	p_order uuid, p_method text, p_amount_cents integer, p_tendered_cents integer, p_client_key uuid, p_by text default ''
) returns jsonb language sql set search_path = '' as $$ select private.hand_over($1, $2, $3, $4, $5, $6); $$;
comment on function public.hand_over(uuid, text, integer, integer, uuid, text) is
	'A payment and its basket in one act, to whom it was given (p_by) with it: both or neither. Refuses what record_payment and pick_up refuse.';
create function public.reverse_payment(p_entry bigint) returns void
language sql set search_path = '' as $$ select private.reverse_payment($1); $$;
comment on function public.reverse_payment(bigint) is 'Corrects a payment or refund by its reverse row; twice is once.';
grant execute on function private.preview_delivery(uuid, jsonb, text), public.preview_delivery(uuid, jsonb, text),
	private.deliver_round(uuid, integer, jsonb, text), public.deliver_round(uuid, integer, jsonb, text),
	private.pick_up(uuid, text, text, text), public.pick_up(uuid, text, text, text),
	private.record_payment(uuid, uuid, text, text, integer, integer, text, uuid),
	public.record_payment(uuid, uuid, text, text, integer, integer, text, uuid),
	private.hand_over(uuid, text, integer, integer, uuid, text),
	public.hand_over(uuid, text, integer, integer, uuid, text),
	private.reverse_payment(bigint), public.reverse_payment(bigint) to authenticated;
