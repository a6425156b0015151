-- One question per page: each function answers all that a page shows. They run as the person who asks, under
-- row-level security; what a person may know of others' orders (counts, sums) comes from helpers that check it.

create function private.producer_name(p_producer uuid) returns text
language sql stable security definer set search_path = '' as $$
	select name from public.producers where id = p_producer;
$$;

create function private.round_progress(p_round uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('households', count(*), 'totalCents', coalesce(sum(o.total_cents), 0))
	from public.orders o where o.round_id = p_round and o.state = 'placed'
		and o.residence_id in (select private.my_residence_ids());
$$;
comment on function private.round_progress(uuid) is 'How many households ordered and for how much: numbers only, for members.';

-- What people see of a round. "phase" is its state as the clock has it now.
create function private.round_view(p_round public.rounds) returns jsonb
language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('id', p_round.id, 'title', p_round.title, 'word', p_round.word,
		'producer', private.producer_name(p_round.producer_id), 'producerId', p_round.producer_id,
		'state', p_round.state, 'version', p_round.version,
		'phase', case when p_round.state <> 'open' then p_round.state
			when now() < p_round.opens_at then 'coming' when now() >= p_round.closes_at then 'closing' else 'open' end,
		'opensAt', p_round.opens_at, 'closesAt', p_round.closes_at,
		'opensLocal', p_round.opens_local, 'closesLocal', p_round.closes_local,
		'deliveryOn', p_round.delivery_on, 'deliveryFrom', p_round.delivery_from, 'deliveryTo', p_round.delivery_to,
		'place', p_round.place, 'minimumCents', p_round.minimum_cents, 'minimumBaskets', p_round.minimum_baskets,
		'sendOnClose', p_round.send_on_close, 'progress', private.round_progress(p_round.id),
		-- Its first article stands for it in lists.
		'pictogram', coalesce((select f.pictogram from public.offers f
			where f.round_id = p_round.id and f.withdrawn_at is null order by f.position, f.name limit 1), 'basket'));
$$;

create function private.order_view(p_order public.orders) returns jsonb
language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('id', p_order.id, 'state', p_order.state, 'version', p_order.version,
		'totalCents', p_order.total_cents, 'placedAt', p_order.placed_at, 'changedAt', p_order.changed_at,
		'for', private.member_name(p_order.member_id), 'forId', p_order.member_id,
		'pickupState', p_order.pickup_state, 'pickupBy', p_order.pickup_by, 'pickupNote', p_order.pickup_note,
		'pickupAt', p_order.pickup_at,
		'lines', (select coalesce(jsonb_agg(jsonb_build_object('offerId', l.offer_id, 'name', f.name, 'unit', f.unit,
				'pictogram', f.pictogram, 'quantity', l.quantity, 'receivedQuantity', l.received_quantity,
				'priceCents', l.price_cents, 'lineCents', l.line_cents, 'receivedCents', l.received_cents,
				'withdrawn', f.withdrawn_at is not null) order by f.position, f.name), '[]')
			from public.order_lines l join public.offers f on f.id = l.offer_id where l.order_id = p_order.id),
		'lastChange', (select jsonb_build_object('kind', c.kind, 'at', c.at, 'by', private.member_name(c.by_member),
				'onBehalf', c.on_behalf)
			from public.order_changes c where c.order_id = p_order.id and c.kind in ('placed', 'changed', 'cancelled')
			order by c.id desc limit 1));
$$;
comment on function private.order_view(public.orders) is 'An order with its lines and who touched it last. Only for rows that the reader may see.';

create function private.offers_view(p_round uuid, p_order uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'productId', f.product_id, 'name', f.name, 'unit', f.unit,
		'step', f.step, 'priceCents', f.price_cents, 'pictogram', f.pictogram, 'photoPath', f.photo_path,
		'description', f.description, 'origin', f.origin, 'allergens', f.allergens, 'stockLimit', f.stock_limit,
		'left', case when f.stock_limit is null then null else greatest(0, f.stock_limit - coalesce((
			select sum(l.quantity) from public.order_lines l join public.orders o on o.id = l.order_id
			where l.round_id = p_round and l.offer_id = f.id and o.state = 'placed' and o.id is distinct from p_order), 0)) end,
		'withdrawn', f.withdrawn_at is not null) order by f.position, f.name), '[]')
	from public.offers f
	where f.round_id = p_round and (f.withdrawn_at is null
		or exists (select from public.order_lines l where l.order_id = p_order and l.offer_id = f.id));
$$;
comment on function private.offers_view(uuid, uuid) is
	'Offers of a round with what is left for an order (its own lines not counted); withdrawn ones only if that order has them.';

create function private.last_order_view(p_round public.rounds, p_household uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('title', r.title, 'placedAt', o.placed_at, 'lines', (
		select coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'quantity', l.quantity, 'unit', f.unit,
			'offerId', n.id) order by f.position, f.name), '[]')
		from public.order_lines l join public.offers f on f.id = l.offer_id
		left join public.offers n on n.round_id = p_round.id and n.product_id = f.product_id and n.withdrawn_at is null
		where l.order_id = o.id))
	from public.orders o join public.rounds r on r.id = o.round_id
	where o.household_id = p_household and o.state = 'placed' and r.producer_id = p_round.producer_id
		and r.id <> p_round.id and r.state <> 'cancelled' and o.placed_at >= private.lived_since(p_household)
	order by o.placed_at desc limit 1;
$$;
comment on function private.last_order_view(public.rounds, uuid) is
	'The last order of a household from the same producer; a line without offerId is no longer offered.';

create function private.read_round(p_round uuid) returns public.rounds
language plpgsql stable set search_path = '' as $$
declare
	v_round public.rounds;
begin
	select * into v_round from public.rounds where id = p_round;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	return v_round;
end;
$$;
comment on function private.read_round(uuid) is 'A round that the reader may see, or 404.';

create function private.history_view(p_order uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('kind', c.kind, 'at', c.at, 'by', private.member_name(c.by_member),
		'for', private.member_name(c.for_member), 'onBehalf', c.on_behalf, 'totalCents', c.total_cents,
		'detail', c.detail) order by c.id desc), '[]')
	from (select * from public.order_changes where order_id = p_order order by id desc limit 50) c;
$$;

create function public.page_home(p_residence uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
	v_staff boolean := v_me.role in ('caretaker', 'manager');
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'rounds', (select coalesce(jsonb_agg(private.round_view(r) || jsonb_build_object(
				'order', (select private.order_view(o) from public.orders o
					where o.round_id = r.id and o.household_id = v_me.household_id and o.state = 'placed'),
				'owedCents', case when r.closes_at >= private.lived_since(v_me.household_id)
					then private.owed_cents(r.id, v_me.household_id) end,
				'sheet', case when v_staff then (select jsonb_build_object('sentAt', s.sent_at, 'failedAt', s.send_failed_at,
						'readAt', s.read_at, 'answeredAt', s.answered_at)
					from public.sheets s where s.round_id = r.id and s.superseded_at is null) end,
				'waiting', case when v_staff and r.state = 'delivered' then (select count(*) from public.orders o
					where o.round_id = r.id and o.state = 'placed' and o.pickup_state in ('waiting', 'partly', 'carry_up')) end)
				order by r.closes_at), '[]')
			from (select * from public.rounds x where x.residence_id = p_residence
				and x.state in ('draft', 'open', 'closed', 'ordered', 'delivered')
				order by x.closes_at desc limit 12) r),
		'chart', case when v_staff then private.chart_view(p_residence) end,
		'people', case when v_staff then (select count(*) from (
			select from public.members m where m.residence_id = p_residence and m.ended_at is null limit 1000) x) end
	);
end;
$$;
comment on function public.page_home(uuid) is 'Home: rounds that matter now with my order in each; for staff also what needs them.';

create function private.chart_view(p_residence uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'title', x.title, 'deliveryOn', x.delivery_on,
		'households', x.households, 'totalCents', x.total_cents) order by x.delivery_on), '[]')
	from (select r.id, r.title, r.delivery_on, count(o.id) as households, coalesce(sum(o.total_cents), 0) as total_cents
		from (select * from public.rounds y where y.residence_id = p_residence and y.state not in ('draft', 'cancelled')
			and y.residence_id in (select private.my_staff_residence_ids())
			order by y.delivery_on desc limit 6) r
		left join public.orders o on o.round_id = r.id and o.state = 'placed'
		group by r.id, r.title, r.delivery_on) x;
$$;
comment on function private.chart_view(uuid) is 'Orders of the last six rounds, for staff.';

create function public.page_rounds(p_residence uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'current', (select coalesce(jsonb_agg(private.round_view(r) || jsonb_build_object(
				'order', (select private.order_view(o) from public.orders o
					where o.round_id = r.id and o.household_id = v_me.household_id and o.state = 'placed'))
				order by r.closes_at), '[]')
			from (select * from public.rounds x where x.residence_id = p_residence
				and x.state in ('draft', 'open', 'closed', 'ordered', 'delivered') order by x.closes_at desc limit 20) r),
		'past', (select coalesce(jsonb_agg(private.round_view(r) || jsonb_build_object(
				'order', (select private.order_view(o) from public.orders o
					where o.round_id = r.id and o.household_id = v_me.household_id and o.state = 'placed'))
				order by r.delivery_on desc), '[]')
			from (select * from public.rounds x where x.residence_id = p_residence
				and x.state in ('settled', 'cancelled') order by x.delivery_on desc limit 20) r)
	);
end;
$$;
comment on function public.page_rounds(uuid) is 'Rounds of a residence, running and past (last twenty), each with my order.';

create function public.page_round(p_round uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_round public.rounds := private.read_round(p_round);
	v_me public.members := private.require_member(v_round.residence_id);
	v_order public.orders;
begin
	select * into v_order from public.orders
		where round_id = p_round and household_id = v_me.household_id and state = 'placed';
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'round', private.round_view(v_round),
		'offers', private.offers_view(p_round, v_order.id),
		'order', case when v_order.id is not null then private.order_view(v_order) end,
		'history', case when v_order.id is not null then private.history_view(v_order.id) else '[]' end,
		'last', case when v_me.household_id is not null then private.last_order_view(v_round, v_me.household_id) end,
		'owedCents', case when v_round.closes_at >= private.lived_since(v_me.household_id)
			then private.owed_cents(p_round, v_me.household_id) end,
		'clientKey', gen_random_uuid()
	);
end;
$$;
comment on function public.page_round(uuid) is
	'A round for the person who orders: offers, my order and its history, my last order, a key for the form.';

create function public.page_orders(p_residence uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'orders', (select coalesce(jsonb_agg(private.order_view(o) || jsonb_build_object(
				'round', private.round_view(r),
				'owedCents', private.owed_cents(r.id, v_me.household_id)) order by o.placed_at desc), '[]')
			from (select * from public.orders x where x.household_id = v_me.household_id
				and x.residence_id = p_residence order by x.placed_at desc limit 50) o
			join public.rounds r on r.id = o.round_id));
end;
$$;
comment on function public.page_orders(uuid) is 'My household''s last fifty orders, cancelled ones too.';

create function public.page_desk(p_round uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_round public.rounds := private.read_round(p_round);
	v_me public.members := private.require_desk(v_round.residence_id);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'round', private.round_view(v_round),
		'households', (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'building', h.building,
				'staircase', h.staircase, 'floor', h.floor, 'door', h.door, 'label', private.door_label(h),
				'names', coalesce(n.names, ''), 'paper', coalesce(n.paper, false),
				'orderId', o.id, 'totalCents', o.total_cents)
				order by h.building, h.staircase, h.floor, private.door_order(h.door)), '[]')
			from public.households h
			left join (select m.household_id, string_agg(m.name, ', ' order by m.created_at, m.name) as names,
					bool_and(m.user_id is null and c.email is null) as paper
				from private.desk_members(v_round.residence_id) m
				left join public.member_contacts c on c.member_id = m.id
				group by m.household_id) n on n.household_id = h.id
			left join public.orders o on o.round_id = p_round and o.household_id = h.id and o.state = 'placed'
			where h.residence_id = v_round.residence_id)
	);
end;
$$;
create function private.desk_members(p_residence uuid) returns setof public.members
language sql stable security definer set search_path = '' as $$
	select * from public.members where residence_id = p_residence and ended_at is null
		and residence_id in (select private.my_desk_residence_ids());
$$;
comment on function public.page_desk(uuid) is 'Order desk: every door with its names and its order, for relay, caretaker and manager.';

create function private.near_door(p_household public.households, p_step integer) returns jsonb
language sql stable set search_path = '' as $$
	with doors as (
		select h.id, private.door_label(h) as label,
			row_number() over (order by h.building, h.staircase, h.floor, private.door_order(h.door), h.id) as n
		from public.households h where h.residence_id = p_household.residence_id
			and (h.id = p_household.id
				or exists (select from public.members m where m.household_id = h.id and m.ended_at is null))
	)
	select jsonb_build_object('id', d.id, 'label', d.label)
	from doors me join doors d on d.n = me.n + p_step where me.id = p_household.id;
$$;
comment on function private.near_door(public.households, integer) is
	'The inhabited door some steps up or down the staircase, for going from door to door; null at the end.';

create function public.page_desk_order(p_round uuid, p_household uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_round public.rounds := private.read_round(p_round);
	v_me public.members := private.require_desk(v_round.residence_id);
	v_household public.households;
	v_order public.orders;
begin
	select * into v_household from public.households where id = p_household and residence_id = v_round.residence_id;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	select * into v_order from public.orders where round_id = p_round and household_id = p_household and state = 'placed';
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'round', private.round_view(v_round),
		'household', jsonb_build_object('id', v_household.id, 'label', private.door_label(v_household),
			'staircase', v_household.staircase, 'floor', v_household.floor, 'door', v_household.door,
			'members', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) order by m.created_at, m.name), '[]')
				from public.members m where m.household_id = p_household and m.ended_at is null)),
		'next', private.near_door(v_household, 1),
		'previous', private.near_door(v_household, -1),
		'offers', private.offers_view(p_round, v_order.id),
		'order', case when v_order.id is not null then private.order_view(v_order) end,
		'history', case when v_order.id is not null then private.history_view(v_order.id) else '[]' end,
		'last', private.last_order_view(v_round, p_household),
		'clientKey', gen_random_uuid()
	);
end;
$$;
comment on function public.page_desk_order(uuid, uuid) is 'One door at the order desk: who lives there, offers, their order and its history.';

create function public.page_slips(p_round uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_round public.rounds := private.read_round(p_round);
	v_me public.members := private.require_desk(v_round.residence_id);
begin
	return public.page_desk(p_round) || jsonb_build_object('offers', private.offers_view(p_round, null));
end;
$$;
comment on function public.page_slips(uuid) is 'What the paper order slips need: doors and offers.';

create function public.page_round_admin(p_round uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_round public.rounds := private.read_round(p_round);
	v_me public.members := private.require_staff(v_round.residence_id);
	v_sheet public.sheets := private.staff_sheet(v_round);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'round', private.round_view(v_round),
		'producer', (select jsonb_build_object('id', p.id, 'name', p.name, 'phone', p.phone, 'email', p.email, 'place', p.place)
			from public.producers p where p.id = v_round.producer_id),
		'minimumMissing', private.minimum_missing(v_round),
		'totals', private.totals_view(v_round),
		'notOrdered', (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'label', private.door_label(h),
				'staircase', h.staircase, 'floor', h.floor, 'names', private.household_names(h.id))
				order by h.building, h.staircase, h.floor, private.door_order(h.door)), '[]')
			from public.households h where h.residence_id = v_round.residence_id
				and exists (select from public.members m where m.household_id = h.id and m.ended_at is null)
				and not exists (select from public.orders o where o.round_id = p_round and o.household_id = h.id and o.state = 'placed')),
		'sheet', case when v_sheet.id is not null then private.sheet_view(v_sheet) || jsonb_build_object(
			'sentAt', v_sheet.sent_at, 'failedAt', v_sheet.send_failed_at, 'revokedAt', v_sheet.revoked_at,
			'mail', private.sheet_mail_view(v_sheet)) end,
		'handover', (select jsonb_build_object('orders', count(*),
				'waiting', count(*) filter (where o.pickup_state in ('waiting', 'partly', 'carry_up')),
				'owedCents', coalesce((select sum(e.amount_cents) from public.ledger_entries e where e.round_id = p_round), 0))
			from public.orders o where o.round_id = p_round and o.state = 'placed'),
		'changes', (select coalesce(jsonb_agg(jsonb_build_object('from', c.from_state, 'to', c.to_state, 'at', c.at,
				'by', private.member_name(c.by_member), 'detail', c.detail) order by c.id desc), '[]')
			from public.round_changes c where c.round_id = p_round),
		'chart', private.chart_view(v_round.residence_id)
	);
end;
$$;
comment on function public.page_round_admin(uuid) is
	'A round for the caretaker: progress, totals by product, who has not ordered, the sheet, what happened; also the dry run of closing.';

create function private.staff_sheet(p_round public.rounds) returns public.sheets
language sql stable security definer set search_path = '' as $$
	select s.* from public.sheets s where s.round_id = p_round.id and s.superseded_at is null
		and s.residence_id in (select private.my_staff_residence_ids());
$$;
create function private.sheet_mail_view(p_sheet public.sheets) returns jsonb
language sql stable security definer set search_path = '' as $$
	select jsonb_build_object('to', m.to_address, 'attempts', m.attempts, 'sent', m.sent_at is not null,
		'givenUp', m.failed_at is not null, 'nextAt', m.due_at)
	from private.mails m
	where m.dedupe_key like 'sheet:' || p_sheet.id || ':%'
		and m.residence_id in (select private.my_staff_residence_ids())
	order by m.id desc limit 1;
$$;
comment on function private.sheet_mail_view(public.sheets) is 'How the last mail of a sheet fares, for staff.';
create function private.totals_view(p_round public.rounds) returns jsonb
language sql stable security definer set search_path = '' as $$
	select coalesce(jsonb_agg(jsonb_build_object('offerId', f.id, 'name', f.name, 'unit', f.unit, 'step', f.step,
		'pictogram', f.pictogram, 'photoPath', f.photo_path, 'priceCents', f.price_cents, 'stockLimit', f.stock_limit,
		'withdrawn', f.withdrawn_at is not null, 'arrivedQuantity', f.arrived_quantity,
		'answeredQuantity', (select l.answered_quantity from public.sheet_lines l join public.sheets s on s.id = l.sheet_id
			where l.offer_id = f.id and s.round_id = p_round.id and s.superseded_at is null),
		'quantity', coalesce(t.quantity, 0), 'households', coalesce(t.households, 0), 'cents', coalesce(t.cents, 0))
		order by f.position, f.name), '[]')
	from public.offers f
	left join (select l.offer_id, sum(l.quantity) as quantity, count(*) as households, sum(l.line_cents) as cents
		from public.order_lines l join public.orders o on o.id = l.order_id
		where l.round_id = p_round.id and o.state = 'placed' group by l.offer_id) t on t.offer_id = f.id
	where f.round_id = p_round.id and (f.withdrawn_at is null or t.quantity is not null)
		and f.residence_id in (select private.my_staff_residence_ids());
$$;

create function public.page_round_edit(p_residence uuid, p_round uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_staff(p_residence);
	v_round public.rounds;
begin
	if p_round is not null then
		v_round := private.read_round(p_round);
		if v_round.residence_id <> p_residence then
			perform private.refuse(404, 'not_found');
		end if;
	end if;
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'round', case when v_round.id is not null then private.round_view(v_round) end,
		'offers', case when v_round.id is not null then private.offers_view(p_round, null) else '[]' end,
		'now', to_char(now() at time zone (select r.time_zone from public.residences r where r.id = p_residence), 'YYYY-MM-DD"T"HH24:MI'),
		'producers', (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email,
				'products', (select coalesce(jsonb_agg(private.product_view(x) order by x.name), '[]')
					from public.products x where x.producer_id = p.id and x.archived_at is null)) order by p.name), '[]')
			from public.producers p where p.residence_id = p_residence
				and (p.archived_at is null or p.id = v_round.producer_id)));
end;
$$;
comment on function public.page_round_edit(uuid, uuid) is 'What the form of a round needs: producers, their products, the round when it exists.';

create function private.product_view(p_product public.products) returns jsonb
language sql stable set search_path = '' as $$
	select jsonb_build_object('id', p_product.id, 'producerId', p_product.producer_id, 'name', p_product.name,
		'unit', p_product.unit, 'step', p_product.step, 'priceCents', p_product.price_cents,
		'pictogram', p_product.pictogram, 'photoPath', p_product.photo_path, 'description', p_product.description,
		'origin', p_product.origin, 'allergens', p_product.allergens, 'months', p_product.months,
		'archived', p_product.archived_at is not null);
$$;

create function public.page_catalogue(p_residence uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_staff(p_residence);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'producers', (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'phone', p.phone,
				'email', p.email, 'place', p.place, 'archived', p.archived_at is not null,
				'products', (select coalesce(jsonb_agg(private.product_view(x) order by x.archived_at nulls first, x.name), '[]')
					from public.products x where x.producer_id = p.id)) order by p.archived_at nulls first, p.name), '[]')
			from public.producers p where p.residence_id = p_residence));
end;
$$;
comment on function public.page_catalogue(uuid) is 'Producers and their products, for staff.';

create function public.page_delivery(p_round uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_round public.rounds := private.read_round(p_round);
	v_me public.members := private.require_staff(v_round.residence_id);
begin
	return jsonb_build_object('shell', private.shell(v_me), 'round', private.round_view(v_round),
		'totals', private.totals_view(v_round));
end;
$$;
comment on function public.page_delivery(uuid) is 'What was ordered, announced and counted per product, for delivery day.';

create function public.page_pickup(p_round uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_round public.rounds := private.read_round(p_round);
	v_me public.members := private.require_desk(v_round.residence_id);
	v_staff boolean := v_me.role in ('caretaker', 'manager');
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'round', private.round_view(v_round),
		'orders', (select coalesce(jsonb_agg(private.order_view(o) || jsonb_build_object(
				'household', jsonb_build_object('id', h.id, 'label', private.door_label(h), 'building', h.building,
					'staircase', h.staircase, 'floor', h.floor, 'door', h.door, 'names', private.household_names(h.id)),
				-- What somebody owes is for the caretaker only, not for a relay at the counter.
				'owedCents', case when v_staff then private.owed_cents(p_round, h.id) end)
				order by h.building, h.staircase, h.floor, private.door_order(h.door)), '[]')
			from public.orders o join public.households h on h.id = o.household_id
			where o.round_id = p_round and o.state = 'placed'),
		'cashCents', case when v_staff then (select coalesce(-sum(e.amount_cents), 0) from public.ledger_entries e
			where e.round_id = p_round and e.kind <> 'charge'
				and (e.kind <> 'reversal' or e.reverses in (select x.id from public.ledger_entries x
					where x.round_id = p_round and x.kind in ('payment', 'refund')))) end,
		'clientKey', gen_random_uuid()
	);
end;
$$;
comment on function public.page_pickup(uuid) is 'Pick-up list by staircase and door: baskets, who came, and (for staff) what is owed.';

create function public.page_money(p_round uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_round public.rounds := private.read_round(p_round);
	v_me public.members := private.require_staff(v_round.residence_id);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'round', private.round_view(v_round),
		'households', (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'label', private.door_label(h),
				'building', h.building, 'staircase', h.staircase, 'floor', h.floor, 'names', private.household_names(h.id),
				'orderCents', x.order_cents, 'paidCents', x.paid_cents, 'owedCents', private.owed_cents(p_round, h.id))
				order by h.building, h.staircase, h.floor, private.door_order(h.door)), '[]')
			from (select y.household_id,
					coalesce((select o.total_cents from public.orders o where o.round_id = p_round
						and o.household_id = y.household_id and o.state = 'placed'), 0) as order_cents,
					private.paid_cents(p_round, y.household_id) as paid_cents
				from (select o.household_id from public.orders o where o.round_id = p_round and o.state = 'placed'
					union select e.household_id from public.ledger_entries e where e.round_id = p_round) y) x
			join public.households h on h.id = x.household_id),
		'entries', (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'method', e.method,
				'amountCents', e.amount_cents, 'tenderedCents', e.tendered_cents, 'reverses', e.reverses, 'note', e.note,
				'reversed', exists (select from public.ledger_entries r where r.reverses = e.id),
				'at', e.at, 'by', private.member_name(e.by_member), 'householdId', e.household_id,
				'label', (select private.door_label(h) from public.households h where h.id = e.household_id))
				order by e.id desc), '[]')
			from (select * from public.ledger_entries z where z.round_id = p_round order by z.id desc limit 2000) e),
		'sums', private.money_sums(p_round),
		'clientKey', gen_random_uuid()
	);
end;
$$;
comment on function public.page_money(uuid) is 'Who owes what for a round, every money row, and the cash sheet for the producer.';

create function private.paid_cents(p_round uuid, p_household uuid) returns integer
language sql stable security definer set search_path = '' as $$
	select coalesce(-sum(e.amount_cents), 0)::integer
	from public.ledger_entries e left join public.ledger_entries r on r.id = e.reverses
	where e.round_id = p_round and e.household_id = p_household and coalesce(r.kind, e.kind) in ('payment', 'refund');
$$;
create function private.money_sums(p_round uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'expectedCents', coalesce(sum(e.amount_cents) filter (where coalesce(r.kind, e.kind) = 'charge'), 0),
		'cashCents', coalesce(-sum(e.amount_cents) filter (where coalesce(r.method, e.method) = 'cash'), 0),
		'chequeCents', coalesce(-sum(e.amount_cents) filter (where coalesce(r.method, e.method) = 'cheque'), 0),
		'chequeCount', count(*) filter (where e.kind = 'payment' and e.method = 'cheque'
			and not exists (select from public.ledger_entries v where v.reverses = e.id)),
		'receivedCents', coalesce(-sum(e.amount_cents) filter (where coalesce(r.kind, e.kind) in ('payment', 'refund')), 0),
		'balanceCents', coalesce(sum(e.amount_cents), 0))
	from public.ledger_entries e left join public.ledger_entries r on r.id = e.reverses
	where e.round_id = p_round and e.residence_id in (select private.my_staff_residence_ids());
$$;
comment on function private.money_sums(uuid) is
	'Cash sheet of a round: expected from households, received by method, balance = sum of all rows.';

grant execute on function private.producer_name(uuid), private.round_progress(uuid), private.round_view(public.rounds),
	private.order_view(public.orders), private.offers_view(uuid, uuid), private.last_order_view(public.rounds, uuid),
	private.near_door(public.households, integer), private.read_round(uuid), private.history_view(uuid), private.chart_view(uuid), private.desk_members(uuid),
	private.staff_sheet(public.rounds), private.sheet_mail_view(public.sheets), private.totals_view(public.rounds), private.product_view(public.products),
	private.minimum_missing(public.rounds), private.sheet_view(public.sheets), private.owed_cents(uuid, uuid),
	private.paid_cents(uuid, uuid), private.money_sums(uuid), private.member_name(uuid) to authenticated;
grant execute on function public.page_home(uuid), public.page_rounds(uuid), public.page_round(uuid),
	public.page_orders(uuid), public.page_desk(uuid), public.page_desk_order(uuid, uuid), public.page_slips(uuid),
	public.page_round_admin(uuid), public.page_round_edit(uuid, uuid), public.page_catalogue(uuid),
	public.page_delivery(uuid), public.page_pickup(uuid), public.page_money(uuid) to authenticated;
