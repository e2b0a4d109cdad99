-- An import can be undone: what each changes of the rows of the returns is kept, and undoing one is an import of its own kind.

alter table imports drop constraint imports_kind_check;
alter table imports add constraint imports_kind_check check (kind in ('ssda903', 'undo'));
alter table imports add column undoes_id uuid references imports;
alter table imports add constraint undo_of_an_import check ((kind = 'undo') = (undoes_id is not null));
create unique index one_undo_of_an_import on imports (undoes_id) where status in ('queued', 'running', 'succeeded');
-- Of earlier imports nobody knows what they changed.
alter table imports add column keeps_changes boolean not null default false;
alter table imports alter column keeps_changes set default true;
comment on column imports.undoes_id is 'The import that this one undoes.';
comment on column imports.keeps_changes is 'Whether import_changes says what it changed, so that it can be undone.';

create table import_changes (
  authority_code  text not null references authorities,
  import_id       uuid not null references imports on delete cascade,
  child_reference text not null,
  module          text not null,
  collection_year smallint not null,
  key             text not null,
  before          jsonb,
  after           jsonb,
  primary key (import_id, child_reference, module, collection_year, key)
);
comment on table import_changes is
  'What an import changed of return_rows: the cells of a row before and after it; null where there was none.';
create index import_changes_by_child on import_changes (authority_code, child_reference);

select isolate('import_changes');
grant select, insert, update on import_changes to sufficiency_app;
