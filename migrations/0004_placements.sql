-- Placements, and the two promises: a bed is in one use at a time, a child in one placement at a time.

create table placements (
  id                  uuid primary key default gen_random_uuid(),
  authority_code      text not null references authorities,
  child_id            uuid not null,
  bed_id              uuid references beds,
  home_id             uuid references homes,
  placement_type      text not null check (placement_type in (
                        'internal-foster', 'ifa', 'other-authority-foster', 'connected-carer', 'residential',
                        'secure', 'residential-school', 'family-centre', 'care-home', 'nhs',
                        'young-offender-institution', 'supported-accommodation', 'supported-lodgings',
                        'independent-living', 'staying-put', 'staying-close', 'with-parents',
                        'placed-for-adoption', 'short-break', 'temporary', 'other')),
  place_code          text check (place_code ~ '^[A-Z]\d{1,2}$'),
  provider_code       text check (provider_code ~ '^PR[0-5]$'),
  -- Temporary stays and short breaks lie over the usual placement, whose bed stays the child's.
  layer               text not null generated always as (
                        case when placement_type in ('short-break', 'temporary') then 'temporary'
                             else 'usual' end) stored,
  planned_from        date,
  planned_to          date,
  started_on          date,
  ended_on            date,
  withdrawn_on        date,
  -- The nights it claims: planned until it starts, to its planned end until it ends.
  nights              daterange generated always as (
                        case when withdrawn_on is null
                             then nights(coalesce(started_on, planned_from), coalesce(ended_on, planned_to))
                             else 'empty'::daterange end) stored,
  -- The nights the child was there; open until the end is recorded, planned or not.
  stay                daterange generated always as (
                        case when withdrawn_on is null and started_on is not null
                             then nights(started_on, ended_on) end) stored,
  end_reason          text check (end_reason in (
                        'CARPL', 'CLOSE', 'ALLEG', 'STAND', 'APPRR', 'CUSTOD', 'CREQB', 'CREQO', 'CHILD',
                        'LAREQ', 'PLACE', 'OTHER')),
  end_planned         boolean,
  same_carer          boolean not null default false,
  postcode            text check (postcode = compact_postcode(postcode)),
  home_postcode       text check (home_postcode = compact_postcode(home_postcode)),
  weekly_cost         numeric(10, 2) check (weekly_cost >= 0),
  distance_miles      numeric(5, 1),
  location            text not null default 'unknown' check (location in ('in', 'out', 'unknown')),
  version             integer not null default 1,
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now(),
  unique (authority_code, id),
  constraint placement_of_own_child foreign key (authority_code, child_id)
    references children (authority_code, id),
  constraint placement_has_start check (planned_from is not null or started_on is not null),
  constraint placement_planned_dates_in_order check (planned_to is null or planned_from is null or planned_to >= planned_from),
  constraint placement_planned_end_after_start check (
    planned_to is null or started_on is null or ended_on is not null or planned_to > started_on),
  constraint placement_dates_in_order check (ended_on is null or ended_on >= started_on),
  constraint placement_ends_after_it_starts check (ended_on is null or started_on is not null),
  constraint withdrawn_before_start check (withdrawn_on is null or started_on is null),
  constraint child_in_one_placement exclude using gist (child_id with =, layer with =, nights with &&),
  constraint child_in_one_place exclude using gist (child_id with =, layer with =, stay with &&)
);
create index placements_by_home on placements (home_id) where home_id is not null;
create index placements_by_bed on placements (bed_id) where bed_id is not null;

-- Every use of a bed, so that one constraint speaks of all of them. Written by the triggers below alone.
create table bed_use (
  id                  bigint generated always as identity primary key,
  bed_id              uuid not null references beds,
  authority_code      text not null references authorities,   -- of the bed
  used_by             text not null references authorities,   -- never granted to the application
  state               text not null check (state in ('void', 'committed', 'occupied')),
  void_reason         text,
  nights              daterange not null check (not isempty(nights)),
  stay                daterange,
  placement_id        uuid unique references placements on delete cascade,
  void_id             uuid unique references voids on delete cascade,
  check (num_nonnulls(placement_id, void_id) = 1),
  constraint bed_in_one_use exclude using gist (bed_id with =, nights with &&),
  constraint bed_in_one_stay exclude using gist (bed_id with =, stay with &&)
);
create index bed_use_by_authority on bed_use (authority_code, lower(nights), upper(nights));

create function refuse(constraint_name text, message text) returns void
language plpgsql
as $$
begin
  raise exception using errcode = 'check_violation', constraint = constraint_name, message = message;
end $$;

-- Where a placement is: miles from the child's home, and in or out of the responsible authority.
create function place_of(responsible text, home_postcode text, placement_postcode text,
  out miles numeric, out location text)
language sql stable
as $$
  select distance_miles(h.easting, h.northing, p.easting, p.northing),
         case when p.postcode is null then 'unknown'
              when p.authority_code = responsible then 'in'
              when p.authority_code is null and p.country = 'E' then 'unknown'
              else 'out' end
    from (select 1) one
    left join postcodes h on h.postcode = home_postcode
    left join postcodes p on p.postcode = placement_postcode
$$;

-- Takes the beds for this transaction, always in one order.
create function lock_beds(bed_ids uuid[]) returns void
language plpgsql security definer set search_path = public
as $$
begin
  perform 1 from beds where id = any(bed_ids) order by id for no key update;
end $$;

create function prepare_placement() returns trigger
language plpgsql security definer set search_path = public
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
  new.placement_type := coalesce(new.placement_type, home.placement_type);
  new.provider_code := coalesce(new.provider_code, (
    select case sector when 'own' then 'PR1' when 'other-authority' then 'PR2' when 'other-public' then 'PR3'
                       when 'private' then 'PR4' else 'PR5' end
      from providers where id = home.provider_id));
  new.postcode := compact_postcode(new.postcode);
  new.home_postcode := compact_postcode(new.home_postcode);
  select p.miles, p.location into new.distance_miles, new.location
    from place_of(new.authority_code,
      coalesce(new.home_postcode, (select c.home_postcode from children c where c.id = new.child_id)),
      coalesce(new.postcode, home.postcode)) p;
  return new;
end $$;
create trigger prepare_placement before insert or update on placements
  for each row execute function prepare_placement();

create function prepare_void() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  perform lock_beds(array[new.bed_id, case when tg_op = 'UPDATE' then old.bed_id end]);
  return new;
end $$;
create trigger prepare_void before insert or update on voids for each row execute function prepare_void();

create function use_bed_for_placement() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if tg_op = 'DELETE' then return null; end if;
  if new.bed_id is null or isempty(new.nights) then
    delete from bed_use where placement_id = new.id;
    return null;
  end if;
  insert into bed_use (bed_id, authority_code, used_by, state, nights, stay, placement_id)
  select new.bed_id, b.authority_code, new.authority_code,
         case when new.started_on is null then 'committed' else 'occupied' end, new.nights, new.stay, new.id
    from beds b where b.id = new.bed_id
  on conflict (placement_id) do update
    set bed_id = excluded.bed_id, authority_code = excluded.authority_code, state = excluded.state,
        nights = excluded.nights, stay = excluded.stay;
  return null;
end $$;
create trigger use_bed after insert or update on placements
  for each row execute function use_bed_for_placement();

create function use_bed_for_void() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  insert into bed_use (bed_id, authority_code, used_by, state, void_reason, nights, void_id)
  values (new.bed_id, new.authority_code, new.authority_code, 'void', new.reason,
          nights(new.starts_on, new.ends_on), new.id)
  on conflict (void_id) do update
    set bed_id = excluded.bed_id, void_reason = excluded.void_reason, nights = excluded.nights;
  return null;
end $$;
create trigger use_bed after insert or update on voids for each row execute function use_bed_for_void();

create function keep_use_within_open_nights() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if not exists (select from beds where id = new.bed_id and open_nights @> new.nights) then
    perform refuse('use_within_open_nights', 'the bed is not open on every one of those nights');
  end if;
  return null;
end $$;
create trigger keep_use_within_open_nights after insert or update on bed_use
  for each row execute function keep_use_within_open_nights();

create function keep_bed_open_while_used() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if exists (select from bed_use where bed_id = new.id and not new.open_nights @> nights) then
    perform refuse('bed_open_while_used', 'the bed is in use on nights when it would be closed');
  end if;
  return null;
end $$;
create trigger keep_bed_open_while_used after update of opens_on, closes_on on beds
  for each row execute function keep_bed_open_while_used();

-- A home or a child that changes postcode takes its placements along.
create function follow_home() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  update placements set home_id = home_id where home_id = new.id and postcode is null;
  return null;
end $$;
create trigger follow_home after update of postcode on homes
  for each row when (old.postcode is distinct from new.postcode) execute function follow_home();

create function follow_child() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  update placements set child_id = child_id where child_id = new.id and home_postcode is null;
  return null;
end $$;
create trigger follow_child after update of home_postcode on children
  for each row when (old.home_postcode is distinct from new.home_postcode) execute function follow_child();

-- After a postcode directory is loaded: homes and placements take what it now says. Returns how many changed.
create function recompute_locations(out homes_changed bigint, out placements_changed bigint)
language plpgsql
as $$
begin
  with moved as (
    update homes h set postcode = h.postcode
      from homes o left join postcodes p on p.postcode = o.postcode
     where h.id = o.id
       and (o.located_authority_code, o.easting, o.northing)
           is distinct from (p.authority_code, p.easting, p.northing)
    returning 1)
  select count(*) into homes_changed from moved;
  with moved as (
    update placements set child_id = placements.child_id
      from placements o
      join children c on c.id = o.child_id
      left join homes h on h.id = o.home_id,
      lateral place_of(o.authority_code, coalesce(o.home_postcode, c.home_postcode),
                       coalesce(o.postcode, h.postcode)) p
     where placements.id = o.id
       and (o.distance_miles, o.location) is distinct from (p.miles, p.location)
    returning 1)
  select count(*) into placements_changed from moved;
end $$;
