create or replace function take_turn_of_both() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform 1 from children
    where id in (new.child_id, new.other_child_id) and authority_code = new.authority_code
    order by id for no key update;
  return new;
end $$;
comment on function take_turn_of_both is
  'Locks both children of a separation, so that whoever places either takes turns with whoever separates them.';
