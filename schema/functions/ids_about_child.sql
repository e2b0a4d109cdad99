-- after: record_versions

create or replace function ids_about_child(child_ids uuid[], child_references text[]) returns uuid[]
language plpgsql stable
as $$
declare
  kept  record;
  more  uuid[];
  ids   uuid[] := '{}';
begin
  -- Under row-level security it finds the authority's own alone, and so it does for the owner, when a child is erased.
  for kept in select d.record_type, d.condition
                from data_of_child() d join pg_attribute a on a.attrelid = to_regclass(d.record_type) and a.attname = 'id'
               where (d.part = 'record' or d.part = 'returned') and a.atttypid = 'uuid'::regtype
               order by d.ordinal loop
    execute format('select array_agg(t.id) from %I t where t.authority_code = current_authority() and (%s)', kept.record_type, kept.condition)
      into more using child_ids, child_references, ids;
    ids := ids || coalesce(more, '{}');
  end loop;
  select array_agg(distinct record_id) into more from record_versions
   where authority_code = current_authority() and before ->> 'child_id' = any(child_ids::text[]);
  return ids || coalesce(more, '{}');
end $$;
comment on function ids_about_child is
  'The ids of every record about a child, those that were removed too, as far as their history names the child.';
