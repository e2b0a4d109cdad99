-- Supply: provider → home → bed, with what is registered, judged, contracted and paid over time.
-- Every row belongs to the authority that keeps its record; a home marked shared is seen by all of them.

create table providers (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  name           text not null check (length(name) between 1 and 200),
  sector         text not null
                 check (sector in ('own', 'other-authority', 'other-public', 'private', 'voluntary')),
  ofsted_urn     text check (ofsted_urn ~ '^[A-Z0-9]{5,10}$'),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint provider_name_once unique (authority_code, name)
);

create table homes (
  id                      uuid primary key default gen_random_uuid(),
  authority_code          text not null references authorities,
  provider_id             uuid not null,
  name                    text not null check (length(name) between 1 and 200),
  kind                    text not null check (kind in (
                            'fostering-household', 'connected-carer-household', 'childrens-home',
                            'secure-childrens-home', 'residential-school', 'family-centre', 'care-home',
                            'nhs-setting', 'young-offender-institution', 'supported-accommodation',
                            'supported-lodgings', 'independent-living', 'unregistered')),
  placement_type          text not null,
  ofsted_urn              text check (ofsted_urn ~ '^[A-Z0-9]{5,10}$'),
  postcode                text check (postcode = compact_postcode(postcode)),
  easting                 integer,
  northing                integer,
  located_authority_code  text references authorities,
  confidential            boolean not null default false,
  shared                  boolean not null default false,
  registered_places       smallint check (registered_places between 1 and 200),
  age_from                smallint not null default 0 check (age_from between 0 and 25),
  age_to                  smallint not null default 17 check (age_to between 0 and 25),
  accepts                 text not null default 'any' check (accepts in ('any', 'female', 'male')),
  capabilities            text[] not null default '{}',
  takes_siblings          boolean not null default true,
  takes_emergencies       boolean not null default false,
  opens_on                date not null,
  closes_on               date,
  mockingbird_hub_id      uuid,
  version                 integer not null default 1,
  created_at              timestamptz not null default now(),
  updated_at              timestamptz not null default now(),
  unique (authority_code, id),
  constraint home_name_once unique (provider_id, name),
  constraint home_of_own_provider foreign key (authority_code, provider_id)
    references providers (authority_code, id),
  constraint home_of_own_constellation foreign key (authority_code, mockingbird_hub_id)
    references homes (authority_code, id),
  constraint home_ages_in_order check (age_to >= age_from),
  constraint home_dates_in_order check (closes_on is null or closes_on >= opens_on),
  constraint supported_from_16 check (
    kind not in ('supported-accommodation', 'supported-lodgings', 'independent-living') or age_from >= 16),
  constraint household_is_confidential check (
    kind not in ('fostering-household', 'connected-carer-household') or confidential)
);
create index homes_by_urn on homes (ofsted_urn) where ofsted_urn is not null;
create index homes_by_postcode on homes (postcode);

-- Ofsted judges a home, or the agency that a foster household belongs to.
create table judgements (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  home_id        uuid,
  provider_id    uuid,
  judged_on      date not null,
  grade          text not null check (grade in (
                   'outstanding', 'good', 'requires-improvement', 'inadequate', 'not-yet-inspected')),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint judgement_of_home_or_provider check (num_nonnulls(home_id, provider_id) = 1),
  constraint judgement_of_own_home foreign key (authority_code, home_id)
    references homes (authority_code, id) on delete cascade,
  constraint judgement_of_own_provider foreign key (authority_code, provider_id)
    references providers (authority_code, id) on delete cascade,
  constraint home_judged_once_a_day unique (home_id, judged_on),
  constraint provider_judged_once_a_day unique (provider_id, judged_on)
);

create table contracts (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  home_id        uuid not null,
  kind           text not null check (kind in ('block', 'framework', 'spot')),
  beds_bought    smallint check (beds_bought between 1 and 200),
  starts_on      date not null,
  ends_on        date,
  term           daterange generated always as (nights(starts_on, ends_on)) stored,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint contract_of_own_home foreign key (authority_code, home_id)
    references homes (authority_code, id) on delete cascade,
  constraint contract_dates_in_order check (ends_on is null or ends_on > starts_on),
  constraint block_contract_says_beds check (kind <> 'block' or beds_bought is not null),
  constraint one_contract_at_a_time exclude using gist (home_id with =, term with &&)
);

create table fees (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  home_id        uuid not null,
  weekly_fee     numeric(10, 2) not null check (weekly_fee >= 0),
  starts_on      date not null,
  ends_on        date,
  term           daterange generated always as (nights(starts_on, ends_on)) stored,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint fee_of_own_home foreign key (authority_code, home_id)
    references homes (authority_code, id) on delete cascade,
  constraint fee_dates_in_order check (ends_on is null or ends_on > starts_on),
  constraint one_fee_at_a_time exclude using gist (home_id with =, term with &&)
);
create index fees_by_authority on fees (authority_code);

-- A bed is what Ofsted calls a place. It exists over its open nights, whatever the home is registered for.
create table beds (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  home_id        uuid not null,
  label          text not null check (length(label) between 1 and 60),
  kind           text not null default 'standard' check (kind in ('standard', 'emergency', 'short-break')),
  opens_on       date not null,
  closes_on      date,
  open_nights    daterange generated always as (nights(opens_on, closes_on)) stored,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint bed_label_once unique (home_id, label),
  constraint bed_of_own_home foreign key (authority_code, home_id) references homes (authority_code, id),
  constraint bed_dates_in_order check (closes_on is null or closes_on >= opens_on)
);

create table voids (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  bed_id         uuid not null,
  reason         text not null check (reason in (
                   'repair', 'refurbishment', 'staff-vacancy', 'staff-training', 'carer-ill-health',
                   'carer-holiday', 'carer-break', 'household-circumstances', 'solo-occupancy',
                   'reduced-occupancy', 'restriction', 'suspension', 'allegation', 'resignation',
                   'closing', 'other')),
  detail         text check (length(detail) <= 1000),
  starts_on      date not null,
  ends_on        date,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint void_of_own_bed foreign key (authority_code, bed_id) references beds (authority_code, id),
  constraint void_dates_in_order check (ends_on is null or ends_on > starts_on),
  constraint other_void_says_why check (reason <> 'other' or length(trim(coalesce(detail, ''))) > 0)
);
create index voids_by_bed on voids (bed_id);

-- What a home offers follows from its kind and its provider's sector.
create function placement_type_of(home_kind text, sector text) returns text
language sql immutable parallel safe
as $$
  select case home_kind
    when 'fostering-household' then
      case sector when 'own' then 'internal-foster'
                  when 'other-authority' then 'other-authority-foster'
                  else 'ifa' end
    when 'connected-carer-household'  then 'connected-carer'
    when 'childrens-home'             then 'residential'
    when 'secure-childrens-home'      then 'secure'
    when 'nhs-setting'                then 'nhs'
    when 'unregistered'               then 'other'
    else home_kind
  end
$$;

create function place_home() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  new.postcode := compact_postcode(new.postcode);
  new.placement_type := coalesce(
    (select placement_type_of(new.kind, p.sector) from providers p where p.id = new.provider_id), 'other');
  select p.authority_code, p.easting, p.northing
    into new.located_authority_code, new.easting, new.northing
    from (select 1) one left join postcodes p on p.postcode = new.postcode;
  return new;
end $$;
create trigger place_home before insert or update on homes for each row execute function place_home();

create function follow_provider_sector() returns trigger
language plpgsql
as $$
begin
  update homes set provider_id = provider_id where provider_id = new.id;
  return null;
end $$;
create trigger follow_provider_sector after update of sector on providers
  for each row when (old.sector is distinct from new.sector) execute function follow_provider_sector();
