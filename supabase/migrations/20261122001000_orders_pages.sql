-- One question per page: each function answers all that a page shows. They run as the person who asks, under
-- row-level security; what a person may know of others' orders (counts, sums) comes from helpers that check it.
--
-- How they are written is measured (npm run bench). Rows become JSON as they are, with the names of their columns:
-- json_build_object with a list of names costs five times as much, jsonb ten times. Helpers are plpgsql, which keeps
-- the plans of its queries; PostgreSQL 15 plans a function in language sql anew at every call. What only staff see is
-- in helpers: a part of a query that is never reached is still set up, with the policies of its tables, at every call.
-- And pages keep one plan for everybody: making a plan takes longer than following it, and all of them follow an index.

create function private.round_progress(p_round uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select jsonb_build_object('households', count(*), 'totalCents', coalesce(sum(o.total_cents), 0))
		from public.orders o where o.round_id = p_round and o.state = 'placed'
			and o.residence_id in (select private.my_ordering_residence_ids()));
end;
$$;
comment on function private.round_progress(uuid) is 'How many households ordered and for how much: numbers only, for members.';

create function private.round_rows(p_rounds public.rounds[]) returns table (
	id uuid, title text, word text, producer text, "producerId" uuid, state text, version integer, phase text,
	"opensAt" timestamptz, "closesAt" timestamptz, "opensLocal" timestamp, "closesLocal" timestamp,
	"deliveryOn" date, "deliveryFrom" time, "deliveryTo" time, place text, "minimumCents" integer,
	"minimumBaskets" integer, "sendOnClose" boolean, progress json, pictogram text
)
language plpgsql stable security definer set search_path = '' as $$
declare
	v_mine uuid[] := array(select private.my_ordering_residence_ids());
begin
	return query select r.id, r.title, r.word, p.name, r.producer_id, r.state, r.version,
		case when r.state <> 'open' then r.state
			when now() < r.opens_at then 'coming' when now() >= r.closes_at then 'closing' else 'open' end,
		r.opens_at, r.closes_at, r.opens_local, r.closes_local,
		r.delivery_on, r.delivery_from, r.delivery_to, r.place, r.minimum_cents,
		r.minimum_baskets, r.send_on_close,
		(select row_to_json(t) from (select count(*) as households, coalesce(sum(o.total_cents), 0) as "totalCents"
			from public.orders o where o.round_id = r.id and o.state = 'placed' and o.residence_id = any (v_mine)) t),
		-- Its first article stands for it in lists.
		coalesce((select f.pictogram from public.offers f
			where f.round_id = r.id and f.withdrawn_at is null order by f.position, f.name limit 1), 'basket')
	from unnest(p_rounds) r join public.producers p on p.id = r.producer_id;
end;
$$;
comment on function private.round_rows(public.rounds[]) is
	'What people see of rounds that they may see. "phase" is the state as the clock has it now; progress is numbers only, for members.';

create function private.round_view(p_round public.rounds) returns json
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select row_to_json(v) from private.round_rows(array[p_round]) v);
end;
$$;
comment on function private.round_view(public.rounds) is 'The same for one round, as JSON.';

create function private.order_view(p_order public.orders) returns json
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select row_to_json(v) from (select p_order.id, p_order.state, p_order.version,
		p_order.total_cents as "totalCents",
		(select m.name from public.members m where m.id = p_order.member_id) as "for", p_order.member_id as "forId",
		p_order.pickup_state as "pickupState", p_order.pickup_by as "pickupBy", p_order.pickup_note as "pickupNote",
		p_order.pickup_at as "pickupAt",
		(select coalesce(json_agg(x), '[]') from (
			select l.offer_id as "offerId", f.name, f.unit, f.pictogram, l.quantity,
				l.received_quantity as "receivedQuantity", l.price_cents as "priceCents", l.line_cents as "lineCents",
				l.received_cents as "receivedCents"
			from public.order_lines l join public.offers f on f.id = l.offer_id where l.order_id = p_order.id
			order by f.position, f.name) x) as lines) v);
end;
$$;
comment on function private.order_view(public.orders) is 'An order with its lines. Only for rows that the reader may see.';

create function private.order_summary(p_order public.orders) returns json
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select row_to_json(x) from (
		select p_order.total_cents as "totalCents", p_order.pickup_state as "pickupState",
			(select count(*) from public.order_lines l where l.order_id = p_order.id) as articles) x);
end;
$$;
comment on function private.order_summary(public.orders) is 'What lists of rounds say of an order. Only for rows that the reader may see.';

create function private.offers_view(p_round uuid, p_order uuid) returns json
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select coalesce(json_agg(x), '[]') from (
		select f.id, f.product_id as "productId", f.name, f.unit, f.step, f.price_cents as "priceCents", f.pictogram,
			f.photo_path as "photoPath", f.description, f.origin, f.allergens, f.stock_limit as "stockLimit",
			case when f.stock_limit is not null then greatest(0, f.stock_limit - coalesce((
				select sum(l.quantity) from public.order_lines l join public.orders o on o.id = l.order_id
				where l.round_id = p_round and l.offer_id = f.id and o.state = 'placed'
					and o.id is distinct from p_order), 0)) end as "left",
			f.withdrawn_at is not null as withdrawn
		from public.offers f
		where f.round_id = p_round and (f.withdrawn_at is null
			or exists (select from public.order_lines l where l.order_id = p_order and l.offer_id = f.id))
		order by f.position, f.name) x);
end;
$$;
comment on function private.offers_view(uuid, uuid) is
	'Offers of a round with what is left for an order (its own lines not counted); withdrawn ones only if that order has them.';

create function private.last_order_view(p_round public.rounds, p_household uuid) returns json
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select row_to_json(x) from (
		select r.title, o.placed_at as "placedAt", (
			select coalesce(json_agg(y), '[]') from (
				select f.name, l.quantity, f.unit, n.id as "offerId"
				from public.order_lines l join public.offers f on f.id = l.offer_id
				left join public.offers n on n.round_id = p_round.id and n.product_id = f.product_id and n.withdrawn_at is null
				where l.order_id = o.id order by f.position, f.name) y) as lines
		from public.orders o join public.rounds r on r.id = o.round_id
		where o.household_id = p_household and o.state = 'placed' and r.producer_id = p_round.producer_id
			and r.id <> p_round.id and r.state <> 'cancelled'
			and o.placed_at >= (select h.lived_since from public.households h where h.id = p_household)
		order by o.placed_at desc limit 1) x);
end;
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
		-- A device that was signed out sees no round either: it is led to sign-in, and back.
		perform private.require_session();
		perform private.refuse(404, 'not_found');
	end if;
	return v_round;
end;
$$;
comment on function private.read_round(uuid) is 'A round that the reader may see, or 404.';

create function private.history_view(p_order uuid) returns json
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select coalesce(json_agg(x), '[]') from (
		select c.kind, c.at, private.seen_name(b.id) as by, f.name as "for", c.on_behalf as "onBehalf",
			c.detail ? 'mandate' as "underMandate", c.total_cents as "totalCents", c.detail - 'mandate' - 'person' as detail
		from public.order_changes c
		left join public.members b on b.id = c.by_member
		-- Under a mandate for the person who gave it, whoever of that door had ordered first.
		left join public.members f on f.id = coalesce((c.detail ->> 'person')::uuid, c.for_member)
		where c.order_id = p_order order by c.id desc limit 50) x);
end;
$$;

create function private.sheet_progress(p_round uuid) returns json
language plpgsql stable set search_path = '' as $$
begin
	return (select row_to_json(x) from (
		select s.sent_at as "sentAt", s.send_failed_at as "failedAt", s.read_at as "readAt", s.answered_at as "answeredAt"
		from public.sheets s where s.round_id = p_round and s.superseded_at is null) x);
end;
$$;
create function private.baskets_waiting(p_round uuid) returns bigint
language plpgsql stable set search_path = '' as $$
begin
	return (select count(*) from public.orders o
		where o.round_id = p_round and o.state = 'placed' and o.pickup_state in ('waiting', 'partly', 'carry_up'));
end;
$$;
create function private.joining_doors(p_residence uuid) returns json
language plpgsql stable set search_path = '' as $$
begin
	return (select coalesce(json_agg(x.door), '[]') from (
		select private.door_label(h) as door
		from public.join_requests q join public.households h on h.id = q.household_id
		where q.residence_id = p_residence and q.state = 'waiting' order by q.created_at limit 100) x);
end;
$$;
comment on function private.sheet_progress(uuid) is 'How far the producer''s sheet of a round got, for staff.';
comment on function private.baskets_waiting(uuid) is 'Baskets of a round that nobody has wholly collected, for the desk.';
comment on function private.joining_doors(uuid) is 'Doors that people who wait for a yes say they live behind, for staff; at most 100.';

create function public.page_home(p_residence uuid) returns json
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
	v_me public.members := private.require_member(p_residence);
	v_staff boolean := v_me.role in ('caretaker', 'manager');
	v_since timestamptz := private.lived_since(v_me.household_id);
begin
	return (select row_to_json(page) from (select
		private.shell(v_me) as shell,
		private.role_news(v_me) as roles,
		(select coalesce(json_agg(x), '[]') from (
			select v.id, v.title, v.producer, v.state, v.phase, v."opensAt", v."closesAt", v."deliveryOn", v."deliveryFrom",
				v."deliveryTo", v.place, v."minimumCents", v."minimumBaskets", v.progress, v.pictogram,
				case when o.id is not null then private.order_summary(o) end as "order",
				private.own_owed_cents(v.id, v_me.household_id) as "owedCents",
				case when v_staff then private.sheet_progress(v.id) end as sheet,
				case when v_staff and v.phase = 'closing' then private.not_closed_since(v.id) end as "notClosedSince",
				case when v_staff and v.state = 'delivered' then private.baskets_waiting(v.id) end as waiting
			from private.round_rows(array(select r from public.rounds r where r.residence_id = p_residence
				and r.state in ('draft', 'open', 'closed', 'ordered', 'delivered')
				order by r.closes_at desc limit 12)) v
			left join public.orders o on o.round_id = v.id and o.household_id = v_me.household_id and o.state = 'placed'
				and o.placed_at >= v_since
			order by v."closesAt") x) as rounds,
		(select coalesce(json_agg(h), '[]') from (
			select d.household_id as "householdId", d.name, d.door, d.may_order as "mayOrder",
				(select coalesce(json_agg(x), '[]') from (
					select v.id, v.title, v.producer, v.state, v.phase, v."opensAt", v."closesAt", v."deliveryOn", v."deliveryFrom",
						v."deliveryTo", v.place, v."minimumCents", v."minimumBaskets", v.progress, v.pictogram,
						case when o.id is not null then private.order_summary(o) end as "order",
						private.own_owed_cents(v.id, d.household_id) as "owedCents"
					from private.round_rows(array(select r from public.rounds r where r.residence_id = p_residence
						and r.state in ('open', 'closed', 'ordered', 'delivered') order by r.closes_at desc limit 12)) v
					left join public.orders o on o.round_id = v.id and o.household_id = d.household_id and o.state = 'placed'
						and o.placed_at >= private.lived_since(d.household_id)
					where o.id is not null or (v.phase = 'open' and d.may_order)
					order by v."closesAt") x) as rounds
			from private.helped_households(v_me) d) h) as helping,
		case when v_staff then private.chart_view(p_residence) end as chart,
		case when v_staff then private.joining_doors(p_residence) end as joining
	) page);
end;
$$;
comment on function public.page_home(uuid) is 'Home: rounds that matter now with my order in each, the same for each household that I help; for staff also what needs them.';

create function private.chart_view(p_residence uuid) returns json
language plpgsql stable security definer set search_path = '' as $$
begin
	return (select coalesce(json_agg(x), '[]') from (
		select r.id, r.title, r.delivery_on as "deliveryOn", count(o.id) as households,
			coalesce(sum(o.total_cents), 0) as "totalCents"
		from (select y.id, y.title, y.delivery_on from public.rounds y
			where y.residence_id = p_residence and y.state not in ('draft', 'cancelled')
				and y.residence_id in (select private.my_staff_residence_ids())
			order by y.delivery_on desc limit 6) r
		left join public.orders o on o.round_id = r.id and o.state = 'placed'
		group by r.id, r.title, r.delivery_on order by r.delivery_on) x);
end;
$$;
comment on function private.chart_view(uuid) is 'Orders of the last six rounds, for staff.';

create function public.page_rounds(p_residence uuid, p_household uuid default null) returns json
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
	v_me public.members := private.require_member(p_residence);
	v_household uuid := private.ordering_household(v_me, p_household);
	-- Who helps at the desk may read the order of those who lived here before; it is not theirs.
	v_since timestamptz := private.lived_since(v_household);
begin
	return (select row_to_json(page) from (select
		private.shell(v_me) as shell,
		private.whom_view(v_me, v_household) as whom,
		(select coalesce(json_agg(x), '[]') from (
			select v.id, v.title, v.producer, v.state, v.phase, v."opensAt", v."closesAt", v."deliveryOn", v."deliveryFrom",
				v."deliveryTo", v.place, v."minimumCents", v."minimumBaskets", v.progress, v.pictogram,
				case when o.id is not null then private.order_summary(o) end as "order"
			from private.round_rows(array(select r from public.rounds r where r.residence_id = p_residence
				and r.state in ('draft', 'open', 'closed', 'ordered', 'delivered') order by r.closes_at desc limit 20)) v
			left join public.orders o on o.round_id = v.id and o.household_id = v_household and o.state = 'placed'
				and o.placed_at >= v_since
			order by v."closesAt") x) as current,
		(select coalesce(json_agg(x), '[]') from (
			select v.id, v.title, v.producer, v.state, v.phase, v."opensAt", v."closesAt", v."deliveryOn", v."deliveryFrom",
				v."deliveryTo", v.place, v."minimumCents", v."minimumBaskets", v.progress, v.pictogram,
				case when o.id is not null then private.order_summary(o) end as "order"
			from private.round_rows(array(select r from public.rounds r where r.residence_id = p_residence
				and r.state in ('settled', 'cancelled') order by r.delivery_on desc limit 20)) v
			left join public.orders o on o.round_id = v.id and o.household_id = v_household and o.state = 'placed'
				and o.placed_at >= v_since
			order by v."deliveryOn" desc) x) as past
	) page);
end;
$$;
comment on function public.page_rounds(uuid, uuid) is
	'Rounds of a residence, running and past (last twenty), each with my order, or that of a household that I help.';

create function public.page_round(p_round uuid, p_household uuid default null) returns json
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
	v_round public.rounds := private.read_round(p_round);
	v_me public.members := private.require_member(v_round.residence_id);
	v_household uuid := private.ordering_household(v_me, p_household);
	v_order public.orders;
begin
	select * into v_order from public.orders
		where round_id = p_round and household_id = v_household and state = 'placed'
			and placed_at >= private.lived_since(v_household);
	return (select row_to_json(page) from (select
		private.shell(v_me) as shell,
		private.whom_view(v_me, v_household) as whom,
		private.round_view(v_round) as round,
		private.offers_view(p_round, v_order.id) as offers,
		case when v_order.id is not null then private.order_view(v_order) end as "order",
		case when v_order.id is not null then private.history_view(v_order.id) else '[]' end as history,
		case when v_household is not null then private.last_order_view(v_round, v_household) end as last,
		private.own_owed_cents(p_round, v_household) as "owedCents",
		gen_random_uuid() as "clientKey"
	) page);
end;
$$;
comment on function public.page_round(uuid, uuid) is
	'A round for the person who orders, for themself or for a household that they help: offers, its order and its history, my last order, a key for the form.';

create function public.page_orders(p_residence uuid, p_household uuid default null) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
	v_me public.members := private.require_member(p_residence);
	v_household uuid := private.ordering_household(v_me, p_household);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'whom', private.whom_view(v_me, v_household),
		'orders', (select coalesce(jsonb_agg(private.order_view(o)::jsonb || jsonb_build_object(
				'round', private.round_view(r),
				'owedCents', private.own_owed_cents(r.id, v_household)) order by o.placed_at desc), '[]')
			from (select * from public.orders x where x.household_id = v_household
				and x.residence_id = p_residence and x.placed_at >= private.lived_since(v_household) order by x.placed_at desc limit 50) o
			join public.rounds r on r.id = o.round_id));
end;
$$;
comment on function public.page_orders(uuid, uuid) is
	'The last fifty orders of my household, or of one that I help, cancelled ones too.';

create function public.page_desk(p_round uuid) returns json
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
	v_round public.rounds := private.read_round(p_round);
	v_me public.members := private.require_desk(v_round.residence_id);
begin
	return (select row_to_json(page) from (select
		private.shell(v_me) as shell,
		private.round_view(v_round) as round,
		(select coalesce(json_agg(x), '[]') from (
			-- door_label and door_order written out: two calls for each door took a fifth of the page.
			select h.id, h.building, h.staircase,
				trim(concat_ws(' ', nullif(h.building, ''), h.staircase, h.door)) as label,
				coalesce(n.names, '') as names, coalesce(n.paper, false) as paper, o.total_cents as "totalCents"
			from public.households h
			left join private.desk_doors(v_round.residence_id) n on n.household_id = h.id
			left join public.orders o on o.round_id = p_round and o.household_id = h.id and o.state = 'placed'
			where h.residence_id = v_round.residence_id
			order by h.building, h.staircase, h.floor,
				lpad(coalesce(substring(h.door from '\d+'), ''), 8, '0') || h.door) x) as households
	) page);
end;
$$;
create function private.desk_doors(p_residence uuid)
returns table (household_id uuid, names text, paper boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
	return query select m.household_id, string_agg(m.name, ', ' order by m.created_at, m.name),
			bool_and(m.user_id is null and c.email is null)
		from public.members m
		left join public.member_contacts c on c.member_id = m.id
		where m.residence_id = p_residence and m.ended_at is null
			and m.residence_id in (select private.my_desk_residence_ids())
		group by m.household_id;
end;
$$;
comment on function private.desk_doors(uuid) is
	'Who lives behind each door, and whether all of them order on paper: a relay learns that, never the addresses.';
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
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
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
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
	v_round public.rounds := private.read_round(p_round);
	v_me public.members := private.require_desk(v_round.residence_id);
begin
	return public.page_desk(p_round)::jsonb || jsonb_build_object('offers', private.offers_view(p_round, null));
end;
$$;
comment on function public.page_slips(uuid) is 'What the paper order slips need: doors and offers.';

create function public.page_round_admin(p_round uuid) returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
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
		'notClosedSince', private.not_closed_since(p_round),
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
		-- One that was stopped is no failure: nobody wants it any more.
		and m.last_error is distinct from 'no longer wanted'
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
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
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
		-- Offered again, a product keeps the price that people have seen.
		'shownPrices', (select coalesce(jsonb_object_agg(f.product_id, f.price_cents), '{}')
			from public.offers f where f.round_id = p_round and f.withdrawn_at is not null),
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
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
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
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
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
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
	v_round public.rounds := private.read_round(p_round);
	v_me public.members := private.require_desk(v_round.residence_id);
	v_staff boolean := v_me.role in ('caretaker', 'manager');
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'round', private.round_view(v_round),
		'orders', (select coalesce(jsonb_agg(private.order_view(o)::jsonb || jsonb_build_object(
				'household', jsonb_build_object('id', h.id, 'label', private.door_label(h), 'building', h.building,
					'staircase', h.staircase, 'floor', h.floor, 'door', h.door, 'names', private.household_names(h.id)),
				'collectors', private.collectors(h.id),
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
language plpgsql stable set search_path = '' set plan_cache_mode = force_generic_plan as $$
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

grant execute on function private.round_progress(uuid), private.round_rows(public.rounds[]), private.round_view(public.rounds),
	private.order_view(public.orders), private.order_summary(public.orders), private.sheet_progress(uuid),
	private.baskets_waiting(uuid), private.joining_doors(uuid), private.offers_view(uuid, uuid), private.last_order_view(public.rounds, uuid),
	private.near_door(public.households, integer), private.read_round(uuid), private.history_view(uuid), private.chart_view(uuid), private.desk_doors(uuid),
	private.staff_sheet(public.rounds), private.sheet_mail_view(public.sheets), private.totals_view(public.rounds), private.product_view(public.products),
	private.minimum_missing(public.rounds), private.sheet_view(public.sheets), private.owed_cents(uuid, uuid),
	private.own_owed_cents(uuid, uuid),
	private.paid_cents(uuid, uuid), private.money_sums(uuid), private.member_name(uuid) to authenticated;
grant execute on function public.page_home(uuid), public.page_rounds(uuid, uuid), public.page_round(uuid, uuid),
	public.page_orders(uuid, uuid), public.page_desk(uuid), public.page_desk_order(uuid, uuid), public.page_slips(uuid),
	public.page_round_admin(uuid), public.page_round_edit(uuid, uuid), public.page_catalogue(uuid),
	public.page_delivery(uuid), public.page_pickup(uuid), public.page_money(uuid) to authenticated;
