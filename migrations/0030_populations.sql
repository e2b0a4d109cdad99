-- How many children aged 0 to 17 live in an authority, by estimates that each stand from their day until the next.

create table populations (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  as_at          date not null,
  people         integer not null check (people > 0),
  source         text check (length(source) between 1 and 200),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint one_population_a_day unique (authority_code, as_at)
);
select keep('populations', emits => false);
grant select, insert, update, delete on populations to sufficiency_app;
