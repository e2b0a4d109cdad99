create or replace function shows_address(placement_type text) returns boolean
language sql immutable parallel safe
as $$
  select placement_type = any ('{residential,secure,residential-school,family-centre,care-home,nhs,young-offender-institution}')
$$;
comment on function shows_address is
  'Whether placements of a type are in establishments, whose addresses are no secret. Of every other type (carers, adopters, parents, lodgings, temporary stays) it is where people live.';
