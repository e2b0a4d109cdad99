create or replace function keep_hold_in_force() returns trigger
language plpgsql
as $$
begin
  if old.lifted_at is null then
    perform refuse('nothing_erased_under_hold', 'a legal hold in force is not removed');
  end if;
  return old;
end $$;
comment on function keep_hold_in_force is 'Refuses every role, the owner''s too, to remove a legal hold that is in force.';
