-- Children: identifiers and needs, never names; periods of care and legal statuses over time.

create table sibling_groups (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  reference      text not null check (reference ~ '^[A-Za-z0-9_./-]{1,40}$'),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint sibling_group_reference_once unique (authority_code, reference)
);

create table children (
  id               uuid primary key default gen_random_uuid(),
  authority_code   text not null references authorities,
  reference        text not null check (reference ~ '^[A-Za-z0-9_./-]{1,40}$'),
  upn              text check (upn ~ '^([A-Z]\d{11}[A-Z0-9]|UN[1-5])$'),
  date_of_birth    date not null check (date_of_birth > date '1900-01-01'),
  sex              text not null check (sex in ('female', 'male', 'unknown')),
  ethnicity        text not null default 'NOBT' check (ethnicity ~ '^[A-Z]{4}$'),
  uasc             boolean not null default false,
  uasc_ceased_on   date,
  disabled         boolean,
  home_postcode    text check (home_postcode = compact_postcode(home_postcode)),
  school_postcode  text check (school_postcode = compact_postcode(school_postcode)),
  sibling_group_id uuid,
  version          integer not null default 1,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  unique (authority_code, id),
  constraint child_reference_once unique (authority_code, reference),
  constraint child_of_own_sibling_group foreign key (authority_code, sibling_group_id)
    references sibling_groups (authority_code, id),
  constraint uasc_ceased_was_uasc check (uasc_ceased_on is null or uasc)
);
create index children_by_sibling_group on children (sibling_group_id) where sibling_group_id is not null;

create table care_periods (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid not null,
  started_on     date not null,
  ended_on       date,
  nights         daterange generated always as (nights(started_on, ended_on)) stored,
  need           text check (need ~ '^N[1-8]$'),
  end_reason     text check (end_reason ~ '^E\d{1,2}[AB]?$'),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint care_period_of_own_child foreign key (authority_code, child_id)
    references children (authority_code, id),
  constraint care_period_dates_in_order check (ended_on is null or ended_on >= started_on),
  constraint care_period_end_has_reason check ((ended_on is null) = (end_reason is null)),
  constraint one_care_period_at_a_time exclude using gist (child_id with =, nights with &&)
);

create table legal_statuses (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  child_id       uuid not null,
  status         text not null check (status in (
                   'C1', 'C2', 'D1', 'E1', 'V2', 'V3', 'V4', 'L1', 'L2', 'L3', 'J1', 'J2', 'J3')),
  started_on     date not null,
  ended_on       date,
  nights         daterange generated always as (nights(started_on, ended_on)) stored,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint legal_status_of_own_child foreign key (authority_code, child_id)
    references children (authority_code, id),
  constraint legal_status_dates_in_order check (ended_on is null or ended_on >= started_on),
  constraint one_legal_status_at_a_time exclude using gist (child_id with =, nights with &&)
);

create function compact_child_postcodes() returns trigger
language plpgsql
as $$
begin
  new.home_postcode := compact_postcode(new.home_postcode);
  new.school_postcode := compact_postcode(new.school_postcode);
  return new;
end $$;
create trigger compact_child_postcodes before insert or update on children
  for each row execute function compact_child_postcodes();

-- Those who write of one child at once take turns, so that the second finds what the first has written.
create function take_turn_of_child() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  perform 1 from children where id = new.child_id and authority_code = new.authority_code for no key update;
  return new;
end $$;
create trigger take_turn before insert on care_periods for each row execute function take_turn_of_child();
create trigger take_turn before insert on legal_statuses for each row execute function take_turn_of_child();
