create or replace function link_same_child() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  child uuid := (select c.child_id from panel_decisions d join panel_cases c on c.id = d.case_id
                  where d.id = new.decision_id);
begin
  if not exists (
      select from request_children where request_id = new.request_id and child_id = child
      union all select from hold_beds where hold_id = new.hold_id and child_id = child
      union all select from placements where id = new.placement_id and child_id = child) then
    perform refuse('link_of_same_child', 'it is not of the child of the case');
  end if;
  return new;
end $$;
comment on function link_same_child is 'Refuses a decision a link to what is not of the child of its case.';
