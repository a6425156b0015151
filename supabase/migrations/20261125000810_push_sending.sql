-- The worker's side of the outbox: taking what is due, writing down what became of it, and what to watch.

create function private.claim_deliveries(p_channel text, p_limit integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
	-- Kept: an index is not searched with a clock that moves.
	v_now timestamptz := clock_timestamp();
	v_taken bigint;
	v_rows jsonb;
begin
	with picked as materialized (
		select d.id from private.deliveries d
		where d.channel = p_channel and d.state in ('due', 'sending') and d.due_at <= v_now
		order by d.due_at, d.id limit least(greatest(p_limit, 1), 500) for update skip locked),
	judged as (
		select d.id, s.id as phone, d.state = 'sending' as was_lost, case
				when d.expires_at <= v_now then 'expired'
				when n.read_at is not null or n.expires_at <= v_now then 'skipped'
				when s.id is null then 'skipped'
				-- Whoever has it dies of it: four times are enough.
				when d.state = 'sending' and d.lost >= 3 then 'failed'
				else 'sending' end as state
		from picked p join private.deliveries d on d.id = p.id
			join public.members m on m.id = d.member_id
			left join public.notifications n on n.id = d.notification_id
			-- The phone is still that person's, and they still live here.
			left join lateral private.phones_of(m.user_id) s on s.id = d.subscription_id and m.ended_at is null),
	taken as (
		update private.deliveries d set state = j.state, lost = d.lost + j.was_lost::integer,
				-- Written down before it is sent, so that a process that dies leaves its trace.
				attempts = d.attempts + (j.state = 'sending')::integer,
				-- What is not answered for until then, another process takes.
				due_at = case when j.state = 'sending' then v_now + interval '2 minutes' else d.due_at end,
				failure = case when j.state = 'failed' then 'lost' else d.failure end
			from judged j where d.id = j.id
			returning d.*)
	select count(*), coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'attempt', t.attempts, 'token', t.token, 'kind', t.kind,
			'endpoint', s.endpoint, 'p256dh', s.p256dh, 'auth', s.auth, 'language', s.language,
			'urgency', k.urgency, 'topic', k.topic, 'ttlSeconds', ceil(extract(epoch from t.expires_at - v_now))::integer,
			'residenceId', t.residence_id, 'timeZone', r.time_zone, 'unread', private.unread_notifications(t.member_id),
			'notificationId', t.notification_id, 'subjectId', n.subject_id, 'detail', coalesce(n.detail, '{}'),
			'createdAt', t.created_at, 'round', private.told_round(n.subject_id)) order by t.id)
			filter (where t.state = 'sending'), '[]')
		into v_taken, v_rows
		from taken t join private.notification_kinds k on k.kind = t.kind join public.residences r on r.id = t.residence_id
			left join private.push_subscriptions s on s.id = t.subscription_id
			left join public.notifications n on n.id = t.notification_id;
	return jsonb_build_object('taken', v_taken, 'deliveries', v_rows);
end;
$$;
create function public.claim_deliveries(p_channel text, p_limit integer) returns jsonb
language sql set search_path = '' as $$ select private.claim_deliveries($1, $2); $$;
comment on function public.claim_deliveries(text, integer) is
	'What is due on a channel, each given to one process for two minutes; `taken` counts also what needs no sending any more. For the worker.';

create function private.record_deliveries(p_results jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
	-- First the phones, then the messages, each in order: two processes that write at once meet in one way only.
	delete from private.push_subscriptions s using (
		select x.id from private.push_subscriptions x where x.id in (
			select d.subscription_id from private.deliveries d
				join jsonb_to_recordset(p_results) as r(id bigint, kind text) on r.id = d.id and r.kind = 'gone')
		order by x.id for update) y where s.id = y.id;
	update private.push_subscriptions s set failed_at = case when y.kind = 'refused' then clock_timestamp() end,
			failure = case when y.kind = 'refused' then y.reason end
		from (select x.id, r.kind, r.reason from private.push_subscriptions x
			join private.deliveries d on d.subscription_id = x.id
			join jsonb_to_recordset(p_results) as r(id bigint, kind text, reason text) on r.id = d.id
			where r.kind = 'refused' or (r.kind = 'sent' and x.failed_at is not null)
			order by x.id for update of x) y where s.id = y.id;
	update private.deliveries d set
			state = case y.kind when 'sent' then 'sent' when 'gone' then 'gone' when 'refused' then 'failed'
				else case when y.next_at < d.expires_at then 'due' else 'expired' end end,
			due_at = case when y.kind = 'later' then y.next_at else d.due_at end,
			sent_at = case when y.kind = 'sent' then clock_timestamp() end,
			failure = left(y.reason, 100)
		from (select x.id, r.kind, r.reason,
				-- 30 seconds, doubled up to half an hour, a little apart from each other; longer when the service asks for it.
				clock_timestamp() + make_interval(secs => greatest(r."afterSeconds",
					30 * power(2, least(x.attempts, 7) - 1) * (0.8 + 0.4 * random()))) as next_at
			from private.deliveries x
			join jsonb_to_recordset(p_results) as r(id bigint, attempt integer, kind text, "afterSeconds" integer, reason text)
				on r.id = x.id
			where x.state in ('due', 'sending') and (x.attempts = r.attempt or r.kind = 'sent')
			order by x.id for update of x) y
		where d.id = y.id;
end;
$$;
create function public.record_deliveries(p_results jsonb) returns void
language sql set search_path = '' as $$ select private.record_deliveries($1); $$;
comment on function public.record_deliveries(jsonb) is
	'Writes down what became of messages that were taken: [{id, attempt, kind: sent, gone, refused or later, afterSeconds, reason}]. An answer that comes after another process has taken the message counts only when it was sent. For the worker.';

create function private.push_health() returns jsonb
language sql stable security definer set search_path = '' as $$
	select jsonb_build_object(
		'otherKey', (select count(*) from private.push_subscriptions s
			where s.key_hash <> coalesce((select k.key_hash from private.server_keys k where k.name = 'push'), '')),
		'failed', (select count(*) from private.deliveries d
			where d.state = 'failed' and d.created_at > now() - interval '1 day'));
$$;
create function public.push_health() returns jsonb
language sql stable set search_path = '' as $$ select private.push_health(); $$;
comment on function public.push_health() is
	'What to watch: phones that were bound to a key which is lost, and messages given up since yesterday. For the worker.';
grant execute on function private.claim_deliveries(text, integer), public.claim_deliveries(text, integer),
	private.record_deliveries(jsonb), public.record_deliveries(jsonb),
	private.push_health(), public.push_health() to service_role;
