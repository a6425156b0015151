-- A believable residence for demonstrations: invented names, dates around today. Does nothing once a residence exists.

do $$
declare
	v_org uuid;
	v_res uuid;
	v_zone constant text := 'Europe/Paris';
	v_today date := (now() at time zone 'Europe/Paris')::date;
	-- The running round ends in three days, the one before was delivered yesterday: on whichever day of the week
	-- somebody opens the demonstration, there is something to order and something to hand over.
	v_close constant date := v_today + 3;
	-- The bread comes on a Friday, and its orders open after the vegetables'.
	v_friday constant date := v_close + 8 + (12 - extract(isodow from v_close + 8)::integer) % 7;
	v_farm uuid;
	v_baker uuid;
	v_nadia uuid;
	v_round public.rounds;
	v_order public.orders;
	v_house record;
	v_i integer;
	v_n integer := 0;
	v_name text;
	v_member uuid;
	v_first text[] := array['Odile', 'Karim', 'Lucie', 'Jean', 'Samia', 'Paul', 'Awa', 'Thierry', 'Inès', 'Marcel',
		'Fatou', 'Colette', 'Denis', 'Leïla', 'Hugo', 'Josiane', 'Mehdi', 'Claudine', 'Rayan', 'Simone', 'Bruno', 'Aminata',
		'Gérard', 'Sofia', 'Yvette', 'Nolan', 'Monique', 'Idriss', 'Chantal', 'Luca', 'Huguette', 'Farid', 'Élodie', 'Roland',
		'Maïssa', 'Patrick', 'Danièle', 'Oumar', 'Solange', 'Éric', 'Nour', 'Bernard', 'Lina', 'Michel', 'Yasmine', 'André',
		'Carla', 'Moussa', 'Ginette', 'Théo', 'Salima', 'René', 'Jade', 'Victor', 'Raymonde', 'Adam', 'Louise', 'Henri'];
	v_last text[] := array['Renard', 'Benali', 'Payet', 'Morel', 'Haddad', 'Lefort', 'Sarr', 'Caron', 'Marchetti', 'Vidal',
		'Camara', 'Guérin', 'Lambert', 'Bouzid', 'Perrin', 'Dumas', 'Kaci', 'Baron', 'Toumi', 'Leroux', 'Picard', 'Traoré',
		'Masson', 'Lopes', 'Royer', 'Faivre', 'Hubert', 'Sy', 'Brunet', 'Rossi', 'Collin', 'Amrani', 'Gaillard', 'Noël',
		'Cissé', 'Rolland', 'Aubert', 'Diop', 'Meunier', 'Charpentier', 'Slimani', 'Prévost', 'Costa', 'Maillard',
		'Belkacem', 'Roche', 'Mendes', 'Konaté', 'Rey', 'Gillet', 'Ziani', 'Poirier', 'Weber', 'Lacroix', 'Besson', 'Nasri',
		'Joly', 'Tessier'];
	-- People served on paper or by voice: places in the list above.
	v_paper constant integer[] := array[4, 10, 12, 20, 25, 31, 39, 49, 55];
	v_featured constant integer[] := array[1, 2, 5, 7];
	v_weeks integer;
	v_state text;
	v_offers uuid[];
	v_qty numeric;
	v_hash bigint;
begin
	if exists (select from public.residences) then
		return;
	end if;

	insert into public.organisations (name) values ('Habitat des Deux Rives') returning id into v_org;
	insert into public.residences (organisation_id, name, address, time_zone, lodge_phone, pickup_place, is_demo)
		values (v_org, 'Les Tilleuls', '12 rue des Tilleuls, 60000 Beauvais', v_zone, '03 44 00 00 00', 'À la loge', true)
		returning id into v_res;
	insert into public.households (residence_id, staircase, floor, door)
		select v_res, s, f, (f * 10 + d)::text
		from unnest(array['A', 'B', 'C']) s, generate_series(0, 3) f, generate_series(1, 4) d;
	update public.households set door = '0' || door where residence_id = v_res and char_length(door) = 1;

	insert into public.members (residence_id, household_id, name, role, created_at)
		values (v_res, (select id from public.households where residence_id = v_res and staircase = 'A' and door = '01'),
			'Nadia Ferrand', 'caretaker', now() - interval '3 years') returning id into v_nadia;
	insert into public.member_contacts (member_id, residence_id, email, phone)
		values (v_nadia, v_res, 'nadia@demo.invalid', '03 44 00 00 00');
	insert into public.members (residence_id, name, role, created_at)
		values (v_res, 'Claire Vasseur', 'manager', now() - interval '3 years') returning id into v_member;
	insert into public.member_contacts (member_id, residence_id, email) values (v_member, v_res, 'claire@demo.invalid');

	-- Fifty-eight neighbours behind forty-seven doors: B 12 first, then the others; eleven doors have two.
	for v_house in
		select h.id, h.staircase, h.door, row_number() over (order by
			array_position(array['B12', 'B14', 'B21', 'B33', 'C04'], h.staircase || h.door) nulls last, h.door, h.staircase) as n
		from public.households h where h.residence_id = v_res and not (h.staircase = 'A' and h.door = '01') order by n
	loop
		for v_i in 1 .. case when v_house.n between 6 and 16 then 2 else 1 end loop
			v_n := v_n + 1;
			exit when v_n > 58;
			v_name := v_first[v_n] || ' ' || v_last[case when v_i = 2 then v_n - 1 else v_n end];
			insert into public.members (residence_id, household_id, name, role, created_at)
				values (v_res, v_house.id, v_name, case when v_n = 5 then 'relay' else 'tenant' end,
					now() - interval '2 years' + v_n * interval '1 hour')
				returning id into v_member;
			insert into public.member_contacts (member_id, residence_id, email, phone)
				values (v_member, v_res,
					case when v_n = any (v_paper) then null
						when v_n = any (v_featured) then lower(translate(v_first[v_n], 'ïéÉè', 'ieEe')) || '@demo.invalid'
						else 'voisin' || v_n || '@exemple.invalid' end,
					case when v_n = any (v_featured) or (v_n = any (v_paper) and v_n % 2 = 0) then '03 44 00 00 ' || lpad(v_n::text, 2, '0') end);
		end loop;
	end loop;
	-- The relay and Karim may be called by their neighbours; the lodge has looked for Odile's phone.
	insert into public.profiles (member_id, residence_id, shows_staircase, phone_to)
		select id, v_res, true, 'residence' from public.members
			where residence_id = v_res and name in ('Samia Haddad', 'Karim Benali');
	insert into public.access_log (residence_id, reader_id, subject_id, what, place, at)
		select v_res, v_nadia, id, 'contacts', 'person', now() - interval '1 day' from public.members
			where residence_id = v_res and name = 'Odile Renard';

	-- Two people trust somebody: Lucie (B 21) her neighbour Awa; Jean (B 33, on paper) his daughter Léa in another
	-- town, as he said to Nadia.
	insert into public.members (residence_id, name, role, created_at)
		values (v_res, 'Léa Morel', 'helper', now() - interval '2 months') returning id into v_member;
	insert into public.member_contacts (member_id, residence_id, email) values (v_member, v_res, 'lea@demo.invalid');
	insert into public.mandates (residence_id, person_id, helper_id, scopes, given_at, given_by, asked_by, read_out, ends_at)
		select v_res, p.id, x.id, '{collect,orders}', now() - interval '2 months', coalesce(by.id, p.id), y.asked, y.sentence,
			now() + interval '10 months'
		from (values ('Lucie Payet', 'Awa Lefort', null, null, null),
				('Jean Morel', 'Léa Morel', 'Nadia Ferrand', 'person', 'Bonjour Jean Morel. Léa Morel pourra commander pour vous, '
					|| 'changer ou annuler vos commandes, retirer vos paniers et les payer. Cette personne verra vos commandes et ce '
					|| 'que vous devez. Cela dure un an. Vous pouvez l’arrêter quand vous voulez. Êtes-vous d’accord ?')
			) y(person, helper, by, asked, sentence)
		join public.members p on p.residence_id = v_res and p.name = y.person
		join public.members x on x.residence_id = v_res and x.name = y.helper
		left join public.members by on by.residence_id = v_res and by.name = y.by;
	insert into public.mandate_changes (residence_id, mandate_id, kind, at, by_member)
		select residence_id, id, 'given', given_at, given_by from public.mandates where residence_id = v_res;

	insert into public.producers (residence_id, name, phone, email, place)
		values (v_res, 'Ferme du Plessis', '03 44 00 01 01', 'ferme@exemple.invalid', 'Le Plessis, à 9 km') returning id into v_farm;
	insert into public.producers (residence_id, name, phone, email, place)
		values (v_res, 'Fournil de la Gare', '03 44 00 02 02', 'fournil@exemple.invalid', 'Beauvais, place de la Gare') returning id into v_baker;
	insert into public.products (residence_id, producer_id, name, unit, step, price_cents, pictogram, description, origin, allergens, months) values
		(v_res, v_farm, 'Panier de la semaine', 'basket', 1, 1500, 'basket', '7 légumes, 5 kg', 'Ferme du Plessis', '', '{}'),
		(v_res, v_farm, 'Carottes', 'kg', 0.5, 180, 'carrot', '', 'Ferme du Plessis', '', '{1,2,3,6,7,8,9,10,11,12}'),
		(v_res, v_farm, 'Pommes', 'kg', 0.5, 240, 'apple', 'Reine des reinettes', 'Verger du Plessis', '', '{9,10,11,12,1,2,3}'),
		(v_res, v_farm, 'Pommes de terre', 'kg', 1, 130, 'potato', 'À purée et à frites', 'Ferme du Plessis', '', '{}'),
		(v_res, v_farm, 'Poireaux', 'bunch', 1, 260, 'leek', 'La botte d’environ 1 kg', 'Ferme du Plessis', '', '{9,10,11,12,1,2,3,4}'),
		(v_res, v_farm, 'Œufs', 'piece', 6, 48, 'egg', 'Par 6, poules en plein air', 'Ferme du Plessis', 'Œufs', '{}'),
		(v_res, v_farm, 'Lait entier', 'litre', 1, 135, 'milk', 'Bouteille d’un litre', 'Ferme du Plessis', 'Lait', '{}'),
		(v_res, v_farm, 'Miel de tilleul', 'piece', 1, 690, 'honey', 'Pot de 500 g', 'Ruchers du Plessis', '', '{}'),
		(v_res, v_baker, 'Pain de campagne', 'piece', 1, 380, 'bread', '800 g, levain', 'Fournil de la Gare', 'Blé (gluten)', '{}'),
		(v_res, v_baker, 'Pain complet', 'piece', 1, 410, 'bread', '700 g', 'Fournil de la Gare', 'Blé (gluten)', '{}'),
		(v_res, v_baker, 'Brioche', 'piece', 1, 650, 'cake', 'Pour 6 personnes', 'Fournil de la Gare', 'Blé (gluten), œufs, lait', '{}');

	-- Weekly farm rounds: four settled, one being collected, one running; then bread, coming; then a draft.
	for v_weeks in reverse 5 .. 0 loop
		v_state := case v_weeks when 0 then 'open' when 1 then 'delivered' else 'settled' end;
		insert into public.rounds (residence_id, producer_id, title, word, opens_local, closes_local, opens_at, closes_at,
				delivery_on, delivery_from, delivery_to, place, minimum_cents, state, created_by, created_at)
			select v_res, v_farm, 'Légumes de la ferme',
				case when v_weeks = 0 then 'Bonjour à tous ! Les premiers poireaux sont là. Pensez à apporter un sac.' else '' end,
				o, c, o at time zone v_zone, c at time zone v_zone, d, '10:00', '12:00', 'À la loge', 30000, 'draft', v_nadia, o at time zone v_zone
			from (select (v_close - 7 * v_weeks - 6) + time '08:00' as o, (v_close - 7 * v_weeks) + time '18:00' as c,
				v_close - 7 * v_weeks + 3 as d) x
			returning * into v_round;
		insert into public.offers (residence_id, round_id, product_id, position, name, unit, step, price_cents, pictogram,
				description, origin, allergens, stock_limit)
			select v_res, v_round.id, p.id, row_number() over (order by p.created_at, p.price_cents desc), p.name, p.unit, p.step, p.price_cents, p.pictogram,
				p.description, p.origin, p.allergens, case when p.name = 'Œufs' then 120 when p.name = 'Miel de tilleul' then 12 end
			from public.products p where p.producer_id = v_farm;
		select array_agg(id order by position, name) into v_offers from public.offers where round_id = v_round.id;

		for v_house in
			select h.*, hashtextextended(h.staircase || h.door, v_weeks) as hash,
				(select m.id from public.members m where m.household_id = h.id order by m.created_at limit 1) as member
			from public.households h where h.residence_id = v_res
				-- Odile (B 12) has ordered every week but this one: the demonstration orders as her.
				and (case when h.staircase || h.door = 'B12' then v_weeks > 0
					else abs(hashtextextended(h.staircase || h.door, v_weeks)) % 100 < case v_weeks when 0 then 38 when 1 then 48 when 2 then 52 when 3 then 44 when 4 then 36 else 30 end end)
				and not (h.staircase = 'A' and h.door = '01')
			order by hash
		loop
			insert into public.orders (residence_id, round_id, household_id, member_id, total_cents, placed_at, changed_at)
				values (v_res, v_round.id, v_house.id, v_house.member, 0,
					least(v_round.opens_at + (abs(v_house.hash) % 120) * interval '1 hour', now() - interval '10 minutes'),
					least(v_round.opens_at + (abs(v_house.hash) % 120) * interval '1 hour', now() - interval '10 minutes'))
				returning * into v_order;
			for v_i in 1 .. array_length(v_offers, 1) loop
				v_hash := abs(hashtextextended(v_house.door || v_house.staircase || v_i, v_weeks + 7));
				if v_hash % 100 < (case when v_i = 1 then 45 else 38 end) then
					select f.step * (1 + v_hash % case when f.unit in ('kg', 'litre') then 4 else 1 end) into v_qty
						from public.offers f where f.id = v_offers[v_i];
					insert into public.order_lines (order_id, offer_id, round_id, residence_id, quantity, price_cents)
						select v_order.id, f.id, v_round.id, v_res, v_qty, f.price_cents from public.offers f where f.id = v_offers[v_i];
				end if;
			end loop;
			if not exists (select from public.order_lines where order_id = v_order.id) then
				insert into public.order_lines (order_id, offer_id, round_id, residence_id, quantity, price_cents)
					select v_order.id, f.id, v_round.id, v_res, 1, f.price_cents from public.offers f where f.id = v_offers[1];
			end if;
			update public.orders set total_cents = (select sum(line_cents) from public.order_lines where order_id = v_order.id)
				where id = v_order.id returning * into v_order;
			insert into public.order_changes (residence_id, round_id, order_id, kind, at, by_member, for_member, on_behalf, total_cents)
				select v_res, v_round.id, v_order.id, 'placed', v_order.placed_at,
					case when c.email is null then v_nadia else v_order.member_id end, v_order.member_id, c.email is null, v_order.total_cents
				from public.member_contacts c where c.member_id = v_order.member_id;
		end loop;

		insert into public.round_changes (residence_id, round_id, from_state, to_state, at, by_member) values
			(v_res, v_round.id, null, 'draft', v_round.opens_at - interval '1 hour', v_nadia),
			(v_res, v_round.id, 'draft', 'open', v_round.opens_at, v_nadia);
		if v_state <> 'open' then
			perform private.compute_sheet(v_round);
			update public.sheets set computed_at = v_round.closes_at, sent_at = v_round.closes_at + interval '1 minute',
				read_at = v_round.closes_at + interval '2 hours' where round_id = v_round.id;
			update public.order_lines set received_quantity = quantity where round_id = v_round.id;
			update public.offers set arrived_quantity = (select sum(quantity) from public.order_lines where offer_id = offers.id)
				where round_id = v_round.id;
			insert into public.round_changes (residence_id, round_id, from_state, to_state, at, by_member, detail) values
				(v_res, v_round.id, 'open', 'closed', v_round.closes_at, null, '{"by": "deadline"}'),
				(v_res, v_round.id, 'closed', 'ordered', v_round.closes_at, null, '{"by": "deadline"}'),
				(v_res, v_round.id, 'ordered', 'delivered', v_round.closes_at + interval '64 hours', v_nadia, '{}');
		end if;
		if v_state = 'settled' then
			insert into public.round_changes (residence_id, round_id, from_state, to_state, at, by_member)
				values (v_res, v_round.id, 'delivered', 'settled', v_round.closes_at + interval '70 hours', v_nadia);
		end if;
		update public.rounds set state = v_state where id = v_round.id;
		-- Everybody came and paid for the settled ones; about half for the one being collected.
		for v_order in
			select * from public.orders o where o.round_id = v_round.id and (v_state = 'settled'
				or (v_state = 'delivered' and abs(hashtextextended((select h.staircase || h.door from public.households h where h.id = o.household_id), 3)) % 100 < 55))
		loop
			update public.orders set pickup_state = 'collected', pickup_at = v_round.closes_at + interval '65 hours' where id = v_order.id;
			insert into public.ledger_entries (residence_id, round_id, household_id, kind, method, amount_cents, at, by_member)
				values (v_res, v_round.id, v_order.household_id, 'payment',
					case when abs(hashtextextended((select h.staircase || h.door from public.households h where h.id = v_order.household_id), 5)) % 4 = 0 then 'cheque' else 'cash' end,
					-v_order.total_cents, v_round.closes_at + interval '65 hours', v_nadia);
		end loop;
	end loop;

	for v_i in 1 .. 2 loop
		insert into public.rounds (residence_id, producer_id, title, word, opens_local, closes_local, opens_at, closes_at,
				delivery_on, delivery_from, delivery_to, place, minimum_baskets, state, created_by)
			select v_res, v_baker, 'Pain du vendredi', case when v_i = 1 then 'Le fournil livre à vélo.' else '' end,
				o, c, o at time zone v_zone, c at time zone v_zone, d, '17:00', '19:00', 'Hall de l’escalier B', 8,
				case when v_i = 1 then 'open' else 'draft' end, v_nadia
			from (select (v_friday - 8 + 7 * (v_i - 1)) + time '08:00' as o, (v_friday - 2 + 7 * (v_i - 1)) + time '12:00' as c,
				v_friday + 7 * (v_i - 1) as d) x
			returning * into v_round;
		insert into public.offers (residence_id, round_id, product_id, position, name, unit, step, price_cents, pictogram, description, origin, allergens)
			select v_res, v_round.id, p.id, row_number() over (order by p.price_cents), p.name, p.unit, p.step, p.price_cents, p.pictogram,
				p.description, p.origin, p.allergens
			from public.products p where p.producer_id = v_baker;
		insert into public.round_changes (residence_id, round_id, from_state, to_state, by_member)
			values (v_res, v_round.id, null, 'draft', v_nadia);
		if v_i = 1 then
			insert into public.round_changes (residence_id, round_id, from_state, to_state, by_member)
				values (v_res, v_round.id, 'draft', 'open', v_nadia);
		end if;
	end loop;
end;
$$;

-- The manager's second residence: smaller, with a round of its own running.
do $$
declare
	v_zone constant text := 'Europe/Paris';
	v_today date := (now() at time zone 'Europe/Paris')::date;
	v_first uuid := (select id from public.residences where is_demo and name = 'Les Tilleuls');
	v_res uuid;
	v_member uuid;
	v_bruno uuid;
	v_producer uuid;
	v_round public.rounds;
	v_order public.orders;
	v_house record;
	v_names constant text[] := array['Armelle Joubert', 'Saïd Mansouri', 'Gisèle Fabre', 'Toni Esposito', 'Rachida Ouali',
		'Maurice Petit', 'Clara Nogueira', 'Ibrahima Fall', 'Paulette Gros', 'Sandrine Leclerc', 'Youssef Haddou'];
begin
	if v_first is null or exists (select from public.residences where name = 'Les Acacias') then
		return;
	end if;
	insert into public.residences (organisation_id, name, address, time_zone, lodge_phone, pickup_place, is_demo)
		select organisation_id, 'Les Acacias', '3 allée des Acacias, 60000 Beauvais', v_zone, '03 44 00 03 03', 'Au local vélos', true
		from public.residences where id = v_first returning id into v_res;
	insert into public.households (residence_id, staircase, floor, door)
		select v_res, 'A', f, f || lpad(d::text, 2, '0') from generate_series(0, 2) f, generate_series(1, 4) d;
	insert into public.members (residence_id, name, role, created_at)
		values (v_res, 'Claire Vasseur', 'manager', now() - interval '1 year') returning id into v_member;
	insert into public.member_contacts (member_id, residence_id, email) values (v_member, v_res, 'claire@demo.invalid');
	insert into public.members (residence_id, name, role, created_at)
		values (v_res, 'Bruno Delattre', 'caretaker', now() - interval '1 year') returning id into v_bruno;
	insert into public.member_contacts (member_id, residence_id, email, phone)
		values (v_bruno, v_res, 'bruno@exemple.invalid', '03 44 00 03 03');
	insert into public.producers (residence_id, name, phone, email, place)
		values (v_res, 'Les Jardins du Thérain', '03 44 00 04 04', 'jardins@exemple.invalid', 'Therdonne, à 6 km') returning id into v_producer;
	insert into public.products (residence_id, producer_id, name, unit, step, price_cents, pictogram, description, origin) values
		(v_res, v_producer, 'Panier du jardin', 'basket', 1, 1200, 'basket', '5 légumes, 4 kg', 'Les Jardins du Thérain'),
		(v_res, v_producer, 'Salades', 'piece', 1, 110, 'salad', '', 'Les Jardins du Thérain');
	insert into public.rounds (residence_id, producer_id, title, opens_local, closes_local, opens_at, closes_at,
			delivery_on, delivery_from, delivery_to, place, state, created_by)
		select v_res, v_producer, 'Paniers du jardin', o, c, o at time zone v_zone, c at time zone v_zone, v_today + 6, '17:00', '19:00', 'Au local vélos',
			'open', v_bruno
		from (select v_today - 2 + time '08:00' as o, v_today + 4 + time '18:00' as c) x
		returning * into v_round;
	insert into public.offers (residence_id, round_id, product_id, position, name, unit, step, price_cents, pictogram, description, origin)
		select v_res, v_round.id, p.id, row_number() over (order by p.price_cents desc), p.name, p.unit, p.step, p.price_cents, p.pictogram, p.description, p.origin
		from public.products p where p.producer_id = v_producer;
	insert into public.round_changes (residence_id, round_id, from_state, to_state, at, by_member) values
		(v_res, v_round.id, null, 'draft', v_round.opens_at - interval '1 hour', v_bruno), (v_res, v_round.id, 'draft', 'open', v_round.opens_at, v_bruno);
	for v_house in
		select h.id, row_number() over (order by h.floor, h.door) as n from public.households h where h.residence_id = v_res order by n limit 11
	loop
		insert into public.members (residence_id, household_id, name, created_at)
			values (v_res, v_house.id, v_names[v_house.n], now() - interval '11 months' + v_house.n * interval '1 hour') returning id into v_member;
		insert into public.member_contacts (member_id, residence_id, email)
			values (v_member, v_res, case when v_house.n in (3, 9) then null else 'acacias' || v_house.n || '@exemple.invalid' end);
		if v_house.n in (1, 2, 5, 8) then
			insert into public.orders (residence_id, round_id, household_id, member_id, total_cents, placed_at, changed_at)
				select v_res, v_round.id, v_house.id, v_member, sum(f.price_cents), v_round.opens_at + v_house.n * interval '1 hour', v_round.opens_at + v_house.n * interval '1 hour'
				from public.offers f where f.round_id = v_round.id returning * into v_order;
			insert into public.order_lines (order_id, offer_id, round_id, residence_id, quantity, price_cents)
				select v_order.id, f.id, v_round.id, v_res, 1, f.price_cents from public.offers f where f.round_id = v_round.id;
			insert into public.order_changes (residence_id, round_id, order_id, kind, at, by_member, for_member, total_cents)
				values (v_res, v_round.id, v_order.id, 'placed', v_order.placed_at, v_member, v_member, v_order.total_cents);
		end if;
	end loop;
end;
$$;
