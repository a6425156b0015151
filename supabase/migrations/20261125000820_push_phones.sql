-- Taking a phone off one's list from another one: the lost phone, the one that was given away.

create function private.end_phone(p_phone uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_me uuid := private.require_session();
begin
	delete from private.push_subscriptions where id = p_phone and user_id = v_me;
end;
$$;
create function public.end_phone(p_phone uuid) returns void
language sql set search_path = '' as $$ select private.end_phone($1); $$;
comment on function public.end_phone(uuid) is
	'A phone of the person who asks, by its place on the list, is told nothing any more. Nothing happens when it is not theirs.';

grant execute on function private.end_phone(uuid), public.end_phone(uuid) to authenticated;
