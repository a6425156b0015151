-- The producer's sheet: mail outbox, private link, answers.

create table private.mails (
	id bigint generated always as identity primary key,
	residence_id uuid not null references public.residences (id) on delete cascade,
	kind text not null,
	dedupe_key text not null unique,
	to_address text not null,
	payload jsonb not null,
	due_at timestamptz not null default clock_timestamp(),
	attempts integer not null default 0,
	claimed_until timestamptz,
	sent_at timestamptz,
	failed_at timestamptz,
	last_error text
);
comment on table private.mails is
	'Mail to send: written by the act that causes it, in its transaction; sent after commit by any app process.';
create index mails_due_idx on private.mails (due_at) where sent_at is null and failed_at is null;
create index mails_residence_id_idx on private.mails (residence_id);

create function private.claim_mails(p_limit integer)
returns table (id bigint, kind text, to_address text, payload jsonb, attempts integer)
language sql security definer set search_path = '' as $$
	update private.mails m set claimed_until = clock_timestamp() + interval '2 minutes', attempts = m.attempts + 1
	where m.id in (
		select x.id from private.mails x
		where x.sent_at is null and x.failed_at is null and x.due_at <= clock_timestamp()
			and (x.claimed_until is null or x.claimed_until < clock_timestamp())
		order by x.due_at, x.id limit least(greatest(p_limit, 1), 50) for update skip locked)
	returning m.id, m.kind, m.to_address, m.payload, m.attempts;
$$;
create function public.claim_mails(p_limit integer)
returns table (id bigint, kind text, to_address text, payload jsonb, attempts integer)
language sql set search_path = '' as $$ select * from private.claim_mails($1); $$;
comment on function public.claim_mails(integer) is
	'Mails due now, each given to one process for two minutes. For the worker.';

create function private.mail_sent(p_mail bigint) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_mail private.mails;
begin
	update private.mails set sent_at = clock_timestamp(), claimed_until = null, last_error = null
		where id = p_mail and sent_at is null returning * into v_mail;
	if v_mail.kind = 'producer_sheet' then
		update public.sheets set sent_at = clock_timestamp(), send_failed_at = null
			where id = (v_mail.payload ->> 'sheetId')::uuid;
	end if;
end;
$$;
create function private.mail_failed(p_mail bigint, p_error text, p_permanent boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_mail private.mails;
begin
	update private.mails set claimed_until = null, last_error = left(p_error, 200),
			-- 1, 2, 4 … minutes; given up after eight tries, about two hours.
			due_at = clock_timestamp() + interval '1 minute' * power(2, least(attempts - 1, 6)),
			failed_at = case when p_permanent or attempts >= 8 then clock_timestamp() end
		where id = p_mail and sent_at is null returning * into v_mail;
	if v_mail.kind = 'producer_sheet' then
		update public.sheets set send_failed_at = clock_timestamp()
			where id = (v_mail.payload ->> 'sheetId')::uuid;
	end if;
end;
$$;
create function public.mail_sent(p_mail bigint) returns void
language sql set search_path = '' as $$ select private.mail_sent($1); $$;
create function public.mail_failed(p_mail bigint, p_error text, p_permanent boolean) returns void
language sql set search_path = '' as $$ select private.mail_failed($1, $2, $3); $$;
comment on function public.mail_sent(bigint) is 'Records that a claimed mail left. For the worker.';
comment on function public.mail_failed(bigint, text, boolean) is
	'Records that a claimed mail did not leave (p_error without personal data): tried again later, or given up. For the worker.';
grant execute on function private.claim_mails(integer), public.claim_mails(integer), private.mail_sent(bigint),
	public.mail_sent(bigint), private.mail_failed(bigint, text, boolean), public.mail_failed(bigint, text, boolean)
	to service_role;

create function private.link_ends_at(p_sheet public.sheets) returns timestamptz
language sql stable security definer set search_path = '' as $$
	select max(c.at) + interval '30 days' from public.round_changes c join public.rounds r on r.id = c.round_id
	where c.round_id = p_sheet.round_id and r.state in ('settled', 'cancelled') and c.to_state = r.state;
$$;
comment on function private.link_ends_at(public.sheets) is
	'When the producer''s link ends by itself: 30 days after the round is over; null until then.';

create function private.sheet_view(p_sheet public.sheets) returns jsonb
language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'sheetId', p_sheet.id, 'token', p_sheet.token, 'computedAt', p_sheet.computed_at,
		'residence', s.name, 'address', s.address, 'lodgePhone', s.lodge_phone, 'timeZone', s.time_zone,
		'producer', p.name, 'round', r.title, 'state', r.state, 'deliveryOn', r.delivery_on,
		'deliveryFrom', r.delivery_from, 'deliveryTo', r.delivery_to, 'place', r.place,
		'ordersCount', p_sheet.orders_count, 'totalCents', p_sheet.total_cents,
		'linkEndsAt', private.link_ends_at(p_sheet), 'readAt', p_sheet.read_at, 'answeredAt', p_sheet.answered_at, 'answerNote', p_sheet.answer_note,
		'lines', (select coalesce(jsonb_agg(jsonb_build_object('offerId', l.offer_id, 'name', l.name, 'unit', l.unit,
				'step', f.step, 'priceCents', l.price_cents, 'quantity', l.quantity, 'ordersCount', l.orders_count,
				-- The sum of the neighbours' lines: their cents were rounded one by one, so that totals agree.
				'cents', (select coalesce(sum(x.line_cents), 0) from public.order_lines x join public.orders o on o.id = x.order_id
					where x.offer_id = l.offer_id and x.round_id = p_sheet.round_id and o.state = 'placed'),
				'answeredQuantity', l.answered_quantity) order by l.position), '[]')
			from public.sheet_lines l join public.offers f on f.id = l.offer_id where l.sheet_id = p_sheet.id))
	from public.rounds r join public.residences s on s.id = r.residence_id
	join public.producers p on p.id = r.producer_id
	where r.id = p_sheet.round_id;
$$;
comment on function private.sheet_view(public.sheets) is
	'What the producer reads: totals by product, when and where. No household, no name of a neighbour.';

create function private.stop_sheet_mails(p_sheet uuid) returns void
language sql security definer set search_path = '' as $$
	update private.mails set failed_at = clock_timestamp(), last_error = 'no longer wanted'
		where dedupe_key like 'sheet:' || p_sheet || ':%' and sent_at is null and failed_at is null;
$$;
comment on function private.stop_sheet_mails(uuid) is 'Mails of a sheet that have not left yet stay here.';

create function private.send_sheet(p_round public.rounds) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
	v_sheet public.sheets;
	v_email text;
begin
	select email into v_email from public.producers where id = p_round.producer_id;
	select * into v_sheet from public.sheets where round_id = p_round.id and superseded_at is null for update;
	if v_email is null or not found then
		return false;
	end if;
	-- A mail still waiting is replaced, so that "send again" never sends twice.
	perform private.stop_sheet_mails(v_sheet.id);
	-- And never sends a link that does not work.
	if v_sheet.revoked_at is not null then
		update public.sheets set revoked_at = null,
				token = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
			where id = v_sheet.id returning * into v_sheet;
	end if;
	insert into private.mails (residence_id, kind, dedupe_key, to_address, payload)
		values (p_round.residence_id, 'producer_sheet', 'sheet:' || v_sheet.id || ':' ||
			(select count(*) from private.mails where dedupe_key like 'sheet:' || v_sheet.id || ':%'),
			v_email, private.sheet_view(v_sheet));
	update public.sheets set send_failed_at = null where id = v_sheet.id;
	return true;
end;
$$;
comment on function private.send_sheet(public.rounds) is 'Queues the mail to the producer; false when there is no address.';

create function private.send_cancellation(p_round public.rounds, p_reason text) returns void
language sql security definer set search_path = '' as $$
	insert into private.mails (residence_id, kind, dedupe_key, to_address, payload)
	select p_round.residence_id, 'producer_cancelled', 'cancelled:' || p_round.id, p.email,
		private.sheet_view(s) || jsonb_build_object('reason', p_reason)
	from public.sheets s join public.producers p on p.id = p_round.producer_id
	where s.round_id = p_round.id and s.superseded_at is null and s.sent_at is not null and p.email is not null;
$$;
comment on function private.send_cancellation(public.rounds, text) is
	'Tells the producer by mail that the sheet received is no longer valid; silent when none was sent.';

create function private.resend_sheet(p_round uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds := private.lock_round(p_round);
begin
	perform private.require_staff(v_round.residence_id);
	perform private.require_state(v_round, 'ordered');
	return private.send_sheet(v_round);
end;
$$;
create function private.revoke_sheet(p_round uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds := private.lock_round(p_round);
begin
	perform private.require_staff(v_round.residence_id);
	update public.sheets set revoked_at = clock_timestamp()
		where round_id = p_round and superseded_at is null and revoked_at is null;
	-- Its mail would bring a link that does not work.
	perform private.stop_sheet_mails(s.id) from public.sheets s where s.round_id = p_round and s.superseded_at is null;
end;
$$;
create function private.renew_sheet_link(p_round uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_round public.rounds := private.lock_round(p_round);
	v_sheet public.sheets;
begin
	perform private.require_staff(v_round.residence_id);
	perform private.require_state(v_round, 'closed', 'ordered', 'delivered');
	update public.sheets set revoked_at = null,
			token = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
		where round_id = p_round and superseded_at is null returning * into v_sheet;
	-- A mail on its way carries the new link.
	update private.mails set payload = private.sheet_view(v_sheet)
		where dedupe_key like 'sheet:' || v_sheet.id || ':%' and sent_at is null and failed_at is null;
end;
$$;

create function private.live_sheet(p_token text) returns public.sheets
language plpgsql stable security definer set search_path = '' as $$
declare
	v_sheet public.sheets;
begin
	select * into v_sheet from public.sheets where token = p_token;
	if not found then
		perform private.refuse(404, 'not_found');
	end if;
	if v_sheet.revoked_at is not null or v_sheet.superseded_at is not null then
		perform private.refuse(410, 'link_revoked');
	end if;
	if private.link_ends_at(v_sheet) <= clock_timestamp() then
		perform private.refuse(410, 'link_expired');
	end if;
	return v_sheet;
end;
$$;
create function private.producer_sheet(p_token text) returns jsonb
language sql stable security definer set search_path = '' as $$
	select private.sheet_view(private.live_sheet(p_token));
$$;
create function private.confirm_sheet(p_token text) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_sheet public.sheets := private.live_sheet(p_token);
begin
	update public.sheets set read_at = coalesce(read_at, clock_timestamp()) where id = v_sheet.id;
end;
$$;
create function private.answer_sheet(p_token text, p_lines jsonb, p_note text) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_sheet public.sheets := private.live_sheet(p_token);
	v_round public.rounds := private.lock_round(v_sheet.round_id);
	v_line record;
begin
	perform private.require_state(v_round, 'closed', 'ordered');
	if char_length(coalesce(p_note, '')) > 500 then
		perform private.refuse(422, 'value_invalid', '{"field": "note"}');
	end if;
	for v_line in select * from private.parse_quantities(p_lines) loop
		update public.sheet_lines set answered_quantity = v_line.quantity
			-- More than was asked would go to nobody.
			where sheet_id = v_sheet.id and offer_id = v_line.offer_id and v_line.quantity <= quantity;
		if not found then
			perform private.refuse(422, 'producer_answer_invalid', jsonb_build_object('offer', v_line.offer_id));
		end if;
	end loop;
	update public.sheets set answered_at = clock_timestamp(), read_at = coalesce(read_at, clock_timestamp()),
		answer_note = trim(coalesce(p_note, '')) where id = v_sheet.id;
end;
$$;

create function private.parse_quantities(p_lines jsonb) returns table (offer_id uuid, quantity numeric)
language plpgsql immutable set search_path = '' as $$
declare
	v_line jsonb;
begin
	if p_lines is null or jsonb_typeof(p_lines) <> 'array' or jsonb_array_length(p_lines) > 500 then
		perform private.refuse(422, 'value_invalid', '{"field": "lines"}');
	end if;
	for v_line in select * from jsonb_array_elements(p_lines) loop
		if jsonb_typeof(v_line) <> 'object' or coalesce(v_line ->> 'offer', '') !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
			or coalesce(v_line ->> 'quantity', '') !~ '^\d{1,6}(\.\d{1,3})?$' then
			perform private.refuse(422, 'quantity_invalid', jsonb_build_object('offer', v_line ->> 'offer'));
		end if;
		offer_id := (v_line ->> 'offer')::uuid;
		quantity := (v_line ->> 'quantity')::numeric;
		return next;
	end loop;
end;
$$;
comment on function private.parse_quantities(jsonb) is 'Reads [{"offer", "quantity"}], zero included; refuses anything else.';

create function public.resend_sheet(p_round uuid) returns boolean
language sql set search_path = '' as $$ select private.resend_sheet($1); $$;
comment on function public.resend_sheet(uuid) is 'Mails the sheet once more; false when the producer has no address.';
create function public.revoke_sheet(p_round uuid) returns void
language sql set search_path = '' as $$ select private.revoke_sheet($1); $$;
comment on function public.revoke_sheet(uuid) is 'Ends the producer''s link; its mail does not leave any more.';
create function public.renew_sheet_link(p_round uuid) returns void
language sql set search_path = '' as $$ select private.renew_sheet_link($1); $$;
comment on function public.renew_sheet_link(uuid) is 'A new link for the producer; the old one ends.';
create function public.producer_sheet(p_token text) returns jsonb
language sql stable set search_path = '' as $$ select private.producer_sheet($1); $$;
comment on function public.producer_sheet(text) is 'The sheet behind a private link. Refuses: not_found, link_revoked, link_expired.';
create function public.confirm_sheet(p_token text) returns void
language sql set search_path = '' as $$ select private.confirm_sheet($1); $$;
comment on function public.confirm_sheet(text) is 'The producer says: I have read it.';
create function public.answer_sheet(p_token text, p_lines jsonb, p_note text) returns void
language sql set search_path = '' as $$ select private.answer_sheet($1, $2, $3); $$;
comment on function public.answer_sheet(text, jsonb, text) is
	'The producer says what can be brought, [{"offer", "quantity"}], with a word. Refuses: producer_answer_invalid, quantity_invalid, round_state, link_revoked.';
grant execute on function private.resend_sheet(uuid), public.resend_sheet(uuid), private.revoke_sheet(uuid),
	public.revoke_sheet(uuid), private.renew_sheet_link(uuid), public.renew_sheet_link(uuid) to authenticated;
grant execute on function private.producer_sheet(text), public.producer_sheet(text), private.confirm_sheet(text),
	public.confirm_sheet(text), private.answer_sheet(text, jsonb, text), public.answer_sheet(text, jsonb, text)
	to anon, authenticated;
