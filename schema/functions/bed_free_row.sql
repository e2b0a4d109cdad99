-- after: bed_free

-- A set of one, so that PostgreSQL makes it a part of the question that asks it.
create or replace function bed_free_row(bed beds, home homes, registered daterange, places smallint, grade text,
                                        free_from date, free_to date, awaiting_departure date)
returns setof bed_free
language sql immutable rows 1
as $$
  select bed.id, free_from, free_to, awaiting_departure, home.id, bed.authority_code, home.shared,
         home.placement_type, home.kind, bed.kind, home.age_from, home.age_to, home.accepts, home.capabilities,
         home.takes_siblings, home.takes_emergencies, home.confidential, grade, home.located_authority_code,
         home.easting, home.northing, home.easting / 10000 * 1000 + home.northing / 10000,
         registered, places
$$;
comment on function bed_free_row is
  'The row of bed_free that says of a bed in a home, with that registration, places and grade, that it is free in that interval.';
