create or replace function note_changes(input regclass) returns void
language sql
as $$ select follow_statements(input, 'facts_of_input_changed', 'facts') $$;
comment on function note_changes is
  'Has the changes of a table noted in facts_changed, so that figures may be kept in memory that are computed from it. One '
  'call, in a migration.';
revoke execute on function note_changes from public;
