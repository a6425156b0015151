-- Accounts: the page of one's devices, and the caretaker's way to end those of a household.

create function public.page_devices(p_residence uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
	v_me public.members := private.require_member(p_residence);
begin
	return jsonb_build_object(
		'shell', private.shell(v_me),
		'devices', (select coalesce(jsonb_agg(jsonb_build_object('id', d.session_id, 'name', d.name, 'via', d.via,
				'createdAt', d.created_at, 'lastSeenAt', d.last_seen_at,
				'isThis', d.session_id = private.session_id())
				order by d.session_id = private.session_id() desc nulls last, d.last_seen_at desc), '[]')
			from (select * from public.devices x
				where x.user_id = (select private.me()) and x.ended_at is null
					and x.idle_until > now() and x.expires_at > now()
				order by x.last_seen_at desc limit 50) d)
	);
end;
$$;
comment on function public.page_devices(uuid) is 'One''s own devices that are signed in, this one first.';
grant execute on function public.page_devices(uuid) to authenticated;

create function private.end_household_devices(p_residence uuid, p_household uuid) returns integer
language plpgsql security definer set search_path = '' as $$
begin
	perform private.require_staff(p_residence);
	if not exists (select from public.households where id = p_household and residence_id = p_residence) then
		perform private.refuse(404, 'not_found');
	end if;
	-- Somebody who also belongs elsewhere keeps nothing either: the phone that was lost opens all of it.
	return private.end_devices(array(select d.session_id
		from public.members m join public.devices d on d.user_id = m.user_id
		where m.household_id = p_household and m.ended_at is null and d.ended_at is null));
end;
$$;
create function public.end_household_devices(p_residence uuid, p_household uuid) returns integer
language sql set search_path = '' as $$ select private.end_household_devices($1, $2); $$;
comment on function public.end_household_devices(uuid, uuid) is
	'Signs out every device of a household, after a phone was lost; answers how many. For caretaker and manager. Refuses: not_found, not_allowed.';
grant execute on function private.end_household_devices(uuid, uuid), public.end_household_devices(uuid, uuid)
	to authenticated;
