create or replace view visible_bed_free with (security_barrier) as
select f.bed_id, f.free_from, f.free_to, f.awaiting_departure, f.home_id, f.authority_code, f.shared, f.placement_type,
       f.home_kind, f.bed_kind, f.age_from, f.age_to, f.accepts, f.capabilities, f.takes_siblings, f.takes_emergencies,
       f.confidential, f.ofsted_grade, f.located_authority_code,
       case when f.confidential and f.authority_code <> current_authority() then middle_of_square(f.easting) else f.easting end
         as easting,
       case when f.confidential and f.authority_code <> current_authority() then middle_of_square(f.northing) else f.northing end
         as northing,
       f.hectad, f.registered, f.places
  from bed_free f
 where f.authority_code = current_authority()
    or f.shared and current_authority() is not null and (select sandbox_authority()) is null;
comment on view visible_bed_free is
  'The rows of bed_free of the reader''s authority, and of the homes that others share: those of a confidential home of another authority are in the middle of its 2 km square.';
grant select on visible_bed_free to sufficiency_app;
