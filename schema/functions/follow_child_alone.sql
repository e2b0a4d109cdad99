create or replace function follow_child_alone() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  -- Of a placement that is not to be, or is elsewhere, nothing is kept empty; nor the bed that it moves to.
  delete from voids v
   where v.placement_id = new.id
     and (isempty(new.nights) or new.home_id is distinct from old.home_id or v.bed_id = new.bed_id
          or not nights(v.starts_on, v.ends_on) && new.nights);
  -- What began and ended with the placement still does; what was ended before goes no further.
  update voids v
     set starts_on = changed.starts_on, ends_on = changed.ends_on
    from voids same,
         lateral (select case when same.starts_on = lower(old.nights) then lower(new.nights)
                              else greatest(same.starts_on, lower(new.nights)) end as starts_on,
                         case when same.ends_on is not distinct from upper(old.nights) then upper(new.nights)
                              else least(same.ends_on, upper(new.nights)) end as ends_on) changed
   where v.placement_id = new.id and same.id = v.id
     and (v.starts_on, v.ends_on) is distinct from (changed.starts_on, changed.ends_on);
  return null;
end $$;
comment on function follow_child_alone is
  'Ends, moves or undoes the voids for a child who lives alone as the placement ends, moves or is undone.';
