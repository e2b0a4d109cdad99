-- Where a secret address is, is told by the middle of its 2 km square of the national grid, in whole miles: whoever may move
-- the child's own address could else find it. So is a placement in another authority's confidential home, to everyone of
-- the child's authority; and what is told of any placement to those who may not see addresses, `distance_shown`.

alter table placements add column distance_shown numeric(5, 1);
comment on column placements.distance_shown is
  'distance_miles as told to those who may not see addresses: in whole miles where people live.';

drop function if exists place_of(text, text, text);
drop trigger follow_home on homes;
create trigger follow_home after update of postcode, confidential on homes
  for each row when ((old.postcode, old.confidential) is distinct from (new.postcode, new.confidential))
  execute function follow_home();

-- Of what is on record already nothing that anybody recorded changes, so that nobody is told.
create temporary table placed on commit drop as
  select p.id, h.confidential and h.authority_code <> p.authority_code and p.postcode is null as is_secret,
         case when p.postcode is null then h.confidential is not true else shows_address(p.placement_type) end as is_open,
         round((sqrt((k.easting - middle_of_square(at.easting))::float8 ^ 2
                   + (k.northing - middle_of_square(at.northing))::float8 ^ 2) / 1609.3)::numeric) as about
    from placements p
    join children c on c.id = p.child_id
    left join homes h on h.id = p.home_id
    left join postcodes k on k.postcode = coalesce(p.home_postcode, c.home_postcode)
    left join postcodes at on at.postcode = coalesce(p.postcode, h.postcode);
alter table placements disable trigger user;
update placements p
   set distance_miles = case when a.is_secret then a.about else p.distance_miles end,
       distance_shown = case when a.is_secret or not a.is_open then a.about else p.distance_miles end
  from placed a where a.id = p.id;
alter table placements enable trigger user;
update care_facts f set distance_miles = case when f.known_to = 'infinity' then a.about end
  from placed a where a.is_secret and f.placement_id = a.id;
update record_versions v set before = v.before || '{"distance_miles": null}'
  from placed a where a.is_secret and v.record_type = 'placements' and v.record_id = a.id and v.before is not null;
