-- after: facts_changed

create or replace function note_all_changes() returns void
language sql
as $$
  insert into facts_changed (authority_code, input, shared, began_at)
  select code, 'everything', false, '-infinity' from authorities
$$;
comment on function note_all_changes is
  'Notes that any facts of any authority may have changed, whenever they were known: after rows were loaded or removed '
  'with the triggers off.';
revoke execute on function note_all_changes from public;
