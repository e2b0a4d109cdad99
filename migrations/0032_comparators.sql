-- Published figures that an authority is compared with, and its statistical neighbours. The same for everyone: loaded by
-- those who run the service, read by every authority, written by none.

create table comparator_imports (
  id        uuid primary key default gen_random_uuid(),
  file      text not null check (length(file) between 1 and 200),
  sha256    text not null,
  kind      text not null,   -- of file, as src/domain/scorecards/published-files.ts declares them
  counts    jsonb not null,  -- rows by what became of them
  loaded_at timestamptz not null default now(),
  constraint comparator_file_once unique (sha256)
);

-- A published figure, or the symbol that stands in its place: never both, never neither.
create table comparator_values (
  series       text not null,
  year         smallint not null check (year between 1990 and 2199),   -- in which the reporting year ends
  area_code    text not null,   -- England, a region, or an authority by its code of today
  level        text not null check (level in ('national', 'region', 'authority')),
  value        numeric,
  symbol       text check (length(symbol) between 1 and 8),
  count        numeric,
  count_symbol text check (length(count_symbol) between 1 and 8),
  import_id    uuid not null references comparator_imports,
  row_number   integer not null,   -- of the file, whose header is row 1
  primary key (series, year, area_code),
  constraint comparator_is_value_or_symbol check (num_nonnulls(value, symbol) = 1),
  constraint comparator_count_or_symbol check (num_nonnulls(count, count_symbol) <= 1)
);

create table statistical_neighbours (
  model          smallint not null check (model between 1990 and 2199),   -- the year of the model
  area_code      text not null references authorities,
  rank           smallint not null check (rank between 1 and 10),
  neighbour_code text not null references authorities,
  closeness      text not null,
  import_id      uuid not null references comparator_imports,
  primary key (model, area_code, rank),
  constraint neighbour_once unique (model, area_code, neighbour_code),
  constraint neighbour_is_another check (neighbour_code <> area_code)
);

grant select on comparator_imports, comparator_values, statistical_neighbours to sufficiency_app;
