-- The ground: the application's role, the tenant of a transaction, civil nights, and the reference geography.

create extension if not exists btree_gist;

-- Roles belong to the whole server, so another database of it may have made this one already.
do $$
begin
  create role sufficiency_app nologin;
exception when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  execute format('grant sufficiency_app to %I', current_user);
exception when others then
  if not pg_has_role(current_user, 'sufficiency_app', 'member') then raise; end if;
end $$;
grant usage on schema public to sufficiency_app;

-- The authority in whose name this transaction reads and writes; null outside one, which matches no row.
create function current_authority() returns text
language sql stable parallel safe
as $$ select nullif(current_setting('app.authority', true), '') $$;

-- Half-open nights [from, to); null while the dates are the wrong way round, so that the table's own check,
-- which names the fault, is the one to speak.
create function nights(from_on date, to_on date) returns daterange
language sql immutable parallel safe
as $$ select case when to_on is null or to_on >= from_on then daterange(from_on, to_on) end $$;

-- The nth birthday. Someone born on 29 February reaches an age on 1 March of a common year.
create function birthday(born_on date, age integer) returns date
language sql immutable strict parallel safe
as $$
  select case when extract(day from d) <> extract(day from born_on) then d + 1 else d end
  from (select (born_on + make_interval(years => age))::date as d) anniversary
$$;

-- DfE's straight-line distance in miles, one decimal place, from Ordnance Survey grid metres.
create function distance_miles(e1 integer, n1 integer, e2 integer, n2 integer) returns numeric
language sql immutable strict parallel safe
as $$ select round((sqrt((e1 - e2)::float8 ^ 2 + (n1 - n2)::float8 ^ 2) / 1000 / 1.6093)::numeric, 1) $$;

-- Postcodes are compared without spaces and in capitals.
create function compact_postcode(written text) returns text
language sql immutable strict parallel safe
as $$ select nullif(upper(regexp_replace(written, '\s', '', 'g')), '') $$;

create function touch_version() returns trigger
language plpgsql
as $$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end $$;

create table authorities (
  code        text primary key check (code ~ '^[EWSN]\d{8}$'),
  name        text not null,
  region_code text,
  region_name text,
  old_code    text,
  synthetic   boolean not null default false
);

create table lower_tier_authorities (
  code           text primary key,
  name           text not null,
  authority_code text not null references authorities
);

create table postcodes (
  postcode       text primary key check (postcode = compact_postcode(postcode)),
  authority_code text references authorities,
  country        text not null check (country in ('E', 'W', 'S', 'N', 'L', 'M')),
  easting        integer,
  northing       integer,
  terminated_on  date,
  check ((easting is null) = (northing is null))
);

grant select on authorities, lower_tier_authorities, postcodes to sufficiency_app;
