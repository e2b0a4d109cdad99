-- What a search asks of a free bed stands beside it in the index that finds it: intervals that are free now lie one to a
-- page among all those of the past, and reading each from its page was most of what a search did.
drop index bed_free_by_hectad;
create index bed_free_by_hectad on bed_free (hectad, free_to)
  include (free_from, bed_id, home_id, awaiting_departure, authority_code, shared, placement_type, bed_kind, age_from,
           age_to, accepts, capabilities, takes_siblings, takes_emergencies, confidential, ofsted_grade,
           located_authority_code, easting, northing)
  where hectad is not null;
-- The same of beds wherever they are, for stays without an end: one interval in sixty.
create index bed_free_without_end on bed_free (free_from)
  include (free_to, bed_id, home_id, awaiting_departure, authority_code, shared, placement_type, bed_kind, age_from,
           age_to, accepts, capabilities, takes_siblings, takes_emergencies, confidential, ofsted_grade,
           located_authority_code, easting, northing, hectad)
  where free_to = 'infinity';

-- Fees are asked of the homes that are offered, not of all.
drop index fees_by_authority;
create index fees_by_home on fees (authority_code, home_id);
