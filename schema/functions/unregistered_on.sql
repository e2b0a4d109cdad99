-- after: placements

create or replace function unregistered_on(night date, age integer, place placements, home_kind text,
                                           registered daterange)
returns boolean
language sql immutable
as $$
  select case
    when place.placement_type is null then null
    when place.place_code = 'P3' then false
    when coalesce(home_kind, place.placement_type) in (
           'supported-accommodation', 'supported-lodgings', 'independent-living') then
      case when age < 16 and night >= '2021-09-09' then true
           when night < '2023-10-28' then false
           else not registered @> night end
    when home_kind is not null then not registered @> night
    when place.placement_type in ('residential', 'secure') then null
    else place.placement_type = 'other' end
$$;
comment on function unregistered_on is
  'Whether a child of an age is on a night in a place without the registration that it needs. The home decides, '
  'whatever the type of the placement: its registration on the night. Supported accommodation needs one since '
  '28 October 2023 (CPPCR 2010 reg. 27C) and is not for a child under 16 since 9 September 2021 (reg. 27A). '
  'Residential employment (PLACE P3) needs none. Null where no placement, or of such a one no home, is recorded.';
