create or replace function places_in_question(home uuid, free daterange) returns smallint
language sql stable
as $$
  with building as (select id from homes_of_registration(home) id),
       registration as (select min(h.registered_places) as places from building join homes h using (id))
  select r.places
    from registration r
   where (select count(*) from building join beds b on b.home_id = building.id where b.open_nights && free) > r.places
      or exists (select from building join placements p on p.home_id = building.id
                  where p.bed_id is null
                    and (p.nights && free or p.started_on is not null and p.ended_on is null))
$$;
comment on function places_in_question is
  'Registered or approved places of a home, or of all buildings of its registration, where more could live there while '
  'a bed is free: there are more beds than places, or someone lives there without a bed. Null where the beds see to it, '
  'or no number is recorded.';
