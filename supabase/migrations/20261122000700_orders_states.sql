-- The life of a round: draft → open → closed → ordered → delivered → settled, or cancelled.

create function private.lock_round(p_round uuid) returns public.rounds
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds;
begin
	select * into v_round from public.rounds where id = p_round for update;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	return v_round;
end;
$$;

create function private.move_round(p_round public.rounds, p_to text, p_by uuid, p_detail jsonb default '{}')
returns void
language plpgsql security definer set search_path = '' as $$
begin
	update public.rounds set state = p_to, version = version + 1 where id = p_round.id;
	insert into public.round_changes (residence_id, round_id, from_state, to_state, by_member, detail)
		values (p_round.residence_id, p_round.id, p_round.state, p_to, p_by, p_detail);
	perform private.tell_round_moved(p_round, p_to, p_by);
end;
$$;
comment on function private.move_round(public.rounds, text, uuid, jsonb) is
	'Writes the new state and who moved it, and tells who is concerned. The caller holds the lock and has checked role, state and clock.';

create function private.require_state(p_round public.rounds, variadic p_states text[]) returns void
language plpgsql immutable set search_path = '' as $$
begin
	if p_round.state <> all (p_states) then
		perform private.refuse(409, 'round_state', jsonb_build_object('state', p_round.state));
	end if;
end;
$$;

create function private.save_round(
	p_residence uuid, p_round uuid, p_base_version integer, p_data jsonb, p_offers jsonb
) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_me public.members := private.require_staff(p_residence);
	v_zone text := (select time_zone from public.residences where id = p_residence);
	v_round public.rounds;
	v_in record;
	v_opens timestamptz;
	v_closes timestamptz;
	v_id uuid := p_round;
begin
	select * into v_in from jsonb_to_record(p_data) as d(producer uuid, title text, word text, opens timestamp,
		closes timestamp, "deliveryOn" date, "deliveryFrom" time, "deliveryTo" time, place text,
		"minimumCents" integer, "minimumBaskets" integer, "sendOnClose" boolean);
	if p_round is not null then
		v_round := private.lock_round(p_round);
		if v_round.residence_id <> p_residence then
			perform private.refuse(404, 'not_found');
		end if;
		perform private.require_state(v_round, 'draft', 'open');
		if v_round.version is distinct from p_base_version then
			perform private.refuse(409, 'changed_meanwhile');
		end if;
	end if;
	if not exists (select from public.producers where id = v_in.producer and residence_id = p_residence) then
		perform private.refuse(422, 'value_invalid', '{"field": "producer"}');
	end if;
	perform private.check_text(v_in.title, 'title', 1, 120);
	perform private.check_text(v_in.word, 'word', 0, 1000);
	perform private.check_text(v_in.place, 'place', 0, 120);
	if v_in."minimumCents" not between 1 and 10000000 then
		perform private.refuse(422, 'value_invalid', '{"field": "minimumCents"}');
	end if;
	if v_in."minimumBaskets" not between 1 and 10000 then
		perform private.refuse(422, 'value_invalid', '{"field": "minimumBaskets"}');
	end if;
	if v_in.opens is null or v_in.closes is null or v_in."deliveryOn" is null or v_in."deliveryFrom" is null
		or v_in."deliveryTo" is null or v_in."deliveryFrom" >= v_in."deliveryTo" then
		perform private.refuse(422, 'value_invalid', '{"field": "deliveryTo"}');
	end if;
	-- Also keeps "infinity" out, which is a date for PostgreSQL and for nobody else.
	if v_in.opens < '2000-01-01' or v_in.closes > '2100-01-01' or v_in."deliveryOn" > '2100-01-01' then
		perform private.refuse(422, 'value_invalid', jsonb_build_object('field', case
			when v_in.opens < '2000-01-01' then 'opens' when v_in.closes > '2100-01-01' then 'closes' else 'deliveryOn' end));
	end if;
	v_opens := private.local_instant(v_in.opens, v_zone);
	v_closes := private.local_instant(v_in.closes, v_zone);
	if v_closes <= v_opens then
		perform private.refuse(422, 'deadline_before_opening');
	end if;
	if v_in."deliveryOn" + v_in."deliveryTo" <= v_in.closes then
		perform private.refuse(422, 'delivery_before_deadline');
	end if;
	if p_round is not null and v_round.state = 'open' and v_closes <= clock_timestamp() then
		perform private.refuse(422, 'deadline_past');
	end if;

	if p_round is null then
		insert into public.rounds (residence_id, producer_id, title, word, opens_local, closes_local, opens_at, closes_at,
				delivery_on, delivery_from, delivery_to, place, minimum_cents, minimum_baskets, send_on_close, created_by)
			values (p_residence, v_in.producer, trim(v_in.title), coalesce(trim(v_in.word), ''), v_in.opens, v_in.closes, v_opens,
				v_closes, v_in."deliveryOn", v_in."deliveryFrom", v_in."deliveryTo", coalesce(trim(v_in.place), ''),
				v_in."minimumCents", v_in."minimumBaskets", coalesce(v_in."sendOnClose", true), v_me.id)
			returning id into v_id;
		insert into public.round_changes (residence_id, round_id, to_state, by_member)
			values (p_residence, v_id, 'draft', v_me.id);
	else
		-- The producer of a round that people can see stays: its products are on their screens.
		if v_round.state = 'open' and v_round.producer_id <> v_in.producer then
			perform private.refuse(409, 'in_use');
		end if;
		if v_round.producer_id <> v_in.producer then
			delete from public.offers where round_id = p_round;
		end if;
		update public.rounds set producer_id = v_in.producer, title = trim(v_in.title), word = coalesce(trim(v_in.word), ''),
			opens_local = v_in.opens, closes_local = v_in.closes, opens_at = v_opens, closes_at = v_closes,
			delivery_on = v_in."deliveryOn", delivery_from = v_in."deliveryFrom", delivery_to = v_in."deliveryTo",
			place = coalesce(trim(v_in.place), ''), minimum_cents = v_in."minimumCents",
			minimum_baskets = v_in."minimumBaskets", send_on_close = coalesce(v_in."sendOnClose", true),
			version = version + 1
		where id = p_round;
		perform private.tell_round_changed(v_round, r) from public.rounds r where r.id = p_round;
	end if;
	perform private.save_offers(v_id, p_offers);
	return v_id;
end;
$$;

create function private.save_offers(p_round uuid, p_offers jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds := private.lock_round(p_round);
	v_ordered numeric;
	v_in record;
	v_offer public.offers;
begin
	for v_in in
		select x.product, x."priceCents" as asked_cents, x."stockLimit" as stock_limit, x.position, p.*
		from jsonb_to_recordset(p_offers) as x(product uuid, "priceCents" integer, "stockLimit" numeric, position integer)
		left join public.products p on p.id = x.product and p.producer_id = v_round.producer_id
		order by x.product
	loop
		if v_in.id is null or v_in.stock_limit < 0 or v_in.stock_limit > 100000 then
			perform private.refuse(422, 'value_invalid', jsonb_build_object('field', 'offers', 'product', v_in.product));
		end if;
		if v_in.asked_cents not between 0 and 100000 then
			perform private.refuse(422, 'value_invalid', jsonb_build_object('field', 'price', 'product', v_in.product));
		end if;
		select * into v_offer from public.offers where round_id = p_round and product_id = v_in.product for update;
		if found then
			-- Also when it was withdrawn meanwhile: people have seen that price.
			if v_round.state <> 'draft' and v_in.asked_cents <> v_offer.price_cents then
				perform private.refuse(409, 'price_changed', jsonb_build_object('field', 'price',
					'product', v_offer.product_id, 'name', v_offer.name, 'priceCents', v_offer.price_cents));
			end if;
			select coalesce(sum(l.quantity), 0) into v_ordered from public.order_lines l
				join public.orders o on o.id = l.order_id
				where l.offer_id = v_offer.id and l.round_id = p_round and o.state = 'placed';
			if v_in.stock_limit < v_ordered then
				perform private.refuse(409, 'in_use', jsonb_build_object('name', v_offer.name,
					'product', v_offer.product_id, 'unit', v_offer.unit, 'ordered', v_ordered));
			end if;
			-- What was withdrawn comes back as what it was: its orders count against its stock.
			update public.offers set withdrawn_at = null, stock_limit = v_in.stock_limit,
				position = coalesce(v_in.position, 0),
				price_cents = coalesce(v_in.asked_cents, price_cents),
				name = case when v_round.state = 'draft' then v_in.name else name end,
				unit = case when v_round.state = 'draft' then v_in.unit else unit end,
				step = case when v_round.state = 'draft' then v_in.step else step end,
				pictogram = v_in.pictogram, photo_path = v_in.photo_path, description = v_in.description,
				origin = v_in.origin, allergens = v_in.allergens
			where id = v_offer.id;
		else
			insert into public.offers (residence_id, round_id, product_id, position, name, unit, step, price_cents,
					pictogram, photo_path, description, origin, allergens, stock_limit)
				values (v_round.residence_id, p_round, v_in.product, coalesce(v_in.position, 0), v_in.name, v_in.unit,
					v_in.step, coalesce(v_in.asked_cents, v_in.price_cents), v_in.pictogram, v_in.photo_path, v_in.description,
					v_in.origin, v_in.allergens, v_in.stock_limit);
		end if;
	end loop;
	-- What is no longer proposed: gone from a draft, withdrawn (but kept for those who have it) once open.
	if v_round.state = 'draft' then
		delete from public.offers where round_id = p_round and product_id not in
			(select x.product from jsonb_to_recordset(p_offers) as x(product uuid));
	else
		update public.offers set withdrawn_at = clock_timestamp()
			where round_id = p_round and withdrawn_at is null and product_id not in
				(select x.product from jsonb_to_recordset(p_offers) as x(product uuid));
	end if;
end;
$$;

create function private.open_round(p_round uuid, p_base_version integer) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds := private.lock_round(p_round);
	v_me public.members := private.require_staff(v_round.residence_id);
begin
	-- Two caretakers at once, or a double tap: it is open, which is what was asked.
	if v_round.state = 'open' then
		return;
	end if;
	perform private.require_state(v_round, 'draft');
	if v_round.version is distinct from p_base_version then
		perform private.refuse(409, 'changed_meanwhile');
	end if;
	if v_round.closes_at <= clock_timestamp() then
		perform private.refuse(422, 'deadline_past');
	end if;
	if not exists (select from public.offers where round_id = p_round and withdrawn_at is null) then
		perform private.refuse(422, 'no_offers');
	end if;
	perform private.move_round(v_round, 'open', v_me.id);
end;
$$;

create function private.compute_sheet(p_round public.rounds) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_sheet uuid;
begin
	insert into public.sheets (residence_id, round_id, orders_count, total_cents)
		select p_round.residence_id, p_round.id, count(*), coalesce(sum(o.total_cents), 0)
		from public.orders o where o.round_id = p_round.id and o.state = 'placed'
		returning id into v_sheet;
	insert into public.sheet_lines (sheet_id, offer_id, residence_id, position, name, unit, price_cents, quantity, orders_count)
		select v_sheet, f.id, p_round.residence_id, row_number() over (order by f.position, f.name), f.name, f.unit,
			f.price_cents, t.quantity, t.orders
		from (select l.offer_id, sum(l.quantity) as quantity, count(*) as orders
			from public.order_lines l join public.orders o on o.id = l.order_id
			where l.round_id = p_round.id and o.state = 'placed' group by l.offer_id) t
		join public.offers f on f.id = t.offer_id;
	insert into public.ledger_entries (residence_id, round_id, household_id, kind, amount_cents)
		select o.residence_id, o.round_id, o.household_id, 'charge', o.total_cents
		from public.orders o where o.round_id = p_round.id and o.state = 'placed' and o.total_cents > 0;
	return v_sheet;
end;
$$;
comment on function private.compute_sheet(public.rounds) is
	'At closing, once: totals by product for the producer, and what each household owes.';

create function private.minimum_missing(p_round public.rounds) returns boolean
language sql stable security definer set search_path = '' as $$
	select coalesce(sum(o.total_cents), 0) < coalesce(p_round.minimum_cents, 0)
		or count(o.id) < coalesce(p_round.minimum_baskets, 0)
	from public.orders o where o.round_id = p_round.id and o.state = 'placed';
$$;

create table private.close_failures (
	round_id uuid primary key references public.rounds (id) on delete cascade,
	key text not null,
	since timestamptz not null default clock_timestamp(),
	last_at timestamptz not null default clock_timestamp()
);
comment on table private.close_failures is
	'Rounds that the clock could not close, and why: a refusal''s key or a code of the database. Gone once they are closed.';

create function private.not_closed_since(p_round uuid) returns timestamptz
language sql stable security definer set search_path = '' as $$
	select f.since from private.close_failures f join public.rounds r on r.id = f.round_id
	where f.round_id = p_round and r.state = 'open' and r.closes_at <= clock_timestamp()
		and r.residence_id in (select private.my_staff_residence_ids());
$$;
comment on function private.not_closed_since(uuid) is
	'Since when the clock tries in vain to close a round, for its staff; null when it does not.';
grant execute on function private.not_closed_since(uuid) to authenticated;

create function private.rounds_not_closed() returns integer
language sql stable security definer set search_path = '' as $$
	select count(*)::integer from private.close_failures f join public.rounds r on r.id = f.round_id
	where r.state = 'open' and r.closes_at <= clock_timestamp();
$$;
create function public.rounds_not_closed() returns integer
language sql stable set search_path = '' as $$ select private.rounds_not_closed(); $$;
comment on function public.rounds_not_closed() is
	'How many rounds are past their deadline and could not be closed. For the worker, which tells /healthz.';
grant execute on function private.rounds_not_closed(), public.rounds_not_closed() to service_role;

create function private.close_locked(p_round public.rounds, p_by uuid, p_send boolean, p_detail jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_count integer;
begin
	perform private.compute_sheet(p_round);
	perform private.move_round(p_round, 'closed', p_by, p_detail);
	delete from private.close_failures where round_id = p_round.id;
	select orders_count into v_count from public.sheets where round_id = p_round.id and superseded_at is null;
	if p_send and v_count > 0 then
		p_round.state := 'closed';
		perform private.send_sheet(p_round);
		perform private.move_round(p_round, 'ordered', p_by, p_detail);
	end if;
end;
$$;

create function private.close_round(p_round uuid, p_send boolean) returns text
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds := private.lock_round(p_round);
	v_me public.members := private.require_staff(v_round.residence_id);
begin
	-- Two caretakers closing at once get one closing.
	if v_round.state in ('closed', 'ordered') then
		return v_round.state;
	end if;
	perform private.require_state(v_round, 'open');
	perform private.close_locked(v_round, v_me.id, p_send, '{}');
	return (select state from public.rounds where id = p_round);
end;
$$;

create function private.close_due_rounds() returns integer
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds;
	v_count integer := 0;
begin
	for v_round in
		select r.* from public.rounds r where r.state = 'open' and r.closes_at <= clock_timestamp()
		-- Those that failed before come last: they must not keep the others waiting.
		order by exists (select from private.close_failures f where f.round_id = r.id), r.closes_at, r.id
		limit 50 for update skip locked
	loop
		begin
			-- Below its minimum, or nobody to send it to: the caretaker decides.
			perform private.close_locked(v_round, null, v_round.send_on_close and not private.minimum_missing(v_round)
				and exists (select from public.producers p where p.id = v_round.producer_id and p.email is not null),
				'{"by": "deadline"}');
			v_count := v_count + 1;
		exception when others then
			-- A round that cannot be closed must not keep those of other residences open.
			insert into private.close_failures as f (round_id, key)
				values (v_round.id, case when sqlstate like 'PT%' then sqlerrm else sqlstate end)
				-- After a pause (a later deadline, say) it is another failure.
				on conflict (round_id) do update set key = excluded.key, last_at = clock_timestamp(),
					since = case when f.last_at < clock_timestamp() - interval '10 minutes'
						then clock_timestamp() else f.since end;
		end;
	end loop;
	return v_count;
end;
$$;

create function private.reverse_charges(p_round uuid, p_by uuid, p_note text) returns void
language sql security definer set search_path = '' as $$
	insert into public.ledger_entries (residence_id, round_id, household_id, kind, amount_cents, reverses, note, by_member)
	select e.residence_id, e.round_id, e.household_id, 'reversal', -e.amount_cents, e.id, p_note, p_by
	from public.ledger_entries e
	where e.round_id = p_round and e.kind = 'charge'
		and not exists (select from public.ledger_entries r where r.reverses = e.id);
$$;

create function private.reopen_round(p_round uuid, p_closes timestamp) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds := private.lock_round(p_round);
	v_me public.members := private.require_staff(v_round.residence_id);
	v_closes timestamptz;
begin
	-- Once the producer has the sheet, reopening is no longer harmless.
	perform private.require_state(v_round, 'closed');
	if p_closes is null then
		perform private.refuse(422, 'value_invalid', '{"field": "closes"}');
	end if;
	v_closes := private.local_instant(p_closes, (select time_zone from public.residences where id = v_round.residence_id));
	if v_closes <= clock_timestamp() then
		perform private.refuse(422, 'deadline_past');
	end if;
	-- A round can be closed before it opened.
	if v_closes <= v_round.opens_at then
		perform private.refuse(422, 'deadline_before_opening');
	end if;
	if v_round.delivery_on + v_round.delivery_to <= p_closes then
		perform private.refuse(422, 'delivery_before_deadline');
	end if;
	update public.sheets set superseded_at = clock_timestamp(), revoked_at = coalesce(revoked_at, clock_timestamp())
		where round_id = p_round and superseded_at is null;
	perform private.reverse_charges(p_round, v_me.id, '');
	update public.rounds set closes_local = p_closes, closes_at = v_closes where id = p_round;
	perform private.move_round(v_round, 'open', v_me.id, jsonb_build_object('closesAt', v_closes));
end;
$$;

create function private.order_round(p_round uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds := private.lock_round(p_round);
	v_me public.members := private.require_staff(v_round.residence_id);
begin
	if v_round.state = 'ordered' then
		return;
	end if;
	perform private.require_state(v_round, 'closed');
	if not exists (select from public.orders where round_id = p_round and state = 'placed') then
		perform private.refuse(422, 'empty_order');
	end if;
	perform private.send_sheet(v_round);
	perform private.move_round(v_round, 'ordered', v_me.id);
end;
$$;

create function private.cancel_round(p_round uuid, p_reason text) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds := private.lock_round(p_round);
	v_me public.members := private.require_staff(v_round.residence_id);
begin
	if v_round.state = 'cancelled' then
		return;
	end if;
	perform private.require_state(v_round, 'draft', 'open', 'closed', 'ordered');
	perform private.reverse_charges(p_round, v_me.id, '');
	perform private.stop_sheet_mails(s.id) from public.sheets s where s.round_id = p_round;
	perform private.send_cancellation(v_round, left(coalesce(p_reason, ''), 280));
	update public.sheets set revoked_at = clock_timestamp() where round_id = p_round and revoked_at is null;
	perform private.move_round(v_round, 'cancelled', v_me.id, jsonb_build_object('reason', left(coalesce(p_reason, ''), 280)));
end;
$$;

create function private.settle_round(p_round uuid, p_undo boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds := private.lock_round(p_round);
	v_me public.members := private.require_staff(v_round.residence_id);
begin
	if v_round.state = (case when p_undo then 'delivered' else 'settled' end) then
		return;
	end if;
	perform private.require_state(v_round, case when p_undo then 'settled' else 'delivered' end);
	perform private.move_round(v_round, case when p_undo then 'delivered' else 'settled' end, v_me.id);
end;
$$;

create function private.duplicate_round(p_round uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds;
	v_me public.members;
	v_zone text;
	v_weeks integer;
	v_id uuid;
begin
	v_round := private.lock_round(p_round);
	v_me := private.require_staff(v_round.residence_id);
	-- A double tap, or two caretakers in the same moment, make one draft.
	select r.id into v_id from public.round_changes c join public.rounds r on r.id = c.round_id
		where c.residence_id = v_round.residence_id and c.detail ->> 'copyOf' = p_round::text
			and c.to_state = 'draft' and c.at > clock_timestamp() - interval '10 seconds' and r.state = 'draft'
		limit 1;
	if found then
		return v_id;
	end if;
	select time_zone into v_zone from public.residences where id = v_round.residence_id;
	-- The same weekday and hours, in the first week whose deadline is at least a day away.
	v_weeks := greatest(1, ceil(extract(epoch from
		((clock_timestamp() at time zone v_zone) + interval '1 day' - v_round.closes_local)) / 604800)::integer);
	insert into public.rounds (residence_id, producer_id, title, word, opens_local, closes_local, opens_at, closes_at,
			delivery_on, delivery_from, delivery_to, place, minimum_cents, minimum_baskets, send_on_close, created_by)
		select residence_id, producer_id, title, word, o, c, o at time zone v_zone, c at time zone v_zone,
			delivery_on + 7 * v_weeks, delivery_from, delivery_to, place, minimum_cents, minimum_baskets, send_on_close, v_me.id
		from (select r.*, least(date_trunc('minute', clock_timestamp() at time zone v_zone), r.closes_local + v_weeks * interval '7 days' - interval '1 hour') as o,
			r.closes_local + v_weeks * interval '7 days' as c from public.rounds r where r.id = p_round) x
		returning id into v_id;
	insert into public.round_changes (residence_id, round_id, to_state, by_member, detail)
		values (v_round.residence_id, v_id, 'draft', v_me.id, jsonb_build_object('copyOf', p_round));
	-- Products as they are today: name, price and photo may have changed since.
	insert into public.offers (residence_id, round_id, product_id, position, name, unit, step, price_cents,
			pictogram, photo_path, description, origin, allergens, stock_limit)
		select p.residence_id, v_id, p.id, f.position, p.name, p.unit, p.step, p.price_cents,
			p.pictogram, p.photo_path, p.description, p.origin, p.allergens, f.stock_limit
		from public.offers f join public.products p on p.id = f.product_id
		where f.round_id = p_round and f.withdrawn_at is null and p.archived_at is null;
	return v_id;
end;
$$;

create function public.save_round(p_residence uuid, p_round uuid, p_base_version integer, p_data jsonb, p_offers jsonb)
returns uuid language sql set search_path = '' as $$ select private.save_round($1, $2, $3, $4, $5); $$;
comment on function public.save_round(uuid, uuid, integer, jsonb, jsonb) is
	'Creates (p_round null) or changes a draft or open round. p_data: producer, title, word, opens, closes (wall time of the residence), deliveryOn, deliveryFrom, deliveryTo, place, minimumCents, minimumBaskets, sendOnClose; p_offers: [{"product", "priceCents", "stockLimit", "position"}]. Refuses: value_invalid, deadline_before_opening, delivery_before_deadline, deadline_past, local_time_missing, local_time_twice, price_changed, in_use, round_state, changed_meanwhile.';
create function public.open_round(p_round uuid, p_base_version integer) returns void
language sql set search_path = '' as $$ select private.open_round($1, $2); $$;
comment on function public.open_round(uuid, integer) is 'Draft → open. Refuses: round_state, deadline_past, no_offers, changed_meanwhile.';
create function public.close_round(p_round uuid, p_send boolean) returns text
language sql set search_path = '' as $$ select private.close_round($1, $2); $$;
comment on function public.close_round(uuid, boolean) is
	'Open → closed: freezes lines, computes the sheet once; with p_send and orders, also → ordered. Answers the state.';
create function public.close_due_rounds() returns integer
language sql set search_path = '' as $$ select private.close_due_rounds(); $$;
comment on function public.close_due_rounds() is 'Closes rounds whose deadline passed; sends the sheet when it may. For the worker.';
create function public.reopen_round(p_round uuid, p_closes timestamp) returns void
language sql set search_path = '' as $$ select private.reopen_round($1, $2); $$;
comment on function public.reopen_round(uuid, timestamp) is 'Closed → open with a new deadline (wall time). Refuses: round_state, deadline_past, deadline_before_opening, delivery_before_deadline, local_time_*.';
create function public.order_round(p_round uuid) returns void
language sql set search_path = '' as $$ select private.order_round($1); $$;
comment on function public.order_round(uuid) is 'Closed → ordered; mails the sheet when the producer has an address.';
create function public.cancel_round(p_round uuid, p_reason text) returns void
language sql set search_path = '' as $$ select private.cancel_round($1, $2); $$;
comment on function public.cancel_round(uuid, text) is 'Draft, open, closed or ordered → cancelled; what was owed is reversed, a producer who was mailed is told.';
create function public.settle_round(p_round uuid, p_undo boolean default false) returns void
language sql set search_path = '' as $$ select private.settle_round($1, $2); $$;
comment on function public.settle_round(uuid, boolean) is 'Delivered → settled, and back with p_undo.';
create function public.duplicate_round(p_round uuid) returns uuid
language sql set search_path = '' as $$ select private.duplicate_round($1); $$;
comment on function public.duplicate_round(uuid) is 'A draft like a past round, moved to the next suitable week, with today''s prices.';

grant execute on function
	private.save_round(uuid, uuid, integer, jsonb, jsonb), public.save_round(uuid, uuid, integer, jsonb, jsonb),
	private.open_round(uuid, integer), public.open_round(uuid, integer),
	private.close_round(uuid, boolean), public.close_round(uuid, boolean),
	private.reopen_round(uuid, timestamp), public.reopen_round(uuid, timestamp),
	private.order_round(uuid), public.order_round(uuid),
	private.cancel_round(uuid, text), public.cancel_round(uuid, text),
	private.settle_round(uuid, boolean), public.settle_round(uuid, boolean),
	private.duplicate_round(uuid), public.duplicate_round(uuid) to authenticated;
grant execute on function private.close_due_rounds(), public.close_due_rounds() to service_role;
