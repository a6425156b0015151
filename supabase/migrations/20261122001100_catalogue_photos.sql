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
			and (storage.foldername(name))[1] in (select id::text from private.my_residence_ids() as id));
	create policy "staff add photos of products" on storage.objects for insert to authenticated
		with check (bucket_id = 'photos' and (storage.foldername(name))[2] = 'products'
			and (storage.foldername(name))[1] in (select id::text from private.my_staff_residence_ids() as id));
	create policy "staff take photos away" on storage.objects for delete to authenticated
		using (bucket_id = 'photos'
			and (storage.foldername(name))[1] in (select id::text from private.my_staff_residence_ids() as id));
end;
$$;
