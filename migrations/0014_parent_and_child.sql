-- A parent and child who are placed together, and the beds that are kept empty for a child who lives alone.

alter table children
  -- The parent, where that is a child in care too. They come together wherever a search asks for both.
  add column parent_id uuid,
  add constraint child_of_own_parent foreign key (authority_code, parent_id) references children (authority_code, id),
  add constraint child_of_another check (parent_id <> id);
create index children_by_parent on children (parent_id) where parent_id is not null;

-- A parent who is not looked after, and comes to the home with the child.
alter table child_needs add column with_parent boolean;

alter table homes add column takes_parent_and_child boolean not null default false;

alter table voids
  -- The placement of the child who lives alone, for whom the bed is kept empty.
  add column placement_id uuid,
  add constraint void_for_own_placement foreign key (authority_code, placement_id)
    references placements (authority_code, id) on delete cascade,
  add constraint void_for_child_alone check (placement_id is null or reason = 'solo-occupancy');
create index voids_by_placement on voids (placement_id) where placement_id is not null;
create index voids_of_concern on voids (bed_id)
  where reason in ('restriction', 'suspension', 'allegation', 'resignation', 'closing');

update event_records set links = links || '{"placementId": "placement_id"}' where record_type = 'voids';
update event_records set links = links || '{"parentId": "parent_id"}' where record_type = 'children';

create trigger keep_void_with_placement before insert or update on voids
  for each row when (new.placement_id is not null) execute function keep_void_with_placement();
-- Before the placement's own use of its bed, which may be a bed that was void for it.
create trigger follow_child_alone after update on placements
  for each row when (old.nights is distinct from new.nights or old.home_id is distinct from new.home_id
                     or old.bed_id is distinct from new.bed_id)
  execute function follow_child_alone();
