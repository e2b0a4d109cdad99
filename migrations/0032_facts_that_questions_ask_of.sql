-- What questions ask of a night in care beside what the facts had: where the placement lies, its code in the return, since
-- when the child is in care and in the placement, and what began before anything is known.

alter table placements
  add column started_before boolean not null default false,
  -- The upper-tier authority in which it lies; null where that is not known.
  add column located_in text check (located_in ~ '^E\d{8}$' or located_in = 'outside-england');
comment on column placements.started_before is
  'The placement, or one before it with the same carer, began before started_on: nobody knows when.';

-- Of placements on record, from the directory alone: nothing that anybody recorded changes, so that nobody is told.
alter table placements disable trigger user;
update placements p
   set located_in = coalesce(at.authority_code, case when at.country <> 'E' then 'outside-england' end)
  from placements o left join homes h on h.id = o.home_id
  join postcodes at on at.postcode = coalesce(o.postcode, h.postcode)
 where p.id = o.id;
alter table placements enable trigger user;

alter table care_facts
  add column place_code text,
  add column located_in text,
  -- The first day looked after without a break, and that of the placement; where the second of each is true, the first day
  -- that is known of. Null while short breaks are all that there is.
  add column care_started_on date,
  add column care_started_before boolean,
  add column placement_started_on date,
  add column placement_started_before boolean,
  -- Whether all nights of the year that ends on the day are known of: else its placements are those known of.
  add column year_known boolean,
  -- Placements of the two years that end on the day; null where not all of their nights are known of and fewer than three
  -- placements are.
  add column placements_in_two_years smallint;

drop function place_of;
drop function placements_counted;
