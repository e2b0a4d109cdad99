create or replace function follow_statements(written regclass, follower text, name text default null) returns void
language plpgsql
as $$
begin
  execute format('create trigger %I after insert on %s
    referencing new table as changed for each statement execute function %I()',
    coalesce(name, follower) || '_after_insert', written, follower);
  execute format('create trigger %I after update on %s
    referencing new table as changed old table as before for each statement execute function %I()',
    coalesce(name, follower) || '_after_update', written, follower);
  execute format('create trigger %I after delete on %s
    referencing old table as changed for each statement execute function %I()',
    coalesce(name, follower) || '_after_delete', written, follower);
end $$;
comment on function follow_statements is
  'Has a function called after each statement that writes a table, with all of its rows: `changed`, and of an update '
  '`before` too. The triggers begin with the name given, or else with that of the function.';
revoke execute on function follow_statements from public;
