-- after: child_merges

create or replace function merge_children(survivor uuid, other uuid, removed jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  link   record;
  rows   jsonb;
  moved  jsonb := '[]';
  groups jsonb;
  said   jsonb;
begin
  if (select count(*) from children
       where id in (survivor, other) and authority_code = current_authority() and merged_into_id is null) < 2 then
    perform refuse('merge_of_own_child', 'there is no such child');
  end if;
  perform 1 from children where id in (survivor, other) order by id for update;
  -- What is right only of the whole is looked at in the end, by the caller.
  set constraints all deferred;
  insert into request_children (authority_code, request_id, child_id)
  select authority_code, request_id, survivor from request_children where child_id = other;
  for link in select h.oid::regclass as holder, l.column_name
                from pg_class h, lateral links_to_children(h.oid::regclass) l (column_name)
               where h.relnamespace = 'public'::regnamespace and h.relkind = 'r' and h.relname <> 'request_children'
               order by h.relname, l.column_name loop
    execute format(
      'with changed as (update %s t set %I = $1 where %I = $2 returning t.*)
       select jsonb_agg(key_of(%L, to_jsonb(changed))) from changed',
      link.holder, link.column_name, link.column_name, link.holder) into rows using survivor, other;
    if rows is not null then
      moved := moved || jsonb_build_object('table', link.holder::text, 'column', link.column_name, 'rows', rows);
    end if;
  end loop;
  with changed as (
    update placement_requests set child_ids = array_replace(child_ids, other, survivor)
     where child_ids @> array[other] and authority_code = current_authority() returning id)
  select jsonb_agg(id) into rows from changed;
  select jsonb_build_object('survivor', s.sibling_group_id, 'other', o.sibling_group_id) into groups
    from children s, children o where s.id = survivor and o.id = other;
  -- What returns say of the other is said of this one, unless they say the same of it already.
  with changed as (
    update return_rows r
       set child_reference = s.reference, cells = r.cells || jsonb_build_object('CHILD', s.reference)
      from children s, children o
     where s.id = survivor and o.id = other and r.authority_code = current_authority()
       and r.child_reference = o.reference
       and not exists (select from return_rows k
                        where (k.authority_code, k.child_reference, k.module, k.collection_year, k.key)
                            = (r.authority_code, s.reference, r.module, r.collection_year, r.key))
     returning r.module, r.collection_year as year, r.key)
  select jsonb_agg(to_jsonb(changed)) into said from changed;
  insert into child_merges (authority_code, child_id, merged_id, moved)
  values (current_authority(), survivor, other,
          jsonb_build_object('links', moved, 'requests', coalesce(rows, '[]'), 'siblingGroups', groups,
                             'returned', coalesce(said, '[]'), 'removed', removed));
  update children set merged_into_id = survivor, sibling_group_id = null where id = other;
  update children set merged_from_ids = merged_from_ids || other,
                      sibling_group_id = coalesce(sibling_group_id, (groups ->> 'other')::uuid)
   where id = survivor;
  perform refresh_choosy_residents(array[survivor, other]);
end $$;
comment on function merge_children is
  'Moves everything recorded of one child to another record of the same child, and marks the one as merged into the '
  'other. What was moved, and what was removed before (removed), is kept, for unmerge_children.';
revoke execute on function merge_children from public;
grant execute on function merge_children to sufficiency_app;
