create or replace function residents_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  case tg_table_name
    when 'children' then perform refresh_choosy_residents(array(select id from changed));
    when 'holds' then
      perform refresh_choosy_residents(array(
        select k.child_id from changed h join hold_beds k on k.hold_id = h.id));
    else perform refresh_choosy_residents(array(select distinct child_id from changed));
  end case;
  return null;
end $$;
comment on function residents_changed is
  'Refreshes the choosy residents among children who, or whose needs, placements or holds, changed.';
