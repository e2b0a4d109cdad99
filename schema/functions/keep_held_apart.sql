create or replace function keep_held_apart() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if exists (select from separations where child_id = new.child_id)
     or exists (select from separations where other_child_id = new.child_id) then
    perform refuse_together(b.home_id, new.child_id, nights(h.from_on, h.to_on), null)
       from beds b, holds h where b.id = new.bed_id and h.id = new.hold_id;
  end if;
  return null;
end $$;
comment on function keep_held_apart is
  'Refuses a hold that brings together children who must not live together.';
