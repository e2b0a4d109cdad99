create or replace function places_in_question(home uuid, free daterange) returns smallint
language sql stable
as $$
  select h.registered_places
    from homes h
   where h.id = home and (
     (select count(*) from beds b where b.home_id = home and b.open_nights && free) > h.registered_places
      or exists (select from placements p
                  where p.home_id = home and p.bed_id is null
                    and (p.nights && free or p.started_on is not null and p.ended_on is null)))
$$;
comment on function places_in_question is
  'Registered or approved places of a home, where more could live there while a bed is free: it has more beds than '
  'places, or someone lives there without a bed. Null where the beds see to it, or no number is recorded.';
