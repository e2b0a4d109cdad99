-- Releases: the tables of a financial year as they are published, protected before they are kept and never changed.

create table releases (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  year_ends      date not null,
  tables         jsonb not null check (jsonb_typeof(tables) = 'array'),
  -- How many counts there are, and what became of them; for those who work for the authority.
  tally          jsonb not null check (jsonb_typeof(tally) = 'object'),
  made_by        text not null default coalesce(setting('actor'), session_user),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint year_released_once unique (authority_code, year_ends),
  constraint release_of_financial_year check (extract(month from year_ends) = 3 and extract(day from year_ends) = 31),
  constraint release_of_year_over check (year_ends < created_at at time zone 'Europe/London')
);

insert into event_records (record_type, links) values ('releases', '{}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.release.made.v1', 'releases', 'created', null, null);
select keep('releases');
grant select, insert on releases to sufficiency_app;

-- Holds for every role, the owner's too: two answers about one year could be subtracted from each other.
create function refuse_change_of_release() returns trigger
language plpgsql
as $$
begin
  perform refuse('release_stands', 'a release is not changed');
end $$;
create trigger refuse_change before update or delete on releases
  for each row execute function refuse_change_of_release();
create trigger refuse_truncate before truncate on releases
  for each statement execute function refuse_change_of_release();

-- Each is protected in the knowledge of those before it, and so none may be put before another.
create function release_in_order() returns trigger
language plpgsql
as $$
begin
  perform pg_advisory_xact_lock(5906, hashtext(new.authority_code));
  if exists (select from releases where authority_code = new.authority_code and year_ends > new.year_ends) then
    perform refuse('releases_in_order', 'a later year is released already');
  end if;
  return new;
end $$;
create trigger release_in_order before insert on releases
  for each row execute function release_in_order();
