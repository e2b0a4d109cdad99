-- Figures are computed from columns of facts that a process keeps in memory. These tables tell a reader what has changed since
-- they were read: which transactions, by what its own snapshot sees of them, and not by the order of their numbers.

create table facts_changed (
  authority_code text not null references authorities,
  -- The table that was written.
  input          text not null,
  -- The child that its rows were of; null where they are of no single child.
  child          uuid,
  -- Whether the facts of other authorities may have changed with it.
  shared         boolean not null,
  changed_by     xid8 not null default pg_current_xact_id(),
  -- When that transaction began: since when its records say that they have been known.
  began_at       timestamptz not null default now()
);
comment on table facts_changed is
  'Which tables that figures are computed from each transaction changed, and of which children. Rows are removed once every '
  'reader must have seen them.';
create index facts_changed_of_authority on facts_changed (authority_code, changed_by);
create index facts_changed_of_others on facts_changed (changed_by) where shared;
select isolate('facts_changed');
create policy shared_changes on facts_changed for select using (shared);
grant select on facts_changed to sufficiency_app;

create table facts_changed_log (
  only_row   boolean primary key default true check (only_row),
  removed_to xid8 not null default '0'
);
comment on table facts_changed_log is
  'The last transaction whose rows facts_changed has no longer. What was read before it was over is read again whole.';
insert into facts_changed_log default values;
grant select on facts_changed_log to sufficiency_app;

select note_changes(input) from unnest(array[
  'bed_free', 'bed_use', 'beds', 'care_facts', 'care_periods', 'carer_journeys', 'children', 'contracts', 'fees', 'hold_beds',
  'holds', 'homes', 'judgements', 'notices', 'placement_requests', 'placements', 'populations', 'providers', 'return_rows',
  'separations', 'vacancy_searches', 'voids'
]::regclass[]) input;
