-- Photos of products: members see those of their residence, staff add them and take them away.

begin;
select plan(44);
select tests.begin_story();

create function pg_temp.add_photo(p_residence text, p_folder text default 'products', p_bucket text default 'photos') returns text
language sql as $$
	select format('insert into storage.objects (bucket_id, name) values (%L, %L)', p_bucket,
		tests.id(p_residence) || '/' || p_folder || '/' || md5(p_folder || random()) || '.webp');
$$;

select is((select (public, file_size_limit, allowed_mime_types)::text from storage.buckets where id = 'photos'),
	'(f,2097152,{image/webp})', 'the bucket is private and takes small WebP pictures only');
select ok(relrowsecurity, 'row-level security holds on ' || relname)
	from pg_class where relnamespace = 'storage'::regnamespace and relname in ('objects', 'buckets');

-- Adding.
select is(tests.count(who, pg_temp.add_photo('tilleuls')), 1, who || ' adds a photo') from unnest(array['nadia', 'claire']) who;
select is(tests.refusal(who, pg_temp.add_photo('tilleuls')), '42501', who || ' adds no photo')
	from unnest(array['anon', 'odile', 'samia', 'zoe', 'yves', 'edith', 'nobody']) who;
select is(tests.refusal('nadia', pg_temp.add_photo('cedres')), '42501', 'a caretaker adds none in another residence');
select is(tests.refusal('nadia', pg_temp.add_photo('tilleuls', 'elsewhere')), '42501', 'nor in another folder');
select is(tests.refusal('nadia', format('insert into storage.objects (bucket_id, name) values (''photos'', %L)', name)), '42501',
	format('"%s" is no place for a photo', name)) from unnest(array['x.webp', '../products/x.webp', '/products/x.webp']) name;

-- How many: 60 an hour for each person.
select is((select count(*)::int from generate_series(1, 65) i where tests.refusal('nadia', format('select public.begin_upload(%L)', tests.id('tilleuls'))) = 'done'), 60, 'Nadia keeps sixty photos an hour');
select cmp_ok((tests.refusal_detail('nadia', format('select public.begin_upload(%L)', tests.id('tilleuls'))) ->> 'retryAfter')::int, '>', 3000, 'then she is told when there may be more');
select is(tests.refusal('claire', format('select public.begin_upload(%L)', tests.id('tilleuls'))), 'done', 'Claire has sixty of her own');
select is(tests.refusal('odile', format('select public.begin_upload(%L)', tests.id('tilleuls'))), 'PT403 not_allowed', 'a tenant has none');

-- Seeing.
select is(tests.count(who, 'select * from storage.objects where bucket_id = ''photos'''), photos, who || ' sees so many photos')
	from (values ('odile', 2), ('samia', 2), ('nadia', 2), ('claire', 2), ('zoe', 0), ('edith', 0), ('nobody', 0)) x(who, photos);
select is(tests.refusal('anon', 'select * from storage.objects'), '42501', 'a stranger sees no list');

-- Changing and taking away.
select is(tests.count(who, 'delete from storage.objects where bucket_id = ''photos'''), 0, who || ' takes no photo away')
	from unnest(array['odile', 'samia', 'zoe', 'yves', 'edith', 'nobody']) who;
select is(tests.count('nadia', 'update storage.objects set name = ''x'' where bucket_id = ''photos'''), 0,
	'a photo is never changed under its name');
select is(tests.count('nadia', 'delete from storage.objects where bucket_id = ''photos'''), 2, 'the caretaker takes photos away');
select is(tests.refusal(who, 'select bytes from private.stored_files'), '42501', 'the bytes are not for ' || who)
	from unnest(array['anon', 'odile', 'nadia']) who;


-- What nobody shows any more.
insert into storage.objects (bucket_id, name, created_at)
	select 'photos', n, now() - interval '25 hours' from unnest(array['old', 'of a product', 'of a round']) n
	union all values ('photos', 'new', now() - interval '23 hours');
update public.products set photo_path = 'of a product' where id = tests.id('eggs');
select tests.add_round('past', 'settled');
update public.offers set photo_path = 'of a round', withdrawn_at = now() where id = tests.id('past carrots');
select is(tests.answer('worker', 'select array_agg(p) from public.unused_photos(10) p'), '{old}', 'old photos that no product and no round shows may go');
select is(tests.refusal(who, 'select public.unused_photos(10)'), '42501', who || ' does not ask') from unnest(array['anon', 'odile', 'nadia']) who;

select finish();
rollback;
