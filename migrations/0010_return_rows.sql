-- What an authority's SSDA903 returns say now. A return speaks for the whole of a child's year in a module: its
-- rows take the place of what was said of it before. Records of children are made from these rows, so that years
-- given one by one come to the same as all at once.

create table return_rows (
  authority_code  text not null references authorities,
  child_reference text not null,
  module          text not null,
  collection_year smallint not null,
  key             text not null,
  cells           jsonb not null,
  import_id       uuid not null references imports,
  primary key (authority_code, child_reference, module, collection_year, key)
);
alter table return_rows enable row level security;
create policy own_rows on return_rows using (authority_code = current_authority())
  with check (authority_code = current_authority());
grant select, insert, update, delete on return_rows to sufficiency_app;
create index return_rows_by_year on return_rows (authority_code, collection_year) where module = 'episodes';

create unique index one_import_at_a_time on imports (authority_code) where status in ('queued', 'running');
create index imports_by_time on imports (authority_code, created_at, id);

-- A file that can't be read at all has no module, and a row of it no number.
alter table import_findings alter column module drop not null;
