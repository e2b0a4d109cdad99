-- after: distinct_children, care_plans, import_questions

create or replace function merge_conflicts(survivor uuid, other uuid)
returns table (record_type text, id uuid, other_id uuid)
language sql stable
as $$
  select 'placements', a.id, b.id from placements a join placements b
      on b.child_id = other and b.layer = a.layer and (b.nights && a.nights or b.stay && a.stay)
   where a.child_id = survivor
  union all
  select 'care_periods', a.id, b.id from care_periods a join care_periods b
      on b.child_id = other and b.nights && a.nights where a.child_id = survivor
  union all
  select 'legal_statuses', a.id, b.id from legal_statuses a join legal_statuses b
      on b.child_id = other and b.nights && a.nights where a.child_id = survivor
  union all
  select 'child_needs', a.id, b.id from child_needs a join child_needs b on b.child_id = other
   where a.child_id = survivor
  union all
  select 'care_plans', a.id, b.id from care_plans a join care_plans b on b.child_id = other and b.term && a.term
   where a.child_id = survivor
  union all
  select 'connections', a.id, b.id from connections a join connections b
      on b.child_id = other and b.home_id = a.home_id where a.child_id = survivor
  union all
  select 'liberty_orders', a.id, b.id from liberty_orders a join liberty_orders b
      on b.child_id = other and b.kind = a.kind and b.term && a.term where a.child_id = survivor
  union all
  select 'panel_cases', a.id, b.id from panel_cases a join panel_cases b
      on b.child_id = other and b.meeting_id = a.meeting_id where a.child_id = survivor
  union all
  select 'separations', s.id, null from separations s
   where (s.child_id, s.other_child_id) in ((survivor, other), (other, survivor))
  union all
  select 'distinct_children', d.id, null from distinct_children d
   where (d.child_id, d.other_child_id) in ((survivor, other), (other, survivor))
  union all
  select 'children', c.id, null from children c where (c.id, c.parent_id) in ((survivor, other), (other, survivor))
  union all
  select 'placement_requests', r.id, null from placement_requests r where r.child_ids @> array[survivor, other]
  union all
  select 'import_questions', a.id, b.id from import_questions a join import_questions b
      on b.child_id = other and b.status = 'open' where a.child_id = survivor and a.status = 'open'
  union all
  select 'holds', a.hold_id, null from hold_beds a join hold_beds b on b.hold_id = a.hold_id and b.child_id = other
   where a.child_id = survivor
$$;
comment on function merge_conflicts is
  'What is recorded of two records of a child that could not be of one: other_id is the second record, null where one '
  'record names both.';
