create or replace function prepare_placement() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  home homes;
begin
  if new.bed_id is not null then
    new.home_id := (select home_id from beds where id = new.bed_id);
  end if;
  -- Held in the order home, child, bed, so that writers queue rather than block each other. A new placement holds its
  -- home and child as they are, since those who change them cannot see it yet; of one that is there already they
  -- take care themselves, once it lets them.
  if tg_op = 'INSERT' or (new.bed_id, new.home_id) is distinct from (old.bed_id, old.home_id) then
    perform 1 from homes where id = new.home_id for share;
  end if;
  if tg_op = 'INSERT' then
    perform 1 from children where id = new.child_id and authority_code = new.authority_code for no key update;
  end if;
  select * into home from homes where id = new.home_id;
  perform lock_beds(array[new.bed_id, case when tg_op = 'UPDATE' then old.bed_id end]);
  -- What is not there and what this authority may not see are refused alike. A home that stopped being shared keeps
  -- the placements made before.
  if tg_op = 'INSERT' or (new.bed_id, new.home_id) is distinct from (old.bed_id, old.home_id) then
    if new.bed_id is not null and (home.shared or home.authority_code = new.authority_code) is not true then
      perform refuse('placement_in_visible_bed', 'there is no such bed, or none that this authority sees');
    elsif new.home_id is not null and (home.shared or home.authority_code = new.authority_code) is not true then
      perform refuse('placement_in_visible_home', 'there is no such home, or none that this authority sees');
    end if;
  end if;
  -- Consent under a hold is for its children in its beds. One who is there moves within the home without more.
  if home.authority_code <> new.authority_code and (tg_op = 'INSERT' or new.home_id is distinct from old.home_id)
     and not has_consent(
       home.id, new.authority_code,
       (select hold_id from hold_beds where hold_id = new.hold_id and bed_id = new.bed_id and child_id = new.child_id),
       coalesce(new.started_on, new.planned_from)) then
    if new.bed_id is not null then
      perform refuse('placement_in_bed_agreed_to', 'the authority of the bed has not agreed');
    else
      perform refuse('placement_in_home_agreed_to', 'the authority of the home has not agreed');
    end if;
  end if;
  new.placement_type := coalesce(new.placement_type, home.placement_type);
  new.provider_code := coalesce(
    new.provider_code, (select provider_code_of(sector) from providers where id = home.provider_id));
  new.postcode := compact_postcode(new.postcode);
  new.home_postcode := compact_postcode(new.home_postcode);
  select p.miles, p.miles_shown, p.location, p.located_in
    into new.distance_miles, new.distance_shown, new.location, new.located_in
    from place_of(new.authority_code,
      coalesce(new.home_postcode, (select c.home_postcode from children c where c.id = new.child_id)),
      new.postcode, home.id, new.placement_type) p;
  return new;
end $$;
comment on function prepare_placement is
  'Locks the home, child and beds of a placement, refuses what its authority may not see or has no consent for, '
  'and fills in its home, type, provider code, distance, location and the authority that it lies in.';
