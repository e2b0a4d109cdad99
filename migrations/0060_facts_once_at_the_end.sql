-- A transaction that writes much of many children, such as an import, has their facts made once, at its end.

create table care_facts_due (
  child_ids uuid[] not null,
  -- The first night of which the facts may have changed.
  since     date not null,
  due_in    xid8 not null default pg_current_xact_id()
);
comment on table care_facts_due is
  'Children whose facts a transaction leaves to its end, when they are made and the rows removed. Written by triggers alone.';
create constraint trigger refresh_due after insert on care_facts_due
  deferrable initially deferred for each row execute function refresh_due_care_facts();
