create or replace function keep_void_with_placement() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if not exists (select from placements p join beds b on b.home_id = p.home_id
                  where p.id = new.placement_id and b.id = new.bed_id and b.id is distinct from p.bed_id
                    and p.nights @> nights(new.starts_on, new.ends_on)) then
    perform refuse('void_while_child_alone', 'it is of another bed of the home, and no longer than the placement');
  end if;
  return new;
end $$;
comment on function keep_void_with_placement is
  'Refuses a void for a child who lives alone that is of another home or outlasts the placement.';
