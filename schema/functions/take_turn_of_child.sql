create or replace function take_turn_of_child() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform 1 from children where id = new.child_id and authority_code = new.authority_code for no key update;
  return new;
end $$;
comment on function take_turn_of_child is
  'Locks the child, so that those who write of one child at once take turns and the second finds what the first has '
  'written.';
