-- A search asks of a free bed whether its home is registered, and whether the registration leaves a place.

alter table bed_free
  -- The nights that a registration with Ofsted covers: all of them where none is needed.
  add column registered daterange not null default 'empty',
  -- Registered or approved places, where as many could live in the home as that and one more: it has more beds, or
  -- someone lives there without one. Null where the number of beds sees to it.
  add column places smallint;

drop index bed_free_by_hectad;
create index bed_free_by_hectad on bed_free (hectad, free_to)
  include (free_from, bed_id, home_id, awaiting_departure, authority_code, shared, placement_type, bed_kind, age_from,
           age_to, accepts, capabilities, takes_siblings, takes_emergencies, confidential, ofsted_grade,
           located_authority_code, easting, northing, registered, places)
  where hectad is not null;
drop index bed_free_without_end;
create index bed_free_without_end on bed_free (free_from)
  include (free_to, bed_id, home_id, awaiting_departure, authority_code, shared, placement_type, bed_kind, age_from,
           age_to, accepts, capabilities, takes_siblings, takes_emergencies, confidential, ofsted_grade,
           located_authority_code, easting, northing, hectad, registered, places)
  where free_to = 'infinity';

drop function if exists bed_free_row(beds, homes, text, date, date, date);

create trigger bed_free_after_update
  after update of supported_registered_on, supported_registration_ended_on, supported_categories on providers
  for each row execute function provider_registered_differently();

drop trigger bed_free_after_update on beds;
create trigger bed_free_after_update after update on beds
  referencing new table as changed old table as before for each statement
  execute function beds_described_differently();
create trigger bed_free_after_delete after delete on beds
  referencing old table as changed for each statement execute function beds_described_differently();

create trigger bed_free_after_insert after insert on placements
  referencing new table as changed for each statement execute function homes_lived_in_differently();
create trigger bed_free_after_update after update on placements
  referencing new table as changed old table as before for each statement
  execute function homes_lived_in_differently();
create trigger bed_free_after_delete after delete on placements
  referencing old table as changed for each statement execute function homes_lived_in_differently();

update bed_free
   set registered = registered_nights(home_id), places = places_in_question(home_id, daterange(free_from, free_to));
