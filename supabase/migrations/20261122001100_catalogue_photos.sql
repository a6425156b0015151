-- Photos of products: a private bucket, paths <residence>/products/<name>.webp. Members see those of their residence,
-- staff put them there and take them away.

do $$
begin
	-- A plain database that only checks migrations has no Storage; every way to run the app has.
	if to_regclass('storage.buckets') is null then
		return;
	end if;

	insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
		values ('photos', 'photos', false, 2097152, array['image/webp'])
		on conflict (id) do nothing;

	create policy "members see photos of their residence" on storage.objects for select to authenticated
		using (bucket_id = 'photos'
			and (storage.foldername(name))[1] in (select id::text from private.my_ordering_residence_ids() as id));
	create policy "staff add photos of products" on storage.objects for insert to authenticated
		with check (bucket_id = 'photos' and (storage.foldername(name))[2] = 'products'
			and (storage.foldername(name))[1] in (select id::text from private.my_staff_residence_ids() as id));
	create policy "staff take photos away" on storage.objects for delete to authenticated
		using (bucket_id = 'photos'
			and (storage.foldername(name))[1] in (select id::text from private.my_staff_residence_ids() as id));
end;
$$;

create function private.begin_upload(p_residence uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
	v_staff public.members := private.require_staff(p_residence);
begin
	-- A whole catalogue on its first evening, but no phone that fills the disk.
	perform private.check_attempts('upload', v_staff.user_id::text, 60, interval '1 hour');
	perform private.note_attempt('upload', v_staff.user_id::text);
end;
$$;
create function public.begin_upload(p_residence uuid) returns void
language sql set search_path = '' as $$ select private.begin_upload($1); $$;
comment on function public.begin_upload(uuid) is
	'Before a photo is kept: counts it, 60 an hour for each person. For caretaker and manager. Refuses: not_found, not_allowed, too_many_tries.';
grant execute on function private.begin_upload(uuid), public.begin_upload(uuid) to authenticated;

create function private.unused_photos(p_limit integer) returns setof text
language plpgsql stable security definer set search_path = '' as $$
begin
	if to_regclass('storage.objects') is null then
		return;
	end if;
	-- A day for a form that is being filled in. Rounds of the past show their photos: those stay.
	return query execute $query$
		select o.name::text from storage.objects o
		where o.bucket_id = 'photos' and o.created_at < now() - interval '1 day'
			and not exists (select from public.products p where p.photo_path = o.name)
			and not exists (select from public.offers f where f.photo_path = o.name)
		order by o.created_at limit $1
	$query$ using least(greatest(p_limit, 1), 1000);
end;
$$;
create function public.unused_photos(p_limit integer) returns setof text
language sql stable set search_path = '' as $$ select private.unused_photos($1); $$;
comment on function public.unused_photos(integer) is
	'Photos older than a day that no product and no offer of any round shows. For the worker, which deletes them.';
grant execute on function private.unused_photos(integer), public.unused_photos(integer) to service_role;
