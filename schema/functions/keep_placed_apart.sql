create or replace function keep_placed_apart() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if new.home_id is null or isempty(new.nights)
     or not exists (select from separations where child_id = new.child_id)
        and not exists (select from separations where other_child_id = new.child_id) then
    return null;
  end if;
  -- What only grows shorter brings nobody together: a stay can always end.
  if tg_op = 'UPDATE' and (new.child_id, new.home_id) is not distinct from (old.child_id, old.home_id)
     and new.nights <@ old.nights and coalesce(new.stay, 'empty') <@ coalesce(old.stay, 'empty') then
    return null;
  end if;
  perform refuse_together(new.home_id, new.child_id, new.nights, new.stay);
  return null;
end $$;
comment on function keep_placed_apart is
  'Refuses a placement that brings together children who must not live together.';
