-- An import can be tried: everything is done as it would be, reported, and taken back. Of each import is kept what it does to
-- each child's records.

alter table imports add column dry_run boolean not null default false;
comment on column imports.dry_run is 'Whether it only tells what it would do, and applies nothing.';

create table import_children (
  authority_code  text not null references authorities,
  import_id       uuid not null references imports on delete cascade,
  child_reference text not null,
  change          text not null check (change in ('new', 'changed', 'removed')),
  records         jsonb not null,
  primary key (import_id, child_reference)
);
comment on table import_children is
  'The children whose records an import changes, and how many of each kind are new, changed or removed.';

select isolate('import_children');
grant select, insert on import_children to sufficiency_app;
