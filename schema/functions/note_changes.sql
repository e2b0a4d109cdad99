create or replace function note_changes(input regclass) returns void
language plpgsql
as $$
begin
  execute format('create trigger facts_after_insert after insert on %s
    referencing new table as changed for each statement execute function facts_of_input_changed()', input);
  execute format('create trigger facts_after_update after update on %s
    referencing new table as changed old table as before for each statement execute function facts_of_input_changed()', input);
  execute format('create trigger facts_after_delete after delete on %s
    referencing old table as changed for each statement execute function facts_of_input_changed()', input);
end $$;
comment on function note_changes is
  'Has the changes of a table noted in facts_changed, so that figures may be kept in memory that are computed from it. One '
  'call, in a migration.';
revoke execute on function note_changes from public;
