create or replace function follow_ended_placement() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  child uuid;
  left_on date;
begin
  select child_id, ended_on into child, left_on from placements
   where id = new.placement_id and authority_code = new.authority_code;
  if child is null then
    perform refuse('meeting_after_own_placement', 'there is no such placement');
  end if;
  if left_on is null or left_on > new.held_on then
    perform refuse('meeting_after_ending', 'the placement has not ended by that day');
  end if;
  new.child_id := child;
  return new;
end $$;
comment on function follow_ended_placement is
  'Gives a disruption meeting the child of its placement, which must have ended by the day of the meeting.';
