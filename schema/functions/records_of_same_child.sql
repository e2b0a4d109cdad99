-- after: children

create or replace function records_of_same_child(child uuid) returns uuid[]
language sql stable
as $$
  with recursive same (id) as (
    select id from children where id = $1
     union
    select c.id from same s join children c on c.merged_into_id = s.id
  )
  select coalesce(array_agg(id order by id), '{}') from same
$$;
comment on function records_of_same_child is
  'A child''s record, and those of the same child that were merged into it; empty where there is no such child.';
